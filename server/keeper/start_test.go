//go:build linux || darwin || freebsd

package keeper

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// The test binary plays the other processes: "keeper DIR" is the keeper, and
// "urn DIR" starts one, makes a key, says so and waits to be killed.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 {
		switch os.Args[1] {
		case "keeper":
			err := Serve(context.Background(), os.Args[2])
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		case "urn":
			c, err := Start(context.Background(), os.Args[2], []string{os.Args[0], "keeper"})
			if err == nil {
				_, err = c.Create("1-1")
			}
			fmt.Println(err)
			select {}
		}
	}
	os.Exit(m.Run())
}

// endKeeper stops the detached keeper after a test.
func endKeeper(t *testing.T, c *Client) {
	t.Cleanup(func() {
		held, _ := c.List()
		for _, ballot := range held {
			_ = c.Erase(ballot)
		}
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestTheKeyOutlivesAKilledUrn(t *testing.T) {
	dir := privateDir(t)
	urn := exec.Command(os.Args[0], "urn", dir)
	urn.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := urn.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := urn.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || strings.TrimSpace(line) != "<nil>" {
		t.Fatalf("the urn said %q, %v", line, err)
	}
	c := At(dir)
	endKeeper(t, c)
	before, err := c.Get("1-1")
	if err != nil {
		t.Fatal(err)
	}
	// The whole group, as a terminal or a service manager would.
	if err := syscall.Kill(-urn.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = urn.Wait()
	found, err := Start(t.Context(), dir, []string{"/nonexistent"})
	if err != nil {
		t.Fatalf("the keeper was not found again: %v", err)
	}
	if after, err := found.Get("1-1"); err != nil || after != before {
		t.Fatalf("the key changed (%v)", err)
	}
}

func TestTwoUrnsAtOnceShareOneKeeper(t *testing.T) {
	dir := privateDir(t)
	var wg sync.WaitGroup
	keys, errs := make([]Key, 4), make([]error, 4)
	for i := range keys {
		wg.Go(func() {
			c, err := Start(t.Context(), dir, []string{os.Args[0], "keeper"})
			if err == nil {
				keys[i], err = c.Create("1-1")
			}
			errs[i] = err
		})
	}
	wg.Wait()
	endKeeper(t, At(dir))
	for i := range keys {
		if errs[i] != nil || keys[i] != keys[0] {
			t.Fatalf("start %d: %v, same key: %v", i, errs[i], keys[i] == keys[0])
		}
	}
}

func TestAKilledKeeperHasLostItsKeysAndANewOneStarts(t *testing.T) {
	dir := privateDir(t)
	dead := exec.Command(os.Args[0], "keeper", dir)
	if err := dead.Start(); err != nil {
		t.Fatal(err)
	}
	c := At(dir)
	await(t, func() bool { _, err := c.Create("1-1"); return err == nil })
	_ = dead.Process.Kill()
	_ = dead.Wait()
	again, err := Start(t.Context(), dir, []string{os.Args[0], "keeper"})
	if err != nil {
		t.Fatal(err)
	}
	endKeeper(t, again)
	if _, err := again.Get("1-1"); err != ErrNone {
		t.Fatalf("a key outlived its keeper: %v", err)
	}
}

func TestAKeeperThatCannotStartSaysWhereToLook(t *testing.T) {
	dir := privateDir(t)
	_, err := Start(t.Context(), dir, []string{"/bin/false"})
	if err == nil || !strings.Contains(err.Error(), logName) {
		t.Fatalf("said %v", err)
	}
}

func TestAKeeperThatHoldsAKeyOutlivesSignalsThatAsk(t *testing.T) {
	dir := privateDir(t)
	process := exec.Command(os.Args[0], "keeper", dir)
	said, err := process.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	c := At(dir)
	await(t, func() bool { _, err := c.Create("1-1"); return err == nil })
	lines := bufio.NewScanner(said)
	for _, s := range []os.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		if err := process.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() && !strings.Contains(lines.Text(), "keeper stays") {
		}
		if _, err := c.Get("1-1"); err != nil {
			t.Fatalf("after %v: %v", s, err)
		}
	}
	if err := c.Erase("1-1"); err != nil {
		t.Fatal(err)
	}
	if err := process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
	}
	if err := process.Wait(); err != nil {
		t.Fatalf("without a key: %v", err)
	}
}

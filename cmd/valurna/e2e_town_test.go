//go:build e2e

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program builds the program as it is delivered, once for all tests. It lies
// beside the copy that the scripts use, which goes when the tests end.
func program(t *testing.T) string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var build = sync.OnceValues(func() (string, error) {
	beside, err := exec.LookPath("valurna")
	if err != nil {
		return "", err
	}
	path := filepath.Join(filepath.Dir(filepath.Dir(beside)), "built", "valurna")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", errors.Join(err, errors.New(string(out)))
	}
	return path, nil
})

// plainEnv is the environment of somebody who has set up nothing.
func plainEnv(home string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8", "TERM=xterm-256color", "NO_COLOR=1"}
}

// output collects what a process prints; it may be read meanwhile.
type output struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all.String()
}

// child is a process that a test has started.
type child struct {
	cmd  *exec.Cmd
	out  *output
	done chan struct{}
}

// start starts the program; the test ends it if it still runs then.
func start(t *testing.T, args ...string) *child {
	t.Helper()
	return startProgram(t, program(t), args...)
}

// startProgram is start for another build of the program.
func startProgram(t *testing.T, path string, args ...string) *child {
	t.Helper()
	c := &child{cmd: exec.Command(path, args...), out: new(output), done: make(chan struct{})}
	c.cmd.Env = plainEnv(t.TempDir())
	c.cmd.Stdout, c.cmd.Stderr = c.out, c.out
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = c.cmd.Wait() // the status is read from ProcessState
		close(c.done)
	}()
	t.Cleanup(func() {
		if c.end(syscall.SIGTERM, 20*time.Second) {
			return
		}
		t.Errorf("valurna %s did not end on SIGTERM", strings.Join(args, " "))
		c.end(syscall.SIGKILL, 20*time.Second)
	})
	return c
}

// end sends a signal and says whether the process has ended in time.
func (c *child) end(sig syscall.Signal, within time.Duration) bool {
	// It may have ended already.
	_ = c.cmd.Process.Signal(sig)
	select {
	case <-c.done:
		return true
	case <-time.After(within):
		return false
	}
}

// kill ends the process as a power cut would.
func (c *child) kill(t *testing.T) {
	t.Helper()
	if !c.end(syscall.SIGKILL, 20*time.Second) {
		t.Fatal("a killed process did not end")
	}
}

// says waits until the process has printed a text.
func (c *child) says(t *testing.T, text string) {
	t.Helper()
	eventually(t, "the program prints "+text, func() bool {
		select {
		case <-c.done:
			if !strings.Contains(c.out.String(), text) {
				t.Fatalf("the program has ended (%v) without printing %q:\n%s", c.cmd.ProcessState, text, c.out)
			}
		default:
		}
		return strings.Contains(c.out.String(), text)
	})
}

// eventually waits until ok holds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("this never came true: %s", what)
}

// meeting is a running rehearsal and the way to it by stock ssh.
type meeting struct {
	*terminals
	dir string
}

// joinDemo starts "valurna demo" and waits for its instructions.
func joinDemo(t *testing.T) (*meeting, *child) {
	t.Helper()
	tool(t, "ssh")
	m := &meeting{newTerminals(t), t.TempDir()}
	logsOf(t, m.dir)
	demo := start(t, "demo", "--dir", m.dir, "--members", "7", "--remote", "2")
	demo.says(t, "Ctrl-C ends everything.")
	return m, demo
}

// logsOf shows what the parts have logged when a test has failed.
func logsOf(t *testing.T, dir string) {
	t.Cleanup(func() {
		if !t.Failed() {
			return
		}
		logs, err := filepath.Glob(filepath.Join(dir, "log", "*.log"))
		if err != nil {
			t.Error(err)
		}
		for _, log := range logs {
			data, err := os.ReadFile(log)
			lines := strings.Split(strings.TrimSpace(string(data)), "\n")
			t.Logf("%s (%v) ends:\n%s", filepath.Base(log), err, strings.Join(lines[max(0, len(lines)-8):], "\n"))
		}
	})
}

// ssh opens a window of 80x24 with ssh to one of the demo's hosts.
func (m *meeting) ssh(args ...string) *screen {
	m.t.Helper()
	return m.open(80, 24, "ssh", append([]string{"-F", filepath.Join(m.dir, "ssh_config")}, args...)...)
}

// ran is what became of a command.
type ran struct {
	out, errs string
	code      int
}

// command runs ssh with the demo's configuration and without a terminal.
func (m *meeting) command(args ...string) ran {
	m.t.Helper()
	return runTool(m.t, "ssh", append([]string{"-F", filepath.Join(m.dir, "ssh_config"), "-o", "BatchMode=yes"}, args...)...)
}

// mustCommand is command for what has to succeed.
func (m *meeting) mustCommand(args ...string) string {
	m.t.Helper()
	r := m.command(args...)
	if r.code != 0 {
		m.t.Fatalf("ssh %q: status %d\n%s%s", args, r.code, r.out, r.errs)
	}
	return r.out
}

func runTool(t *testing.T, name string, args ...string) ran {
	t.Helper()
	return runIn(t, tool(t, name), args...)
}

// valurna runs one command of the program to its end.
func valurna(t *testing.T, args ...string) ran { t.Helper(); return runIn(t, program(t), args...) }

func runIn(t *testing.T, path string, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = plainEnv(t.TempDir())
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	// A child that keeps the pipes must not keep the test.
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("%s %q: %v\n%s%s", filepath.Base(path), args, errors.Join(err, ctx.Err()), &out, &errs)
	}
	return ran{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// processesOf lists the command lines of the program that name a directory.
func processesOf(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil || len(files) == 0 {
		t.Fatalf("processes cannot be listed on this machine: %v", err)
	}
	var out []string
	for _, f := range files {
		// A process may end while it is looked at.
		if line, err := os.ReadFile(f); err == nil && bytes.HasPrefix(line, []byte(program(t)+"\x00")) && bytes.Contains(line, []byte(dir)) {
			out = append(out, string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return out
}

var codeLine = regexp.MustCompile(`\b[0-9A-Z]{4}(-[0-9A-Z]{4}){7}\b`)

// candidateOn reads who stands at a place of the ballot on the booth's screen: the
// trustees have drawn the order by lot.
func candidateOn(t *testing.T, text string, place int) string {
	t.Helper()
	found := regexp.MustCompile(fmt.Sprintf(`[(\[][ X][)\]] %d +(\S+ \S+)`, place)).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("nobody stands at place %d on the screen:\n%s", place, text)
	}
	return found[1]
}

// codeOn reads the ballot code from the booth's screen.
func codeOn(t *testing.T, text string) string {
	t.Helper()
	code := codeLine.FindString(text)
	if code == "" {
		t.Fatalf("there is no ballot code on the screen:\n%s", text)
	}
	return code
}

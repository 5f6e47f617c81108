package urn

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"valurna/server/keeper"
)

// The test binary also plays the processes that are killed: "urn keeper DIR" is
// a keeper; "casting DIR" stores ballots and says which until it is killed;
// "sealing DIR" stops, seals and forgets, saying so after each step;
// "serving DIR" is a whole urn.
func TestMain(m *testing.M) {
	// As the program does it: the libraries' log is as quiet as the urn's.
	slog.SetDefault(slog.New(Quiet(slog.NewTextHandler(os.Stderr, nil))))
	if len(os.Args) > 2 {
		dir := os.Args[len(os.Args)-1]
		switch os.Args[1] {
		case "urn":
			if err := keeper.Serve(context.Background(), dir); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		case "casting":
			childCasts(dir)
		case "sealing":
			childSeals(dir)
		case "serving":
			childServes(dir)
		}
	}
	os.Exit(m.Run())
}

func childBox(dir string) (*box, *secrets) {
	b, err := openBox(filepath.Join(dir, "urn.db"), rand.Reader)
	if err == nil {
		var s *secrets
		if s, err = derive(keeper.Key{1, 2, 3}, "1-1"); err == nil {
			if _, err = b.begin(context.Background(), "1-1", testContext, s.check, testSize); err == nil {
				return b, s
			}
		}
	}
	fmt.Println("failed:", err)
	os.Exit(1)
	return nil, nil
}

func childCasts(dir string) {
	b, s := childBox(dir)
	for i := 0; ; i++ {
		key, encoding := vote(fmt.Sprint(i), "yes")
		if err := b.accept(context.Background(), s, "1-1", testSize, [][]byte{key}, encoding); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		fmt.Println(i)
	}
}

func childSeals(dir string) {
	ctx := context.Background()
	b, s := childBox(dir)
	_, err := b.stop(ctx, "1-1")
	fmt.Println("stopped", err)
	_, err = b.seal(ctx, s, "1-1")
	fmt.Println("sealed", err)
	fmt.Println("forgotten", b.forget(ctx, "1-1"))
	select {}
}

// killAfter runs a child, kills it once it has printed a number of lines, and
// returns all that it printed.
func killAfter(t *testing.T, lines int, args ...string) []string {
	t.Helper()
	child := exec.Command(os.Args[0], args...)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	var said []string
	for in := bufio.NewScanner(out); in.Scan(); {
		said = append(said, in.Text())
		if len(said) == lines {
			must(t, child.Process.Kill())
		}
	}
	_ = child.Wait()
	if len(said) < lines || strings.Contains(strings.Join(said, " "), "failed") {
		t.Fatalf("the child said %q", said)
	}
	return said
}

func TestAKilledUrnHasEveryBallotThatItAccepted(t *testing.T) {
	for _, after := range []int{1, 2, 7, 40} {
		dir := t.TempDir()
		said := killAfter(t, after, "casting", dir)
		b, s := begun(t, dir)
		for _, who := range said {
			key, _ := vote(who, "yes")
			in, err := b.has(t.Context(), s, "1-1", key)
			if err != nil || !in {
				t.Fatalf("ballot %s of %d was accepted and is lost (%v)", who, len(said), err)
			}
		}
		n, err := b.stop(t.Context(), "1-1")
		// One more may have been stored without being said.
		if err != nil || n < len(said) || n > len(said)+1 {
			t.Fatalf("%d stored, %d accepted, %v", n, len(said), err)
		}
		r, err := b.seal(t.Context(), s, "1-1")
		if err != nil || r.count != n {
			t.Fatalf("sealed %d of %d, %v", r.count, n, err)
		}
	}
}

func TestASealThatIsKilledAnywhereIsFinishedByTheNextRun(t *testing.T) {
	for lines := 1; lines <= 3; lines++ {
		dir := t.TempDir()
		said := killAfter(t, 20, "casting", dir)
		b, s := begun(t, dir)
		n, err := b.stop(t.Context(), "1-1")
		must(t, err)
		must(t, b.close())
		steps := killAfter(t, lines, "sealing", dir)
		for _, step := range steps {
			if !strings.HasSuffix(step, "<nil>") {
				t.Fatalf("after %d casts: %s", len(said), step)
			}
		}
		b = reopen(t, dir)
		r, err := b.seal(t.Context(), s, "1-1")
		if err != nil || r.count != n {
			t.Fatalf("killed after %q: sealed %d of %d, %v", steps, r.count, n, err)
		}
		must(t, b.forget(t.Context(), "1-1"))
		list, err := b.list(t.Context(), "1-1")
		if err != nil || len(list) != n {
			t.Fatalf("killed after %q: %d of %d in the list, %v", steps, len(list), n, err)
		}
	}
}

package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"valurna": main})
}

func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("there are no scripts: %v", err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		// fang asks the environment about colours; scripts see none.
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			env.Setenv("TERM", "dumb")
			return nil
		},
	})
}

func TestAChosenExitCodeIsTheStatusAndPrintsNothing(t *testing.T) {
	for _, want := range []int{0, 1, 3} {
		root := rootCommand()
		root.AddCommand(&cobra.Command{Use: "leave", RunE: func(*cobra.Command, []string) error {
			if want == 0 {
				return nil
			}
			return fmt.Errorf("wrapped: %w", exitCode(want))
		}})
		var errs bytes.Buffer
		root.SetErr(&errs)
		root.SetArgs([]string{"leave"})
		if got := run(t.Context(), root); got != want || errs.Len() > 0 {
			t.Errorf("status %d instead of %d, printed %q", got, want, errs.String())
		}
	}
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestVerifyTellsAMistakenCallFromAFailedCheck(t *testing.T) {
	file := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(file, []byte("not a bundle\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args      []string
		out, errs string
	}{
		{[]string{"verify", file}, "UNREADABLE", ""},
		{[]string{"verify", file, "--json", "--manifest", "nothing"}, `"verdict": "unreadable"`, ""},
		{[]string{"verify", file + ".gone"}, "cannot be opened", ""},
		{[]string{"verify"}, "", "nothing was verified"},
		{[]string{"verify", "--meeting", file, filepath.Dir(file)}, "UNREADABLE", ""},
		{[]string{"verify", "--meeting", file}, "", "nothing was verified"},
		{[]string{"verify", "--meeting", file, file + ".gone"}, "", "nothing was verified"},
		{[]string{"verify", "--meeting", file + ".gone", filepath.Dir(file)}, "", "nothing was verified"},
		{[]string{"verify", "--meeting", file, filepath.Dir(file), "--code", "AAAA-AAAA"}, "", "nothing was verified"},
		{[]string{"verify", file, "--manifesto"}, "", "nothing was verified"},
	} {
		root := rootCommand()
		var out, errs bytes.Buffer
		root.SetArgs(c.args)
		root.SetOut(&out)
		root.SetErr(&errs)
		if got := run(t.Context(), root); got != 2 {
			t.Errorf("%v: exit %d instead of 2", c.args, got)
		}
		if !strings.Contains(out.String(), c.out) || !strings.Contains(errs.String(), c.errs) || (c.out == "") != (out.Len() == 0) {
			t.Errorf("%v: printed %q, %q", c.args, out.String(), errs.String())
		}
	}
}

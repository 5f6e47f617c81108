package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The test's own binary stands in for the program.
func TestMain(m *testing.M) {
	if os.Getenv("VALURNA_VERIFY_MAIN") == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

func run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "VALURNA_VERIFY_MAIN=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func TestWhatIsNoBundleIsUnreadable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bundle")
	if err := os.WriteFile(file, []byte("not a bundle\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{file}, {file, "--json"}, {"--json", file, "--manifest", "no such words"}, {file + ".gone"}, {t.TempDir()}} {
		code, out, _ := run(t, args...)
		if code != 2 || !strings.Contains(strings.ToLower(out), "unreadable") {
			t.Errorf("%v: exit %d\n%s", args, code, out)
		}
	}
}

func TestAMistakenCallVerifiesNothingAndSaysSo(t *testing.T) {
	for _, args := range [][]string{{}, {"a", "b"}, {"a", "--manifest"}, {"a", "--nosuchflag"}} {
		code, out, errs := run(t, args...)
		if code != 2 || out != "" || !strings.Contains(errs, "nothing was verified") {
			t.Errorf("%v: exit %d, %q, %q", args, code, out, errs)
		}
	}
	if code, out, _ := run(t, "--help"); code != 0 || !strings.Contains(out, "--manifest FILE|WORDS") {
		t.Errorf("help: exit %d, %q", code, out)
	}
}

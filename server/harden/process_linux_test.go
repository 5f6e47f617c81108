package harden

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestMain is also the hardened process: it prints what the system says of it.
func TestMain(m *testing.M) {
	if os.Getenv("HARDENED") == "" {
		os.Exit(m.Run())
	}
	Process()
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	limits, failed := os.ReadFile("/proc/self/limits")
	status, also := os.ReadFile("/proc/self/status")
	if err != nil || failed != nil || also != nil || dumpable != 0 {
		os.Exit(1)
	}
	_, _ = os.Stdout.Write(append(limits, status...))
	os.Exit(0)
}

func TestAHardenedProcessLeavesNoCoreAndItsMemoryIsLockedWhereThatIsAllowed(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "HARDENED=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !regexp.MustCompile(`Max core file size +0 +0 `).Match(out) {
		t.Errorf("core dumps are allowed:\n%s", out)
	}
	unlimited := regexp.MustCompile(`Max locked memory +unlimited`).Match(out)
	locked := !strings.Contains(string(out), "VmLck:\t       0 kB")
	if unlimited != locked {
		t.Errorf("memory may be locked without limit: %v; it is locked: %v\n%s", unlimited, locked, out)
	}
}

//go:build unix

package demo

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps Ctrl-C at the demo's terminal from reaching its parts: the demo
// ends them in order.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

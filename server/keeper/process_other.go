//go:build !unix

package keeper

import (
	"errors"
	"os"
	"os/exec"
)

// errSystem refuses systems on which a keeper could not be told from another
// user's, nor outlive the urn.
var errSystem = errors.New("keeper: this system has no Unix processes; nothing was started, run the urn on one that has")

func detach(*exec.Cmd) error                 { return errSystem }
func lockFile(string) (*os.File, error)      { return nil, errSystem }
func lockedMemory(int) ([]byte, bool, error) { return nil, false, errSystem }

//go:build !windows && (!unix || solaris || aix)

package party

import (
	"errors"
	"os"
)

// lockFile refuses: without a lock, two processes could sign different things.
func lockFile(*os.File) error {
	return errors.New("this operating system has no file lock that we know")
}

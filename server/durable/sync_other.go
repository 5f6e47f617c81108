//go:build !unix

package durable

// syncDir: other systems have no way to flush a folder; their rename is in the
// file system's own journal.
func syncDir(string) error { return nil }

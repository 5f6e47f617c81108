//go:build race

package sshd

// raced says that the race detector makes everything several times slower.
const raced = true

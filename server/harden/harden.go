// Package harden keeps a process that holds keys from giving them away by accident: no
// core dump, no reading by other processes of the same user, and where the system
// allows it no page of its memory in swap.
package harden

// Process hardens this process, as far as the system lets it; package doctor says
// beforehand how far that is. Root still reads its memory.
func Process() { process() }

//go:build !unix

package harden

func process() {}

//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/manifest"
)

// What poppler reads in a PDF is what the text says, and stock OpenSSH understands
// the block that is pasted.
func TestE2EInvitation(t *testing.T) {
	t.Parallel()
	pdftotext := tool(t, "pdftotext")
	dir, m := town(t)
	if code, said := invited(t, dir); code != 0 {
		t.Fatalf("status %d: %s", code, said)
	}
	hash, err := m.Hash()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "invitations", "seat-002.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r := runIn(t, pdftotext, filepath.Join(dir, "invitations", "seat-002.pdf"), "-")
	if r.code != 0 {
		t.Fatalf("pdftotext: %s%s", r.out, r.errs)
	}
	desk, booth := hostKeys(t, dir)
	for _, want := range append(strings.Split(manifest.Words(hash), "-"), desk.print, booth.print, desk.key, booth.key, "ÖVNING", "måndag", "valbås") {
		if !strings.Contains(r.out, want) || !strings.Contains(string(text), want) && want != "måndag" {
			t.Errorf("%q is missing in\n%s", want, r.out)
		}
	}

	_, block, _ := strings.Cut(string(text), "\nHost valurna-desk\n")
	block, _, _ = strings.Cut("Host valurna-desk\n"+block, "\n\n")
	config := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(config, []byte(block+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := runTool(t, "ssh", "-F", config, "-G", "valurna-booth")
	for _, want := range []string{"user ballot", "hostname " + booth.host, "port " + booth.port, "proxyjump valurna-desk",
		"pubkeyauthentication false", "identityagent none", "forwardagent no", "stricthostkeychecking true", "/.ssh/valurna_hosts"} {
		if !strings.Contains(got.out, want+"\n") {
			t.Errorf("%q is not what ssh reads:\n%s%s", want, got.out, got.errs)
		}
	}
}

package urn

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// image reads every byte that the store has on disk.
func image(t testing.TB, dir string) string {
	t.Helper()
	var all strings.Builder
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != dir {
			return nil // the self-check's store comes and goes
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(&all, f)
		return err
	}))
	return all.String()
}

func TestTheDiskShowsNoBallotAndNoTokenKeyWhileOpen(t *testing.T) {
	dir := t.TempDir()
	b, s := begun(t, dir)
	var secret []string
	for i := range 30 {
		key, encoding := vote(fmt.Sprint(i), "the choice in clear")
		must(t, b.accept(t.Context(), s, "1-1", testSize, [][]byte{key}, encoding))
		secret = append(secret, string(key), hex.EncodeToString(key), string(encoding[:64]))
	}
	secret = append(secret, "the choice in clear", string(s.index[:]), string(s.box[:]), string(s.hosted[:]))
	if disk := image(t, dir); len(disk) < 30*testSize {
		t.Fatalf("only %d bytes on disk: the search means nothing", len(disk))
	}
	for _, found := range secret {
		if strings.Contains(image(t, dir), found) {
			t.Fatalf("%q stands on disk", found)
		}
	}
}

func TestAllStoredBallotsHaveOneSize(t *testing.T) {
	b, s := begun(t, t.TempDir())
	for i := range 5 {
		must(t, put(t, b, s, fmt.Sprint(i), strings.Repeat("x", i*40)))
	}
	var low, high int
	must(t, b.db.QueryRow(`SELECT min(length(box)), max(length(box)) FROM vote`).Scan(&low, &high))
	if low != high || low != testSize+boxOverhead {
		t.Fatalf("stored ballots have %d to %d bytes", low, high)
	}
}

// Once the key is erased, nothing on disk joins a place in the store, where the
// order of arrival may still be read, to a ballot of the seal: the rows of one
// choice are not told from those of the other by anything but that key.
func TestTheOrderOnDiskSaysNothingWithoutTheKey(t *testing.T) {
	dir := t.TempDir()
	b, s := begun(t, dir)
	var keys [][]byte
	for i := range 10 {
		key, encoding := vote(fmt.Sprint(i), "yes")
		keys = append(keys, key)
		must(t, b.accept(t.Context(), s, "1-1", testSize, [][]byte{key}, encoding))
	}
	log := image(t, dir) // what a copy taken while open would hold
	_, err := b.stop(t.Context(), "1-1")
	must(t, err)
	_, err = b.seal(t.Context(), s, "1-1")
	must(t, err)
	list, err := b.list(t.Context(), "1-1")
	must(t, err)
	rows := make([]string, len(keys))
	for i := range keys {
		if rows[i] = string(s.row(keys[i])); !strings.Contains(log, rows[i]) {
			t.Fatal("a row that was stored is not on disk: the search means nothing")
		}
	}
	must(t, b.forget(t.Context(), "1-1"))
	s.erase()
	for _, encoding := range list {
		if strings.Contains(log, string(encoding[:32])) {
			t.Fatal("the copy holds a token key of the seal")
		}
		if slices.Contains(rows, string(s.row(encoding[:32]))) {
			t.Fatal("a row is found again without the key")
		}
	}
	after := image(t, dir)
	for _, row := range rows {
		if strings.Contains(after, row) {
			t.Fatal("a row is still on disk after it was forgotten")
		}
	}
}

func TestSecretsNeverPrint(t *testing.T) {
	s := testSecrets(t)
	if got := fmt.Sprintf("%v %+v %#v %x %s", s, s, s, s, s); got != strings.TrimSpace(strings.Repeat("[secret] ", 5)) {
		t.Fatalf("printed %q", got)
	}
}

func TestTheStoreFlushesEveryCommit(t *testing.T) {
	b, _ := begun(t, t.TempDir())
	var level int
	must(t, b.db.QueryRowContext(context.Background(), `PRAGMA synchronous`).Scan(&level))
	if level != 2 { // FULL
		t.Fatalf("synchronous is %d", level)
	}
}

//go:build e2e

package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/verify"
	"valurna/server/wire"
)

func (r *crashRun) booth(seat int) string {
	return filepath.Join(r.parts.town.Dir, "booths", fmt.Sprintf("seat-%d", seat))
}

// boothFile is what the checks read of a booth's file.
type boothFile struct {
	Ballot   string             `json:"ballot"`
	Sealed   canon.Hex          `json:"sealed"`
	Receipt  *journal.Statement `json:"receipt"`
	Included bool               `json:"included"`
}

func (r *crashRun) file(seat int) (*boothFile, error) {
	data, err := os.ReadFile(filepath.Join(r.booth(seat), "booth-"+r.id+".json"))
	if err != nil {
		return nil, err
	}
	f := new(boothFile)
	return f, json.Unmarshal(data, f)
}

// receipt waits until the booth that is a process has its receipt on disk. A hosted
// booth leaves none.
func (r *crashRun) receipt(ctx context.Context) error {
	if r.visitor != nil {
		return nil
	}
	return again(ctx, func(context.Context) error {
		f, err := r.file(2)
		if err == nil && f.Receipt == nil {
			err = errors.New("the booth of seat 2 has no receipt")
		}
		return err
	})
}

// settle waits for the last kills and for everything that follows a
// certification: the trustees erase their shares of the key.
func (r *crashRun) settle(ctx context.Context) error {
	within := 15 * time.Second
	if len(r.kills) > 1 {
		within = time.Second // one death may keep the other from coming
	}
	r.left = r.parts.left(within)
	if len(r.left) > 0 && len(r.kills) == 1 {
		return fmt.Errorf("never came to pass: %v", r.left)
	}
	for _, t := range r.parts.town.Signed.Manifest.Trustees {
		pattern := filepath.Join(r.parts.town.Dir, "trustee-"+t.Name, "meeting-*", "trustee.json")
		if err := again(ctx, func(context.Context) error {
			files, err := filepath.Glob(pattern)
			if err != nil || len(files) != 1 {
				return fmt.Errorf("%s: %d files, %w", pattern, len(files), err)
			}
			data, err := os.ReadFile(files[0])
			var memory struct{ Shares []string }
			if err := errors.Join(err, json.Unmarshal(data, &memory)); err != nil {
				return err
			}
			if len(memory.Shares) == 0 || memory.Shares[0] != "" {
				return fmt.Errorf("trustee %s has not erased its share", t.Name)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	if r.visitor != nil {
		return nil
	}
	return again(ctx, func(context.Context) error {
		if f, err := r.file(2); err != nil || !f.Included {
			return fmt.Errorf("the booth of seat 2 has not found its ballot: %w", err)
		}
		return nil
	})
}

// check fetches the bundle as an observer, verifies it against the manifest, and
// looks for every ballot that has a receipt.
func (r *crashRun) check(ctx context.Context) error {
	m := r.parts.town.Signed.Manifest
	var data []byte
	if err := again(ctx, func(ctx context.Context) error {
		c, err := wire.Dial(ctx, m.Registrar.Address, m.Registrar.HostKey, wire.UserObserver)
		if err != nil {
			return err
		}
		defer c.Close()
		data, err = c.Run(ctx, wire.Command(wire.CmdBundle, r.id, "--json"), nil)
		return err
	}); err != nil {
		return err
	}
	b, err := bundle.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	signed, err := r.parts.town.Signed.Encode()
	if err != nil {
		return err
	}
	report := verify.Verify(b, verify.FileAnchor(signed))
	if report.Verdict != verify.Valid {
		return fmt.Errorf("the bundle is %s: %s", report.Verdict, report.Failed())
	}
	if err := r.audit(ctx, b.Sealed); err != nil {
		return err
	}
	var votes []int
	for _, o := range report.Result.Options {
		votes = append(votes, o.Votes)
	}
	if res := report.Result; res.Cast != crashSeats || res.Valid != crashSeats || !slices.Equal(votes, []int{3, 2, 1}) {
		return fmt.Errorf("%d cast, %d valid, options %v: not the votes that were cast", res.Cast, res.Valid, votes)
	}
	return nil
}

// audit counts how often each ballot with a receipt is among the sealed, and the one
// of which the hosted booth has said that it is in.
func (r *crashRun) audit(ctx context.Context, sealed [][]byte) error {
	known := 0
	for _, v := range r.ownSeats() {
		f, err := r.file(v.seat)
		if err != nil {
			return err
		}
		n := 0
		for _, s := range sealed {
			if bytes.Equal(s, f.Sealed) {
				n++
			}
		}
		known += n
		r.note(n, f.Receipt != nil)
	}
	if r.visitor != nil {
		n, err := r.found(ctx, sealed)
		if err != nil {
			return err
		}
		known += n
		r.note(n, r.visitor.in)
	}
	r.twice += len(sealed) - known // a ballot of nobody: a voter's second one
	if r.lost+r.twice > 0 || len(sealed) != crashSeats {
		return fmt.Errorf("%d ballots sealed of %d voters: %d lost, %d counted twice", len(sealed), crashSeats, r.lost, r.twice)
	}
	return nil
}

// note takes down how often one voter's ballot was found.
func (r *crashRun) note(found int, accepted bool) {
	switch {
	case found == 0 && accepted:
		r.lost++
	case found > 1:
		r.twice += found - 1
	}
}

// noKeysLeft looks into the stores that the ended servers leave behind: nothing
// can be issued any more, and no encrypted row has outlived its key.
func noKeysLeft(dir string) error {
	for _, c := range []struct{ store, query, what string }{
		{"registrar/registrar.db", `SELECT count(*) FROM issuing`, "issuing keys"},
		{"urn/urn.db", `SELECT count(*) FROM vote`, "encrypted rows"},
		{"urn/urn.db", `SELECT count(*) FROM ballot WHERE stage <> 4`, "ballots that are not erased"},
	} {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, filepath.FromSlash(c.store)))
		if err != nil {
			return err
		}
		var n int
		err = errors.Join(db.QueryRow(c.query).Scan(&n), db.Close())
		if err != nil {
			return fmt.Errorf("%s: %w", c.store, err)
		}
		if n != 0 {
			return fmt.Errorf("%s holds %d %s after the evening", c.store, n, c.what)
		}
	}
	return nil
}

package urn

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"valurna/server/keeper"
	"valurna/server/store"
	"valurna/server/wire"
)

// oneBallot puts two ballots under one token into a store of its own, made by the same
// code, and then compares how that and the urn's own are built: the urn's own is shown
// no false ballot.
func (a *selfAudit) oneBallot(ctx context.Context) (string, error) {
	// One process has the urn's folder, so what lies here was left by one that was killed.
	dir := filepath.Join(a.u.config.Dir, scratchDir)
	if err := os.RemoveAll(dir); err != nil {
		return wire.SelfUnknown, err
	}
	defer os.RemoveAll(dir)
	return refusesSecond(ctx, filepath.Join(dir, storeFile), schema, a.u.config.Rand, a.u.box)
}

// scratch names the one ballot of a scratch store.
const scratch = "selfcheck"

func refusesSecond(ctx context.Context, path, schema string, rand io.Reader, own *box) (string, error) {
	db, err := store.Open(path, schema)
	if err != nil {
		return wire.SelfUnknown, err
	}
	b := &box{db, rand}
	defer b.close()
	refused, err := b.refusesSecond(ctx)
	if err != nil {
		return wire.SelfUnknown, err
	}
	like, err := b.builtLike(ctx, own)
	switch {
	case err != nil:
		return wire.SelfUnknown, err
	case !refused:
		return wire.SelfNo, errors.New("urn: a store as this urn's takes a second ballot under one token")
	case !like:
		return wire.SelfNo, errors.New("urn: the store that keeps the ballots is not built as this program builds one")
	}
	return wire.SelfYes, nil
}

// refusesSecond casts, in an empty store, a ballot and then another under the same
// token key: by the way every ballot comes, and past all of this program's rules, where
// the store alone refuses.
func (b *box) refusesSecond(ctx context.Context) (bool, error) {
	var key keeper.Key
	defer clear(key[:])
	made := make([]byte, 4*32) // a token key, two ciphertexts, and the definition's hash
	if _, err := io.ReadFull(b.rand, key[:]); err != nil {
		return false, err
	}
	if _, err := io.ReadFull(b.rand, made); err != nil {
		return false, err
	}
	s, err := derive(key, scratch)
	if err != nil {
		return false, err
	}
	defer s.erase()
	token, first, second := made[:32], made[32:64], made[64:96]
	if _, err := b.begin(ctx, scratch, [32]byte(made[96:]), s.check, 64); err != nil {
		return false, err
	}
	if err := b.accept(ctx, s, scratch, 64, [][]byte{token, first}, slices.Concat(token, first)); err != nil {
		return false, fmt.Errorf("urn: the first ballot of the self-check was refused: %w", err)
	}
	err = b.accept(ctx, s, scratch, 64, [][]byte{token, second}, slices.Concat(token, second))
	if err == nil {
		return false, nil
	}
	if !errors.Is(err, errOther) {
		return false, err
	}
	n, err := changed(b.db.ExecContext(ctx, `INSERT INTO vote (ballot, row, box) VALUES (?, ?, zeroblob(?)) ON CONFLICT DO NOTHING`,
		scratch, s.row(token), 64+boxOverhead))
	if err != nil {
		return false, err
	}
	kept, err := b.cast(ctx, scratch)
	return n == 0 && kept == 1, err
}

// builtLike compares the tables that keep ballots and marks, with all that hangs on
// them, word by word.
func (b *box) builtLike(ctx context.Context, other *box) (bool, error) {
	mine, err := built(ctx, b.db)
	if err != nil {
		return false, err
	}
	others, err := built(ctx, other.db)
	return bytes.Equal(mine, others), err
}

func built(ctx context.Context, db *sql.DB) ([]byte, error) {
	var out bytes.Buffer
	err := each(ctx, db, `SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE tbl_name IN ('ballot', 'vote', 'mark') ORDER BY type, name`,
		func(scan func(...any) error) error {
			var kind, name, text string
			err := scan(&kind, &name, &text)
			fmt.Fprintf(&out, "%s %s %q\n", kind, name, text)
			return err
		})
	return out.Bytes(), err
}

package urn

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"

	"valurna/ballot/sealed"
	"valurna/server/crash"
)

// stop ends accepting for good and returns how many ballots are in. It is one
// statement, so a ballot is either counted by it or refused, and so is an audit.
func (b *box) stop(ctx context.Context, ballot string) (int, error) {
	_, err := b.db.ExecContext(ctx, `UPDATE ballot SET stage = ?,
		count = (SELECT count(*) FROM vote WHERE vote.ballot = ballot.ballot),
		audited = (SELECT count(*) FROM audited WHERE audited.ballot = ballot.ballot)
		WHERE ballot = ? AND stage = ?`, stopped, ballot, accepting)
	if err != nil {
		return 0, err
	}
	r, err := b.record(ctx, ballot)
	return r.count, err
}

// seal decrypts what is stored, sorts it and keeps the sorted list and its root.
// Sealing again returns what the first time gave.
func (b *box) seal(ctx context.Context, s *secrets, ballot string) (record, error) {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return record{}, err
	}
	defer tx.Rollback()
	r, err := readRecord(ctx, tx, ballot)
	if err != nil || r.stage > stopped {
		return r, err
	}
	if r.stage != stopped {
		return r, fmt.Errorf("urn: ballot %s is still accepting and was not sealed", ballot)
	}
	list, err := unlockAll(ctx, tx, s, ballot)
	if err != nil {
		return r, err
	}
	if len(list) != r.count {
		return r, fmt.Errorf("%w (%d of %d are there)", errMissing, len(list), r.count)
	}
	opened, err := auditedOf(ctx, tx, ballot)
	if err != nil {
		return r, err
	}
	if len(opened) != r.audited {
		return r, fmt.Errorf("%w (%d of %d audited ones are there)", errMissing, len(opened), r.audited)
	}
	crash.At("urn.seal.unlocked")
	sealed.Sort(list)
	insert, err := tx.PrepareContext(ctx, `INSERT INTO sealed (ballot, hash, encoding) VALUES (?, ?, ?)`)
	if err != nil {
		return r, err
	}
	defer insert.Close()
	for _, encoding := range list {
		hash := sealed.Hash(encoding)
		if _, err := insert.ExecContext(ctx, ballot, hash[:], encoding); err != nil {
			return r, err
		}
	}
	root := sealed.Root(list)
	auditedRoot := sealed.Root(opened)
	if _, err := tx.ExecContext(ctx, `UPDATE ballot SET stage = ?, root = ?, audited_root = ? WHERE ballot = ?`, sealedUp, root[:], auditedRoot[:], ballot); err != nil {
		return r, err
	}
	r.stage, r.root, r.auditedRoot = sealedUp, root[:], auditedRoot[:]
	return r, tx.Commit()
}

func unlockAll(ctx context.Context, tx *sql.Tx, s *secrets, ballot string) ([][]byte, error) {
	rows, err := tx.QueryContext(ctx, `SELECT row, box FROM vote WHERE ballot = ?`, ballot)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list [][]byte
	for rows.Next() {
		var row, locked []byte
		if err := rows.Scan(&row, &locked); err != nil {
			return nil, err
		}
		encoding, err := s.unlock(row, locked)
		if err != nil {
			return nil, err
		}
		list = append(list, encoding)
	}
	return list, rows.Err()
}

// list gives the sealed ballots in their order, and checks them against the root.
func (b *box) list(ctx context.Context, ballot string) ([][]byte, error) {
	r, err := b.record(ctx, ballot)
	if err != nil {
		return nil, err
	}
	if len(r.root) == 0 {
		return nil, fmt.Errorf("urn: ballot %s is not sealed", ballot)
	}
	rows, err := b.db.QueryContext(ctx, `SELECT encoding FROM sealed WHERE ballot = ? ORDER BY hash`, ballot)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := make([][]byte, 0, r.count)
	for rows.Next() {
		var encoding []byte
		if err := rows.Scan(&encoding); err != nil {
			return nil, err
		}
		list = append(list, encoding)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if root := sealed.Root(list); len(list) != r.count || !bytes.Equal(root[:], r.root) {
		return nil, fmt.Errorf("urn: the sealed list of ballot %s on disk is not the one that was sealed; restore the store", ballot)
	}
	return list, nil
}

// isSealed says whether an encoding is among the sealed ballots.
func (b *box) isSealed(ctx context.Context, ballot string, encoding []byte) (bool, error) {
	hash := sealed.Hash(encoding)
	var n int
	err := b.db.QueryRowContext(ctx, `SELECT count(*) FROM sealed WHERE ballot = ? AND hash = ? AND encoding = ?`,
		ballot, hash[:], encoding).Scan(&n)
	return n > 0, err
}

// forget deletes the encrypted rows; the caller has erased their key. What is
// sealed stays. Forgetting a ballot that was never begun changes nothing.
func (b *box) forget(ctx context.Context, ballot string) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, change := range []string{`DELETE FROM vote WHERE ballot = ?`, `DELETE FROM mark WHERE ballot = ?`, `UPDATE ballot SET stage = 4, keycheck = zeroblob(32) WHERE ballot = ?`} {
		if _, err := tx.ExecContext(ctx, change, ballot); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	// The log still holds the rows; without the key they are noise, so a log
	// that cannot be emptied now is no failure.
	_, _ = b.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return nil
}

// never notes a ballot that ended before it was begun here: it has no key and no
// rows, and gets none any more.
func (b *box) never(ctx context.Context, ballot string, hash [32]byte) (record, error) {
	_, err := b.db.ExecContext(ctx, `INSERT INTO ballot (ballot, context, keycheck, size, stage) VALUES (?, ?, zeroblob(32), 0, ?)
		ON CONFLICT DO NOTHING`, ballot, hash[:], erased)
	if err != nil {
		return record{}, err
	}
	return b.record(ctx, ballot)
}

// markPublished notes that the registrar has taken the ballot's bundle.
func (b *box) markPublished(ctx context.Context, ballot string) error {
	_, err := b.db.ExecContext(ctx, `UPDATE ballot SET published = 1 WHERE ballot = ?`, ballot)
	return err
}

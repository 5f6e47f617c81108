package urn

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"valurna/ballot/sealed"
)

// rows gives the keyed hash of each mark.
func (s *secrets) rows(marks [][]byte) [][]byte {
	out := make([][]byte, len(marks))
	for i, m := range marks {
		out[i] = s.row(m)
	}
	return out
}

// amongRows is a condition on the table "mark", with its arguments.
func amongRows(ballot string, rows [][]byte) (string, []any) {
	args := []any{ballot}
	for _, r := range rows {
		args = append(args, r)
	}
	return "ballot = ? AND row IN (?" + strings.Repeat(", ?", len(rows)-1) + ")", args
}

// changed is the number of rows that a statement has changed.
func changed(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// marked says whether something was cast under one of the rows, and whether
// something was audited.
func marked(ctx context.Context, q querier, ballot string, rows [][]byte) (cast, audited bool, err error) {
	among, args := amongRows(ballot, rows)
	err = q.QueryRowContext(ctx, `SELECT coalesce(min(audited) = 0, 0), coalesce(max(audited) = 1, 0) FROM mark WHERE `+among, args...).Scan(&cast, &audited)
	return cast, audited, err
}

func putMarks(ctx context.Context, tx *sql.Tx, ballot string, rows [][]byte, audited int) error {
	for _, row := range rows {
		if _, err := tx.ExecContext(ctx, `INSERT INTO mark (ballot, row, audited) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, ballot, row, audited); err != nil {
			return err
		}
	}
	return nil
}

// audit stores one verified audited ballot, flushed when it returns nil, and from
// then on nothing with one of its marks is accepted. It refuses what has a mark in
// common with anything that was cast, promised or audited before; the same bytes
// again are taken again, also after the close. most bounds the ballot's audits.
func (b *box) audit(ctx context.Context, s *secrets, ballot string, most int, marks [][]byte, opened []byte) error {
	rows, hash := s.rows(marks), sealed.Hash(opened)
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("urn: nothing was opened: %w", err)
	}
	defer tx.Rollback()
	among, args := amongRows(ballot, rows)
	n, err := changed(tx.ExecContext(ctx, `INSERT INTO audited (ballot, hash, opened)
		SELECT ballot, ?, ? FROM ballot WHERE ballot = ? AND stage = ?
		AND (SELECT count(*) FROM audited AS a WHERE a.ballot = ballot.ballot) < ?
		AND NOT EXISTS (SELECT 1 FROM mark WHERE `+among+`)
		ON CONFLICT DO NOTHING`, append([]any{hash[:], opened, ballot, accepting, most}, args...)...))
	if err != nil {
		return fmt.Errorf("urn: nothing was opened: %w", err)
	}
	if n == 0 {
		return notAudited(ctx, tx, ballot, most, rows, hash)
	}
	if err := putMarks(ctx, tx, ballot, rows, 1); err != nil {
		return fmt.Errorf("urn: nothing was opened: %w", err)
	}
	return tx.Commit()
}

// notAudited says why nothing was stored: nil if these very bytes are in.
func notAudited(ctx context.Context, q querier, ballot string, most int, rows [][]byte, hash [32]byte) error {
	var same, all int
	err := q.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE hash = ?), count(*) FROM audited WHERE ballot = ?`, hash[:], ballot).Scan(&same, &all)
	if err != nil || same > 0 {
		return err
	}
	cast, audited, err := marked(ctx, q, ballot, rows)
	switch {
	case err != nil:
		return err
	case cast:
		return errCast
	case audited:
		return errAudited
	}
	r, err := readRecord(ctx, q, ballot)
	switch {
	case errors.Is(err, errUnknown) || err == nil && r.stage != accepting:
		return errClosed
	case err == nil && all >= most:
		return errFull
	}
	return errors.Join(err, errClosed)
}

// promise gives a token key over to casting, before its token is asked for: from
// then on no ballot under it can be audited, so that no token is lost on one. It
// refuses with errAudited what was audited before.
func (b *box) promise(ctx context.Context, s *secrets, ballot string, tokenKey []byte) error {
	row := s.row(tokenKey)
	n, err := changed(b.db.ExecContext(ctx, `INSERT INTO mark (ballot, row, audited)
		SELECT ballot, ?, 0 FROM ballot WHERE ballot = ? AND stage = ? ON CONFLICT DO NOTHING`, row, ballot, accepting))
	if err != nil || n == 1 {
		return err
	}
	cast, audited, err := marked(ctx, b.db, ballot, [][]byte{row})
	switch {
	case err != nil:
		return err
	case audited:
		return errAudited
	case cast:
		return nil
	}
	return errClosed
}

// isAudited says whether something was audited under the token key.
func (b *box) isAudited(ctx context.Context, s *secrets, ballot string, tokenKey []byte) (bool, error) {
	_, audited, err := marked(ctx, b.db, ballot, [][]byte{s.row(tokenKey)})
	return audited, err
}

// isOpened says whether an encoding is among the audited ballots.
func (b *box) isOpened(ctx context.Context, ballot string, opened []byte) (bool, error) {
	hash := sealed.Hash(opened)
	var n int
	err := b.db.QueryRowContext(ctx, `SELECT count(*) FROM audited WHERE ballot = ? AND hash = ? AND opened = ?`, ballot, hash[:], opened).Scan(&n)
	return n > 0, err
}

// audited gives the audited ballots in their order.
func (b *box) audited(ctx context.Context, ballot string) ([][]byte, error) {
	return auditedOf(ctx, b.db, ballot)
}

// rowsQuerier is a database or one of its transactions.
type rowsQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func auditedOf(ctx context.Context, q rowsQuerier, ballot string) ([][]byte, error) {
	rows, err := q.QueryContext(ctx, `SELECT opened FROM audited WHERE ballot = ? ORDER BY hash`, ballot)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list [][]byte
	for rows.Next() {
		var opened []byte
		if err := rows.Scan(&opened); err != nil {
			return nil, err
		}
		list = append(list, opened)
	}
	return list, rows.Err()
}

package urn

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"valurna/server/store"
)

// schema of the ballot box. No table has a rowid and no row a time or number, so
// that neither a row's id nor its place tells when it came. "vote" is ordered by
// a keyed hash, and its values are encrypted to one size; "sealed" is ordered as
// the public seal is, and so is "audited", which is public from the first moment.
// "mark" says of which token keys and ciphertexts something was cast or audited: a
// keyed hash of each. What the write-ahead log still shows, that some row came
// after another, joins nothing once the key of the hash is erased.
const schema = `
CREATE TABLE ballot (
	ballot   TEXT PRIMARY KEY,
	context  BLOB NOT NULL CHECK (length(context) = 32),
	keycheck BLOB NOT NULL CHECK (length(keycheck) = 32),
	size     INTEGER NOT NULL,
	stage    INTEGER NOT NULL CHECK (stage BETWEEN 1 AND 4),
	count    INTEGER NOT NULL DEFAULT 0,
	root     BLOB NOT NULL DEFAULT x'',
	audited      INTEGER NOT NULL DEFAULT 0,
	audited_root BLOB NOT NULL DEFAULT x'',
	published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE vote (
	ballot TEXT NOT NULL REFERENCES ballot,
	row    BLOB NOT NULL CHECK (length(row) = 32),
	box    BLOB NOT NULL,
	PRIMARY KEY (ballot, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE mark (
	ballot TEXT NOT NULL REFERENCES ballot,
	row    BLOB NOT NULL CHECK (length(row) = 32),
	audited INTEGER NOT NULL CHECK (audited IN (0, 1)),
	PRIMARY KEY (ballot, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE audited (
	ballot TEXT NOT NULL REFERENCES ballot,
	hash   BLOB NOT NULL CHECK (length(hash) = 32),
	opened BLOB NOT NULL,
	PRIMARY KEY (ballot, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE sealed (
	ballot   TEXT NOT NULL REFERENCES ballot,
	hash     BLOB NOT NULL CHECK (length(hash) = 32),
	encoding BLOB NOT NULL,
	PRIMARY KEY (ballot, hash)
) STRICT, WITHOUT ROWID;
`

// stage of a ballot in the store. Stages only go forward.
type stage int

const (
	accepting stage = iota + 1
	stopped         // nothing is accepted any more; count is final
	sealedUp        // the sorted ballots and their root stand in the store
	erased          // the encrypted rows are gone, and so is their key
)

var (
	errClosed     = errors.New("urn: this ballot is accepted no more; nothing was stored")
	errOther      = errors.New("urn: another ballot came under this token before; this one was not stored")
	errAudited    = errors.New("urn: this encryption, or one under its token key, was opened as a test; it was not stored and can never be cast")
	errCast       = errors.New("urn: this encryption, or one under its token key, was cast or is about to be; it was not opened")
	errFull       = errors.New("urn: as many ballots were audited as this urn takes; nothing was opened")
	errSize       = errors.New("urn: a ballot of another length; it was not stored")
	errUnknown    = errors.New("urn: the store does not know this ballot; nothing was done")
	errContext    = errors.New("urn: the store knows another ballot under this name: the journal was shown in two versions, or the store belongs to another meeting; nothing was done")
	errUnreadable = errors.New("urn: a stored ballot cannot be read with the key at hand; it was left as it is")
	errMissing    = errors.New("urn: stored ballots have disappeared from the disk since the urn stopped; nothing was sealed, the ballot must be void")
	errOtherSeal  = errors.New("urn: the journal holds a seal that this store has not made: the store was set back or exchanged; nothing was erased, restore the right one")
	errKeyLost    = errors.New("urn: the keeper has ended and the key of this ballot with it: what is stored cannot be read by anyone, the ballot must be void")
)

// record is what the store knows about a ballot as a whole.
type record struct {
	context   [32]byte
	keycheck  [32]byte
	size      int
	stage     stage
	count     int
	root      []byte
	published bool

	audited     int
	auditedRoot []byte
}

// box is the ballot box on disk. One process at a time has it open.
type box struct {
	db   *sql.DB
	rand io.Reader
}

func openBox(path string, rand io.Reader) (*box, error) {
	db, err := store.Open(path, schema)
	if err != nil {
		return nil, err
	}
	return &box{db, rand}, nil
}

func (b *box) close() error { return b.db.Close() }

// record returns errUnknown for a ballot that was never begun.
func (b *box) record(ctx context.Context, ballot string) (record, error) {
	return readRecord(ctx, b.db, ballot)
}

// querier is a database or one of its transactions.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readRecord(ctx context.Context, q querier, ballot string) (record, error) {
	var r record
	var hash, keycheck []byte
	err := q.QueryRowContext(ctx, `SELECT context, keycheck, size, stage, count, root, published, audited, audited_root FROM ballot WHERE ballot = ?`, ballot).
		Scan(&hash, &keycheck, &r.size, &r.stage, &r.count, &r.root, &r.published, &r.audited, &r.auditedRoot)
	if errors.Is(err, sql.ErrNoRows) {
		return r, errUnknown
	}
	if err != nil {
		return r, err
	}
	copy(r.context[:], hash)
	copy(r.keycheck[:], keycheck)
	return r, nil
}

// begin makes the box of a ballot whose sealed ballots have size bytes. Beginning
// again changes nothing; with another context it is errContext.
func (b *box) begin(ctx context.Context, ballot string, hash, keycheck [32]byte, size int) (record, error) {
	_, err := b.db.ExecContext(ctx, `INSERT INTO ballot (ballot, context, keycheck, size, stage) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, ballot, hash[:], keycheck[:], size, accepting)
	if err != nil {
		return record{}, err
	}
	r, err := b.record(ctx, ballot)
	if err == nil && r.context != hash {
		err = errContext
	}
	return r, err
}

// accept stores one verified ballot under its token key, the first of its marks
// (sealed.Ballot.Marks), flushed when it returns nil. The same encoding again is
// accepted again, also after the close. Whether a ballot is the token's first, in
// time, and none that was audited, is decided by the row count of one statement; its
// marks are written with it.
func (b *box) accept(ctx context.Context, s *secrets, ballot string, size int, marks [][]byte, encoding []byte) error {
	if len(encoding) != size {
		return errSize
	}
	rows := s.rows(marks)
	locked, err := s.lock(rows[0], encoding, b.rand)
	if err != nil {
		return err
	}
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("urn: the ballot was not stored: %w", err)
	}
	defer tx.Rollback()
	among, args := amongRows(ballot, rows)
	n, err := changed(tx.ExecContext(ctx, `INSERT INTO vote (ballot, row, box)
		SELECT ballot, ?, ? FROM ballot WHERE ballot = ? AND stage = ? AND size = ?
		AND NOT EXISTS (SELECT 1 FROM mark WHERE audited = 1 AND `+among+`)
		ON CONFLICT DO NOTHING`, append([]any{rows[0], locked, ballot, accepting, size}, args...)...))
	if err != nil {
		return fmt.Errorf("urn: the ballot was not stored: %w", err)
	}
	if n == 0 {
		return again(ctx, tx, s, ballot, rows, encoding)
	}
	if err := putMarks(ctx, tx, ballot, rows, 0); err != nil {
		return fmt.Errorf("urn: the ballot was not stored: %w", err)
	}
	return tx.Commit()
}

// again says why a ballot was not stored: nil if these very bytes are in.
func again(ctx context.Context, q querier, s *secrets, ballot string, rows [][]byte, encoding []byte) error {
	var locked []byte
	row := rows[0]
	err := q.QueryRowContext(ctx, `SELECT box FROM vote WHERE ballot = ? AND row = ?`, ballot, row).Scan(&locked)
	if errors.Is(err, sql.ErrNoRows) {
		if _, audited, err := marked(ctx, q, ballot, rows); err != nil || audited {
			return errors.Join(err, errAudited)
		}
		return errClosed
	}
	if err != nil {
		return err
	}
	first, err := s.unlock(row, locked)
	if err != nil {
		return err
	}
	if !bytes.Equal(first, encoding) {
		return errOther
	}
	return nil
}

// has says whether a ballot is in under the token key.
func (b *box) has(ctx context.Context, s *secrets, ballot string, tokenKey []byte) (bool, error) {
	var n int
	err := b.db.QueryRowContext(ctx, `SELECT count(*) FROM vote WHERE ballot = ? AND row = ?`, ballot, s.row(tokenKey)).Scan(&n)
	return n > 0, err
}

// cast counts the ballots that are in.
func (b *box) cast(ctx context.Context, ballot string) (int, error) {
	var n int
	err := b.db.QueryRowContext(ctx, `SELECT count(*) FROM vote WHERE ballot = ?`, ballot).Scan(&n)
	return n, err
}

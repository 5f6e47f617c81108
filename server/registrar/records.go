package registrar

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/store"
)

// schema of the registrar's store. There is no ballot in it but those that were
// opened as tests, no choice and no token. A token's row keeps a hash of the request, so that it can be repeated, and
// the member's signature, which covers that hash, for the auditor's annex. Of a
// card's code there is a hash.
const schema = `
CREATE TABLE entry   (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL);
CREATE TABLE opening (commitment BLOB PRIMARY KEY, salt BLOB NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE secret  (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE issuing (ballot TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE token   (ballot TEXT, seat INTEGER, request BLOB, signature BLOB, PRIMARY KEY (ballot, seat)) WITHOUT ROWID;
CREATE TABLE sealed  (ballot TEXT PRIMARY KEY, note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE trial   (person INTEGER PRIMARY KEY, outcome TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE audited (ballot TEXT, hash BLOB, code BLOB NOT NULL, opened BLOB NOT NULL, PRIMARY KEY (ballot, hash)) WITHOUT ROWID;
CREATE TABLE chosen  (person INTEGER PRIMARY KEY, ballot TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE card    (hash BLOB PRIMARY KEY, person INTEGER NOT NULL, purpose TEXT NOT NULL, ballot TEXT NOT NULL, state TEXT NOT NULL) WITHOUT ROWID;
`

type records struct{ db *sql.DB }

func openRecords(dir string) (*records, error) {
	db, err := store.Open(filepath.Join(dir, "registrar.db"), schema)
	if err != nil {
		return nil, err
	}
	return &records{db}, nil
}

func (s *records) Close() error { return s.db.Close() }

// tx runs f in one transaction, flushed when it returns nil.
func (s *records) tx(f func(*sql.Tx) error) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// append enters leaves together with the openings of commitments in them, and does
// with in the same write.
func (s *records) append(first int64, leaves [][]byte, openings []journal.Opening, with ...func(*sql.Tx) error) error {
	return s.tx(func(tx *sql.Tx) error {
		for i, leaf := range leaves {
			if _, err := tx.Exec(`INSERT INTO entry (seq, leaf) VALUES (?, ?)`, first+int64(i), leaf); err != nil {
				return err
			}
		}
		for _, f := range with {
			if err := f(tx); err != nil {
				return err
			}
		}
		return addOpenings(tx, openings)
	})
}

// leaves reads the whole journal in order.
func (s *records) leaves() ([][]byte, error) {
	rows, err := s.db.Query(`SELECT seq, leaf FROM entry ORDER BY seq`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out [][]byte
	for rows.Next() {
		var seq int64
		var leaf []byte
		if err := rows.Scan(&seq, &leaf); err != nil {
			return nil, err
		}
		if seq != int64(len(out)) {
			return nil, fmt.Errorf("the journal has no entry %d: the store was changed from outside; restore it from a backup", len(out))
		}
		out = append(out, leaf)
	}
	return out, rows.Err()
}

func addOpenings(tx *sql.Tx, os []journal.Opening) error {
	for _, o := range os {
		if _, err := tx.Exec(`INSERT INTO opening (commitment, salt, value) VALUES (?, ?, ?)`, []byte(o.Commit), []byte(o.Salt), []byte(o.Value)); err != nil {
			return err
		}
	}
	return nil
}

func (s *records) openings() (map[string]journal.Opening, error) {
	rows, err := s.db.Query(`SELECT commitment, salt, value FROM opening`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]journal.Opening{}
	for rows.Next() {
		var c, salt, value []byte
		if err := rows.Scan(&c, &salt, &value); err != nil {
			return nil, err
		}
		o := journal.Opening{Commit: c, Salt: salt, Value: value}
		if err := o.Check(); err != nil {
			return nil, err
		}
		out[string(c)] = o
	}
	return out, rows.Err()
}

// secretOnce gives the secret of that name, making it the first time.
func (s *records) secretOnce(name string, fresh []byte) ([]byte, error) {
	if _, err := s.db.Exec(`INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, name, fresh); err != nil {
		return nil, err
	}
	var value []byte
	err := s.db.QueryRow(`SELECT value FROM secret WHERE name = ?`, name).Scan(&value)
	return value, err
}

// putIssuing stores a ballot's issuing key before the ballot is defined.
func (s *records) putIssuing(ballot string, key []byte) error {
	_, err := s.db.Exec(`INSERT INTO issuing (ballot, key) VALUES (?, ?) ON CONFLICT (ballot) DO UPDATE SET key = excluded.key`, ballot, key)
	return err
}

func (s *records) issuing(ballot string) ([]byte, error) {
	var key []byte
	err := s.db.QueryRow(`SELECT key FROM issuing WHERE ballot = ?`, ballot).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("the issuing key of ballot %s is not here", ballot)
	}
	return key, err
}

func (s *records) dropIssuing(ballot string) error {
	_, err := s.db.Exec(`DELETE FROM issuing WHERE ballot = ?`, ballot)
	return err
}

// makeTokenRows makes one row a seat, so that issuing only ever fills rows in.
func (s *records) makeTokenRows(ballot string, seats []int) error {
	return s.tx(func(tx *sql.Tx) error {
		for _, seat := range seats {
			if _, err := tx.Exec(`INSERT INTO token (ballot, seat) VALUES (?, ?) ON CONFLICT DO NOTHING`, ballot, seat); err != nil {
				return err
			}
		}
		return nil
	})
}

// takeToken is the one decision about a seat's token: the row count decides. It
// is true for the first request and for the same request again. signature is the
// member's SSHSIG, nil from a hosted booth. A loan card of that person for that
// ballot is used up with it.
func (s *records) takeToken(ballot string, seat, person int, request, signature []byte) (taken bool, err error) {
	err = s.tx(func(tx *sql.Tx) error {
		taken, err = fillToken(tx, ballot, seat, request, signature)
		if err == nil && taken {
			_, err = tx.Exec(`UPDATE card SET state = ? WHERE person = ? AND purpose = ? AND ballot = ? AND state = ?`, cardUsed, person, view.CardLoan, ballot, cardFresh)
		}
		return err
	})
	return taken, err
}

func fillToken(tx *sql.Tx, ballot string, seat int, request, signature []byte) (bool, error) {
	res, err := tx.Exec(`UPDATE token SET request = ?3, signature = coalesce(signature, ?4) WHERE ballot = ?1 AND seat = ?2 AND (request IS NULL OR request = ?3)`, ballot, seat, request, signature)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// holdsToken says whether this request was taken.
func (s *records) holdsToken(ballot string, seat int, request []byte) (bool, error) {
	var n int
	err := s.db.QueryRow(`SELECT count(*) FROM token WHERE ballot = ? AND seat = ? AND request = ?`, ballot, seat, request).Scan(&n)
	return n == 1, err
}

// tokenOut says whether a seat's token is out: one row, since every desk asks.
func (s *records) tokenOut(ballot string, seat int) (bool, error) {
	var n int
	err := s.db.QueryRow(`SELECT count(*) FROM token WHERE ballot = ? AND seat = ? AND request IS NOT NULL`, ballot, seat).Scan(&n)
	return n == 1, err
}

// collected lists the seats whose token is out, in seat order.
func (s *records) collected(ballot string) ([]int, error) {
	rows, err := s.db.Query(`SELECT seat FROM token WHERE ballot = ? AND request IS NOT NULL ORDER BY seat`, ballot)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []int{}
	for rows.Next() {
		var seat int
		if err := rows.Scan(&seat); err != nil {
			return nil, err
		}
		out = append(out, seat)
	}
	return out, rows.Err()
}

func (s *records) choose(person int, ballot string) error {
	_, err := s.db.Exec(`INSERT INTO chosen (person, ballot) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET ballot = excluded.ballot`, person, ballot)
	return err
}

func (s *records) choices() (map[int]string, error) {
	rows, err := s.db.Query(`SELECT person, ballot FROM chosen`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int]string{}
	for rows.Next() {
		var p int
		var b string
		if err := rows.Scan(&p, &b); err != nil {
			return nil, err
		}
		out[p] = b
	}
	return out, rows.Err()
}

// keepSealNote keeps the first cosigned checkpoint over a ballot's seal, from
// which the check window is counted also after a restart.
func (s *records) keepSealNote(ballot, note string) error {
	_, err := s.db.Exec(`INSERT INTO sealed (ballot, note) VALUES (?, ?) ON CONFLICT DO NOTHING`, ballot, note)
	return err
}

// sealNote is that checkpoint; "" before there is one.
func (s *records) sealNote(ballot string) (string, error) {
	var note string
	err := s.db.QueryRow(`SELECT note FROM sealed WHERE ballot = ?`, ballot).Scan(&note)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return note, err
}

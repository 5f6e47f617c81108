package registrar

import (
	"database/sql"
	"errors"
	"fmt"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/crash"
	"valurna/server/wire"
)

// errManyAudited says that the urn hands over more audited ballots than it may take.
var errManyAudited = errors.New("registrar: more audited ballots than an urn takes for so many seats; this one was not kept")

// Opened keeps and publishes a ballot that its booth has opened as a test, which the
// urn hands over; the same one again is taken again. It is nobody's vote, and it is
// checked as everybody can check it.
func (r *Registrar) Opened(o wire.Opened) error {
	r.mu.Lock()
	b := r.state.Ballot(o.Ballot)
	if b == nil || b.Phase < journal.Opened {
		r.mu.Unlock()
		return &view.Problem{Code: "phase", Text: fmt.Sprintf("Ballot %q was not opened yet. Nothing was published.", o.Ballot), Next: "Look at the urn's log."}
	}
	seats := len(b.Definition.Seats)
	terms, err := r.state.Terms(o.Ballot)
	r.mu.Unlock()
	if err != nil {
		return err
	}
	opened, err := sealed.DecodeOpened(terms.Points, o.Opened)
	if err == nil {
		err = opened.Verify(terms)
	}
	if err != nil {
		return &view.Problem{Code: "refused", Text: fmt.Sprintf("The audited ballot does not hold: %v. Nothing was published.", err), Next: "Look at the urn's log."}
	}
	code := opened.Ballot.Code(terms.Context)
	crash.At("registrar.opened.checked")
	err = r.records.putAudited(o.Ballot, o.Opened, code[:], booth.MaxAudited(seats, true))
	crash.At("registrar.opened.stored")
	return err
}

// Audited gives the audited ballots of a ballot, or the one with that whole code.
func (r *Registrar) Audited(ballot, code string) (wire.Audited, error) {
	none := wire.Audited{Ballot: ballot, Opened: []canon.Hex{}}
	if _, _, err := journal.ParseBallotID(ballot); err != nil {
		return none, err
	}
	list, err := r.records.audited(ballot)
	if err != nil {
		return none, err
	}
	var only []byte
	if code != "" {
		c, err := sealed.ParseCode(code)
		if err != nil {
			return none, &view.Problem{Code: "audit-code", Text: "That is not a whole ballot code. Nothing was looked up.", Next: "Type all eight groups, as the booth showed them."}
		}
		only = c[:]
	}
	for _, a := range list {
		if only == nil || string(only) == string(a.code) {
			none.Opened = append(none.Opened, a.opened)
		}
	}
	if only != nil && len(none.Opened) == 0 {
		return none, &view.Problem{Code: "audit-unknown", Text: fmt.Sprintf("No audited ballot of ballot %s with this code is published.", ballot), Next: "If you have just tested the booth, try again in a few seconds; if it does not come, tell the chair."}
	}
	return none, nil
}

func runOpened(r *Registrar, c *call) error {
	o, err := message[wire.Opened](c)
	if err != nil {
		return err
	}
	if err := r.Opened(o); err != nil {
		return err
	}
	return answer(c, wire.Done{OK: true})
}

func runAudited(r *Registrar, c *call) error {
	if len(c.args) < 1 || len(c.args) > 2 {
		return &view.Problem{Code: "usage", Text: "Which ballot's audited ballots?", Next: "Write: audited BALLOT, or audited BALLOT CODE, for instance audited 3-1"}
	}
	code := ""
	if len(c.args) == 2 {
		code = c.args[1]
	}
	list, err := r.Audited(c.args[0], code)
	if err != nil {
		return err
	}
	return answer(c, list)
}

// putAudited keeps one audited ballot, while a ballot has fewer than most.
func (s *records) putAudited(ballot string, opened, code []byte, most int) error {
	return s.tx(func(tx *sql.Tx) error {
		hash := sealed.Hash(opened)
		result, err := tx.Exec(`INSERT INTO audited (ballot, hash, code, opened)
			SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM audited WHERE ballot = ?1 AND hash <> ?2) < ?5
			ON CONFLICT DO NOTHING`, ballot, hash[:], code, opened, most)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err != nil || n == 1 {
			return err
		}
		err = tx.QueryRow(`SELECT count(*) FROM audited WHERE ballot = ? AND hash = ?`, ballot, hash[:]).Scan(&n)
		if err == nil && n == 0 {
			err = errManyAudited
		}
		return err
	})
}

// audit is one row of the audited ballots.
type audit struct{ code, opened []byte }

// audited lists those of a ballot, rising by SHA-256.
func (s *records) audited(ballot string) ([]audit, error) {
	rows, err := s.db.Query(`SELECT code, opened FROM audited WHERE ballot = ? ORDER BY hash`, ballot)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []audit
	for rows.Next() {
		var a audit
		if err := rows.Scan(&a.code, &a.opened); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

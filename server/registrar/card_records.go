package registrar

import (
	"crypto/subtle"
	"database/sql"
	"fmt"
)

// States of a card.
const (
	cardFresh    = "fresh"
	cardUsed     = "used"
	cardReplaced = "replaced" // by a newer one of the same purpose
)

// cardRow is what is kept of a card: never its code.
type cardRow struct {
	hash    []byte // of the code
	person  int
	purpose string
	ballot  string // of a loan card, from when one is chosen; else ""
	state   string
}

// makeCard enters a card and ends the earlier one of that purpose.
func (s *records) makeCard(c cardRow) error {
	return s.tx(func(tx *sql.Tx) error {
		if _, err := tx.Exec(`UPDATE card SET state = ? WHERE person = ? AND purpose = ? AND state = ?`, cardReplaced, c.person, c.purpose, cardFresh); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO card (hash, person, purpose, ballot, state) VALUES (?, ?, ?, ?, ?)`, c.hash, c.person, c.purpose, c.ballot, c.state)
		return err
	})
}

// findCard looks at every row, so that the time it takes says nothing of how much
// of a hash was right. It is nil if there is no such card.
func (s *records) findCard(hash []byte) (*cardRow, error) {
	cards, err := s.cards()
	var found *cardRow
	for i := range cards {
		if subtle.ConstantTimeCompare(cards[i].hash, hash) == 1 {
			found = &cards[i]
		}
	}
	return found, err
}

func (s *records) cards() ([]cardRow, error) {
	rows, err := s.db.Query(`SELECT hash, person, purpose, ballot, state FROM card`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []cardRow
	for rows.Next() {
		var c cardRow
		if err := rows.Scan(&c.hash, &c.person, &c.purpose, &c.ballot, &c.state); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// useCard is the one decision about a card: the row count decides.
func useCard(tx *sql.Tx, hash []byte, purpose string) error {
	res, err := tx.Exec(`UPDATE card SET state = ? WHERE hash = ? AND purpose = ? AND state = ?`, cardUsed, hash, purpose, cardFresh)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("%d cards were used up instead of one: %w", n, err)
	}
	return nil
}

// bindCard gives a loan card its ballot; it is false if the card is not fresh or
// has another.
func (s *records) bindCard(hash []byte, ballot string) (bool, error) {
	res, err := s.db.Exec(`UPDATE card SET ballot = ?2 WHERE hash = ?1 AND state = ?3 AND (ballot = '' OR ballot = ?2)`, hash, ballot, cardFresh)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// tokenByOwnBooth says whether a seat's token was collected by a booth on the
// member's own machine, which alone signs for it.
func (s *records) tokenByOwnBooth(ballot string, seat int) (bool, error) {
	var n int
	err := s.db.QueryRow(`SELECT count(*) FROM token WHERE ballot = ? AND seat = ? AND request IS NOT NULL AND signature IS NOT NULL`, ballot, seat).Scan(&n)
	return n == 1, err
}

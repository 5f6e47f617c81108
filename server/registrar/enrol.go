package registrar

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/view"
	"valurna/server/wire"
)

const (
	enrolling  = 32              // connections of those who enter a key, at a time
	enrolStay  = 2 * time.Minute // how long each of them lasts
	maxKeyLine = 4096            // bytes
)

// Enrol enters the key of whoever holds a card for it, in the place of the old
// ones. Those end at once. The card is used up by the same write.
func (r *Registrar) Enrol(code, text string) error {
	if strings.Contains(text, "PRIVATE KEY") {
		return &view.Problem{Code: "private-key", Text: "This is a private key: whoever has read it can act as you. Nothing was done with it, and the card is still good.", Next: "Make a new key with ssh-keygen -t ed25519 and send the one line of the file that ends in .pub."}
	}
	line, wrong := roll.PersonKey(strings.TrimSpace(text))
	r.mu.Lock()
	defer r.mu.Unlock()
	c, err := r.card(code, view.CardKey)
	if err != nil {
		return err
	}
	if wrong != "" {
		return &view.Problem{Code: "card-key", Text: "What was sent as the key " + wrong + ". Nothing was done, and the card is still good.", Next: "Send the one line of the file that ends in .pub: ssh-ed25519 AAAA…"}
	}
	k, err := manifest.ParseKeyLine(line)
	if err != nil {
		return err
	}
	blob := k.Marshal()
	other, known := r.people.byKey[string(blob)]
	former, had := r.people.former[string(blob)]
	if known && other.person != c.person || had && former != c.person {
		return &view.Problem{Code: "key-known", Text: "This key is, or was, somebody else's in this meeting. Nothing was done, and the card is still good.", Next: "Make a new key with ssh-keygen -t ed25519, and send that."}
	}
	return r.setKeys(c.person, []string{line}, func(tx *sql.Tx) error { return useCard(tx, c.hash, view.CardKey) })
}

// Revoke takes all keys from somebody: every session of theirs ends.
func (r *Registrar) Revoke(by int, whom string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, err := r.underOffice(by, whom)
	if err != nil {
		return err
	}
	if p.Person == by {
		return &view.Problem{Code: "revoke-self", Text: "Nobody takes their own keys away: they could not come back. Nothing was done.", Next: "Have the chair or the secretary do it, whichever you are not, or enter a new key with a card."}
	}
	if len(r.people.values[p.Person-1].Keys) == 0 {
		return nil // as it is already
	}
	return r.setKeys(p.Person, []string{}, nil)
}

// setKeys enters other keys for a person, doing with in the same write, and ends
// whatever came by the old ones. mu is held.
func (r *Registrar) setKeys(person int, keys []string, with func(*sql.Tx) error) error {
	old := r.people.values[person-1]
	value := journal.PersonValue{Name: old.Name, Keys: keys}
	data := canon.MustMarshal(value)
	var salt [32]byte
	_, _ = rand.Read(salt[:]) // never fails (crypto/rand)
	o := journal.Opening{Commit: journal.Commit(salt, data), Salt: salt[:], Value: data}
	err := r.append(proposal{typ: journal.TypePersonKeys, body: journal.PersonKeys{Person: person, Commit: o.Commit}, openings: []journal.Opening{o}, with: with})
	if err != nil {
		return err
	}
	r.people.values[person-1] = value
	gone, err := r.people.replace(person, old.Keys, keys)
	if err != nil {
		return r.fail(err)
	}
	r.expel(gone...)
	return nil
}

// replace changes whose keys are known, and gives the credentials that ended.
func (ro *roster) replace(person int, old, keys []string) (gone []credential, err error) {
	for _, line := range old {
		k, err := manifest.ParseKeyLine(line)
		if err != nil {
			return nil, err
		}
		delete(ro.byKey, string(k.Marshal()))
		if !slices.Contains(keys, line) {
			gone = append(gone, byKey(k))
		}
	}
	for _, line := range keys {
		k, err := manifest.ParseKeyLine(line)
		if err != nil {
			return nil, err
		}
		ro.byKey[string(k.Marshal())] = role{kind: kindPerson, person: person, key: k}
		ro.former[string(k.Marshal())] = person
	}
	return gone, nil
}

// enrol is all that the user "enrol" can do: the command is the code, the input
// one line. The line ends the input, so that it can be pasted too.
func (s *Server) enrol(c *call, words []string) int {
	if len(words) == 0 {
		return s.refuse(c, enrolUsage)
	}
	text, err := firstLine(c.ctx, c.in)
	if err == nil {
		err = s.Enrol(strings.Join(words, ""), text)
	}
	if err != nil {
		return s.refuse(c, problem(err))
	}
	reply := view.Reply{OK: true, Code: "enrolled", Text: "Your new key is entered; the old ones open nothing any more. Log in with it now."}
	if c.json {
		return wire.Answer(c.out, reply)
	}
	fmt.Fprintln(c.out, c.say(reply, c.lang))
	return 0
}

var enrolUsage = &view.Problem{Code: "enrol-usage", Text: "Here a new key is entered with the code of a card, and nothing else.", Next: "Write: ssh enrol@HOST CODE < ~/.ssh/id_ed25519.pub"}

// firstLine reads up to the first line's end or the input's.
func firstLine(ctx context.Context, in io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) <= maxKeyLine; {
		_, err := io.ReadFull(in, one)
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err == io.EOF || err == nil && (one[0] == '\n' || one[0] == '\r') && len(bytes.TrimSpace(line)) > 0:
			return string(line), nil
		case err != nil:
			return "", err
		}
		line = append(line, one[0])
	}
	return string(line), nil
}

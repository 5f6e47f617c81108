package registrar

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// cardSize is the length of a code in bytes: 80 bits, 16 letters and digits.
const cardSize = 10

// wrongCodes is how many wrong codes are answered in a minute, in all.
const wrongCodes = 5

// crockford's base 32 has no I, L, O or U: what is read aloud is not misheard.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// writeCode writes a code in four groups of four, "ABCD-EFGH-JKMN-PQRS".
func writeCode(code [cardSize]byte) string {
	s := crockford.EncodeToString(code[:])
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// readCode reads a code as a person types it: upper or lower case, hyphens and
// spaces anywhere, I and L for 1, O for 0.
func readCode(typed string) (code [cardSize]byte, ok bool) {
	letters := strings.NewReplacer("-", "", " ", "", "I", "1", "L", "1", "O", "0").Replace(strings.ToUpper(strings.TrimSpace(typed)))
	b, err := crockford.DecodeString(letters)
	if err != nil || len(letters) != cardSize*8/5 || len(b) != cardSize {
		return code, false
	}
	return [cardSize]byte(b), true
}

// cardHash is what is kept of a code: SHA-256 of "valurna/v1/card\n" and the code.
func cardHash(code [cardSize]byte) []byte {
	sum := sha256.Sum256(append([]byte("valurna/v1/card\n"), code[:]...))
	return sum[:]
}

// MakeCard makes a card for somebody, for the chair or the secretary to hand or
// read out. The earlier card of that purpose serves no more, and whoever came with
// it is shown out. Nothing here depends on who has voted, nor says it.
func (r *Registrar) MakeCard(by int, whom, purpose string) (view.Card, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, err := r.underOffice(by, whom)
	if err != nil {
		return view.Card{}, err
	}
	if r.state.Meeting() == "closed" {
		return view.Card{}, &view.Problem{Code: "meeting", Text: "The meeting is closed. No card was made.", Next: "Nothing more is needed."}
	}
	if purpose == view.CardLoan && p.Seat == 0 {
		return view.Card{}, &view.Problem{Code: "card-no-seat", Text: "This person has no seat, so there is no booth to open. No card was made.", Next: "Give the number of a seat."}
	}
	var code [cardSize]byte
	_, _ = rand.Read(code[:]) // never fails (crypto/rand)
	row := cardRow{hash: cardHash(code), person: p.Person, purpose: purpose, state: cardFresh}
	// A card that is made while one ballot is open is for that one.
	if b := r.boothBallot(p.Person); b != nil && purpose == view.CardLoan {
		row.ballot = b.Definition.Ballot
	}
	var before []cardRow
	err = r.write(func() (err error) {
		if before, err = r.records.cards(); err == nil {
			err = r.records.makeCard(row)
		}
		return err
	})
	if err != nil {
		return view.Card{}, err
	}
	for _, c := range before {
		if c.person == p.Person && c.purpose == purpose && c.state == cardFresh {
			r.expel(byCard(c.hash))
		}
	}
	m := r.state.Manifest()
	out := view.Card{Body: m.Body, Meeting: m.Meeting, Date: m.Date, Person: p.Person, Seat: p.Seat, Name: r.name(p.Person), Purpose: purpose, Code: writeCode(code)}
	out.Commands, out.KeyPrint, out.Booth = r.waysIn(purpose, out.Code)
	return out, nil
}

// waysIn is what is typed to use a card, and the host keys that are met then.
func (r *Registrar) waysIn(purpose, code string) (commands []string, keyPrint, booth string) {
	m := r.state.Manifest()
	keyPrint, booth = fingerprint(m.Registrar.HostKey), ""
	host, port, err := net.SplitHostPort(m.Registrar.Address)
	if err != nil { // the manifest's addresses are host:port (manifest.Check)
		return nil, keyPrint, ""
	}
	if purpose == view.CardLoan {
		urnHost, urnPort, err := net.SplitHostPort(m.Urn.Booth)
		if err != nil {
			return nil, keyPrint, ""
		}
		return []string{fmt.Sprintf("ssh -J %s@%s -p %s %s@%s", wire.UserLoan, m.Registrar.Address, urnPort, wire.UserBallot, urnHost)}, keyPrint, fingerprint(m.Urn.HostKey)
	}
	enrol := "ssh "
	if port != "22" {
		enrol += "-p " + port + " "
	}
	enrol += wire.UserEnrol + "@" + host + " " + code
	return []string{enrol + " < ~/.ssh/id_ed25519.pub", `type $HOME\.ssh\id_ed25519.pub | ` + enrol}, keyPrint, ""
}

func fingerprint(line string) string {
	k, err := manifest.ParseKeyLine(line)
	if err != nil {
		return ""
	}
	return ssh.FingerprintSHA256(k)
}

// underOffice gives the person that the chair or the secretary means. mu is held.
func (r *Registrar) underOffice(by int, whom string) (journal.Person, error) {
	who, ok := r.state.Person(by)
	if !ok || !slices.Contains(who.Offices, "chair") && !slices.Contains(who.Offices, "secretary") {
		return journal.Person{}, &view.Problem{Code: "not-office", Text: "Only the chair and the secretary do that. Nothing was done.", Next: "Ask one of them."}
	}
	unknown := &view.Problem{Code: "no-person", Text: "There is no such person.", Next: "Look at the desk for the seat numbers."}
	digits, person := strings.CutPrefix(whom, "p")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 {
		return journal.Person{}, unknown
	}
	if !person {
		n = r.holder(n)
	}
	p, ok := r.state.Person(n)
	if !ok {
		return journal.Person{}, unknown
	}
	return p, nil
}

// holder is who sits on a seat, else whose it is; 0 is nobody. mu is held.
func (r *Registrar) holder(seat int) int {
	person := r.state.Seated(seat)
	for _, p := range r.state.People() {
		if person == 0 && p.Seat == seat && seat > 0 {
			person = p.Person
		}
	}
	return person
}

// card finds the fresh card of that purpose behind a code. Wrong codes are slowed
// down: after so many in a minute none is looked at, right or wrong, so that trying
// tells nothing. Slips of the pen and cards that once were good do not count. mu is
// held.
func (r *Registrar) card(typed, purpose string) (*cardRow, error) {
	if r.broken != nil {
		return nil, r.broken
	}
	code, ok := readCode(typed)
	if !ok {
		return nil, &view.Problem{Code: "card-form", Text: "This is no code of a card: a code has 16 letters and digits, in four groups. Nothing was done.", Next: "Type it again as it stands on the card."}
	}
	now := r.now()
	r.wrong = slices.DeleteFunc(r.wrong, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(r.wrong) >= wrongCodes {
		return nil, &view.Problem{Code: "slow-down", Text: "There were too many wrong codes just now, perhaps of somebody else. This one was not looked at.", Next: "Wait a minute and type it again."}
	}
	c, err := r.records.findCard(cardHash(code))
	switch {
	case err != nil:
		return nil, r.fail(err)
	case c == nil:
		r.wrong = append(r.wrong, now)
		return nil, &view.Problem{Code: "card-unknown", Text: "There is no card with this code. Nothing was done.", Next: "Type it again as it stands on the card, or have the chair or the secretary make a new one."}
	case c.purpose != purpose:
		return nil, &view.Problem{Code: "card-purpose", Text: "This card is for something else. Nothing was done; the card is still good.", Next: "Do what stands on the card."}
	case c.state == cardReplaced:
		return nil, &view.Problem{Code: "card-replaced", Text: "A newer card was made in the place of this one, which serves no more. Nothing was done.", Next: "Use the newer card. If you have none, tell the chair at once."}
	case c.state != cardFresh || c.ballot != "" && !r.takesVoters(r.state.Ballot(c.ballot)):
		return nil, r.usedUp()
	}
	return c, nil
}

func (r *Registrar) usedUp() error {
	return &view.Problem{Code: "card-used", Text: "This card has been used, or its ballot has ended. Nothing was done.", Next: "If that was not you, tell the chair at once. The chair or the secretary makes a new card."}
}

// takesVoters says whether a booth may be opened for a ballot.
func (r *Registrar) takesVoters(b *journal.Ballot) bool {
	return b != nil && (b.Phase == journal.Opened || b.Phase == journal.Closed)
}

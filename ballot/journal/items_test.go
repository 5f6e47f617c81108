package journal_test

import (
	"crypto/rand"
	"errors"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/meeting"
	"valurna/ballot/tally/tallytest"
	"valurna/crypto/blind"
)

func TestAnItemDecidedByTheGavelHasNoBallot(t *testing.T) {
	m := call()
	m.ceremony()
	m.orders()
	m.present(1, 2, 3)
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	m.add(meeting.TypeItemBegin, meeting.ItemBegin{Item: 1, By: 1})
	modulus := must(blind.GenerateKey(rand.Reader)).Public().Modulus()
	if _, err := m.state.Define(1, modulus); code(err) != "KL 5:53" {
		t.Errorf("a ballot in the middle of the debate: %v", err)
	}
	m.add(meeting.TypeItemDebated, meeting.ItemDebated{Item: 1, By: 1})
	if _, err := m.state.Define(1, modulus); err != nil {
		t.Errorf("a ballot after the debate: %v", err)
	}
	m.add(meeting.TypeAcclaim, meeting.Acclaim{Item: 1, Elected: []string{"Ada"}, By: 1})
	m.addLater(meeting.GavelWait+1, meeting.TypeGavel, meeting.Gavel{Item: 1, By: 1})
	if _, err := m.state.Define(1, modulus); code(err) != "decided" {
		t.Errorf("a ballot after the gavel: %v", err)
	}
}

func TestTheOrderOfCandidatesAddedInTheMeetingIsDrawnToo(t *testing.T) {
	m := call()
	m.ceremony()
	m.orders()
	m.present(1, 2, 3)
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	auditor := kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Dan", "Eva", "Fia"}}
	m.add(meeting.TypeItemAdd, meeting.ItemAdd{Item: 4, Class: journal.ClassElection, Title: "Auditor", Contest: &auditor, By: 1})
	modulus := must(blind.GenerateKey(rand.Reader)).Public().Modulus()
	if _, err := m.state.Define(4, modulus); code(err) != "undrawn" {
		t.Errorf("a ballot before the lot: %v", err)
	}
	draw, due := m.state.OrderDraw(4)
	if !due {
		t.Fatal("no lot is due")
	}
	tallytest.Draw(m.state, draw, m.drawers("cilla", "anna"), m.enter)
	if _, err := m.state.Define(4, modulus); err != nil {
		t.Error(err)
	}
}

// code is the rule by which something is refused.
func code(err error) string {
	var rule *journal.RuleError
	if errors.As(err, &rule) {
		return rule.Code
	}
	return ""
}

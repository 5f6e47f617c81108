package meeting_test

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/meeting"
)

const paperHash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func TestWhoIsElsewhereHasEveryPaperBeforeTheDecision(t *testing.T) {
	h := underWay(t)
	h.says(h.secretary, "paper hand 1 "+paperHash+" Nytt yrkande")
	h.isRefusal("A15", "person 4 has not received paper 1", h.PapersRefused(1))
	h.isRefusal("A15", "person 4 has not received paper 1", h.RemoteRefused(1))
	if err := h.PapersRefused(2); err != nil {
		t.Errorf("an item of its own: %v", err)
	}
	h.goesOn()
	h.says(4, "paper got 1")
	h.isRefusal("A15", "person 5 has not received paper 1", h.PapersRefused(1))
	h.says(5, "paper got 1")
	if err := h.PapersRefused(1); err != nil {
		t.Errorf("who sits in the room has it there: %v", err)
	}
}

func TestAPaperForTheMeetingIsNeededForEveryItem(t *testing.T) {
	h := underWay(t)
	h.says(h.secretary, "paper hand 0 "+paperHash+" Ändrad dagordning")
	h.isRefusal("A15", "paper 1", h.PapersRefused(1))
	h.isRefusal("A15", "paper 1", h.PapersRefused(2))
	h.isRefusal("A15", "paper 1", h.Decides())
	want := []meeting.PaperMissing{{Person: 4, Paper: 1}, {Person: 5, Paper: 1}}
	if got := h.PapersMissing(2); !slices.Equal(got, want) {
		t.Errorf("missing %v, want %v", got, want)
	}
	h.says(4, "paper got 1")
	h.says(5, "paper got 1")
	h.goesOn()
}

func TestTheDisqualifiedNeedNoPapers(t *testing.T) {
	h := underWay(t)
	h.says(h.secretary, "paper hand 1 "+paperHash+" Nytt yrkande")
	h.says(4, "jav 1")
	h.says(5, "paper got 1")
	if err := h.PapersRefused(1); err != nil {
		t.Error(err)
	}
}

func TestPapersAreTheSecretarysToHandOut(t *testing.T) {
	h := underWay(t)
	words := "paper hand 1 " + paperHash + " Nytt yrkande"
	h.saysInVain(chairPerson, words, "office", "not the secretary")
	h.saysInVain(4, words, "office", "not the secretary")
	h.saysInVain(h.secretary, "paper hand 9 "+paperHash+" Nytt yrkande", "item", "no item 9")
	h.saysInVain(h.secretary, "paper hand 1 "+paperHash[2:]+" Nytt yrkande", "usage", "SHA-256")
	h.saysInVain(h.secretary, "paper hand x "+paperHash+" Nytt yrkande", "usage", "not a number")
	h.saysInVain(h.secretary, "paper hand 1 "+paperHash+" "+strings.Repeat("x", 513), "paper", "512 bytes")
	paper := meeting.Paper{Paper: 2, Item: 1, Hash: hybridCommit("p"), Title: "Nytt yrkande", By: h.secretary}
	h.refused("paper", "paper 2 came where paper 1 was due", &paper)
	paper.Paper, paper.Hash = 1, nil
	h.refused("length", "0 bytes", &paper)
	paper.Hash, paper.Title = hybridCommit("p"), ""
	h.refused("paper", "no text", &paper)
	paper.Title, paper.Item = "Nytt yrkande", -1
	h.refused("item", "no item -1", &paper)
	h.says(h.secretary, words)
	if got := h.Papers(); len(got) != 1 || got[0].Hash.String() != paperHash || got[0].Title != "Nytt yrkande" || got[0].Item != 1 {
		t.Errorf("handed out: %+v", got)
	}
}

func TestAReceiptIsGivenOnce(t *testing.T) {
	h := underWay(t)
	h.says(h.secretary, "paper hand 1 "+paperHash+" Nytt yrkande")
	h.saysInVain(4, "paper got 2", "paper", "no paper 2")
	h.refused("paper", "no paper 0", &meeting.PaperGot{Paper: 0, Person: 4})
	h.saysInVain(h.secretary, "paper got 1", "person", "neither member nor substitute")
	h.says(4, "paper got 1")
	h.saysInVain(4, "paper got 1", "paper", "already")
	h.says(1, "paper got 1") // in the room too, if one reads it on the desk
}

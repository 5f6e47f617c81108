package record_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/record"
)

// example is the journal of the meeting that the specification shows, with two secret
// ballots and the lot of a tie.
func example(t testing.TB) [][]byte {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "docs", "example", "3-1.valurna"))
	noError(t, err)
	defer f.Close()
	b, err := bundle.Read(f)
	noError(t, err)
	return b.Entries
}

func TestASecretBallotIsCountsAndOutcome(t *testing.T) {
	r := recordOf(t, example(t))
	it := r.Items[1]
	if len(it.Ballots) != 1 || !slices.Equal(it.Order.Drawn, []string{"Anna Ask", "David Dahl", "Cecilia Ceder"}) || len(it.Order.Trustees) != 2 {
		t.Fatalf("%+v", it)
	}
	b := it.Ballots[0]
	if b.State != "certified" || len(b.Roll) != 7 || b.Present != 7 || *b.Counts != (record.Counts{Eligible: 7, Tokens: 7, Cast: 7}) || b.Seal.Count != 7 || b.Seal.Audited != 1 {
		t.Errorf("%+v", b)
	}
	if b.Result.Valid != 6 || b.Result.Blank != 1 || len(b.Result.Ties) != 1 || len(b.Shuffled) != 2 || len(b.Decrypted) != 2 {
		t.Errorf("%+v", b.Result)
	}
	if !slices.Equal(b.Tie.Drawn, []string{"David Dahl"}) || !slices.Equal(b.Certified.Elected, b.Tie.Drawn) {
		t.Errorf("%+v", b.Tie)
	}
	if d := it.Decision; d.Ballot != "2-1" || !slices.Equal(d.Elected, []string{"David Dahl"}) || len(d.Took) != 0 || d.Present != 7 {
		t.Errorf("%+v", d)
	}
}

// Of a secret ballot the record holds these members and no others: none is a list of
// persons or of seats but the roll, and none is a time between opening and close.
func TestNothingInTheRecordOfASecretBallotTellsWhoVoted(t *testing.T) {
	data, err := json.Marshal(recordOf(t, example(t)).Items[2].Ballots[0])
	noError(t, err)
	var members map[string]json.RawMessage
	noError(t, json.Unmarshal(data, &members))
	want := []string{"ballot", "certified", "closed", "contest", "context", "counts", "decrypted", "defined", "opened", "present",
		"rehearsal", "result", "roll", "roll_root", "seal", "shuffled", "state", "tie", "title", "void"}
	var got []string
	for name := range members {
		got = append(got, name)
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	whole := encode(t, recordOf(t, example(t)))
	for _, word := range []string{"collected", "receipt", "code"} {
		if bytes.Contains(whole, []byte(`"`+word+`"`)) {
			t.Errorf("the record has a member %q", word)
		}
	}
	// The journal lists the seats that collected a token; here they are a number.
	counts := reflect.TypeFor[record.Counts]()
	for i := range counts.NumField() {
		if counts.Field(i).Type.Kind() != reflect.Int {
			t.Errorf("%s is more than a number", counts.Field(i).Name)
		}
	}
}

// later is a journal of an earlier day, and what may follow it: unsigned entries, and
// those of parties whose keys package journal derives from their names for its tests.
type later struct {
	t      *testing.T
	state  *journal.State
	leaves [][]byte
}

func kept(t *testing.T, until func(*journal.Entry) bool) *later {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "journal", "testdata", "meeting.journal"))
	noError(t, err)
	return cutAt(t, bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n")), until)
}

// cutAt ends a journal before the first entry of which until holds.
func cutAt(t *testing.T, leaves [][]byte, until func(*journal.Entry) bool) *later {
	t.Helper()
	l := &later{t: t, state: journal.NewState()}
	for _, leaf := range leaves {
		e, err := journal.DecodeEntry(leaf)
		noError(t, err)
		if until(e) {
			break
		}
		noError(t, l.state.Apply(e))
		l.leaves = append(l.leaves, leaf)
	}
	return l
}

func partyKey(party string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("valurna journal test: " + party))
	return ed25519.NewKeyFromSeed(seed[:])
}

func (l *later) add(typ string, body any, by ...string) {
	l.t.Helper()
	e, err := journal.NewEntry(l.state.Next(), l.state.LastTime()+1, typ, body)
	noError(l.t, err)
	for _, party := range by {
		st, err := journal.Sign(l.state.ManifestHash(), party, partyKey(party), typ, body)
		noError(l.t, err)
		e.Sigs = append(e.Sigs, st.Sig)
	}
	noError(l.t, l.state.Apply(e))
	leaf, err := e.Encode()
	noError(l.t, err)
	l.leaves = append(l.leaves, leaf)
}

func TestAVoidBallotHasAReasonAndNoResult(t *testing.T) {
	r := recordOf(t, kept(t, func(*journal.Entry) bool { return false }).leaves)
	b := r.Items[2].Ballots[0]
	if b.State != "void" || b.Void.Reason == "" || b.Result != nil || r.Items[2].Decision != nil {
		t.Errorf("%+v", b)
	}
	if in := r.Irregular; len(in) != 1 || in[0].Type != journal.TypeVoid || in[0].Ballot != "3-1" || len(r.Keys) != 1 || r.Keys[0].Of.Person != 2 {
		t.Errorf("%+v, keys %+v", in, r.Keys)
	}
	// Voided after it was counted, and its lot drawn, it has neither result nor lot.
	l := cutAt(t, example(t), func(e *journal.Entry) bool { return e.Type == journal.TypeCertify })
	if before := recordOf(t, l.leaves).Items[1].Ballots[0]; before.Result == nil || before.Tie == nil {
		t.Fatalf("%+v", before)
	}
	l.add(journal.TypeVoid, journal.Void{Ballot: "2-1", Reason: "The doors were open."})
	if b := recordOf(t, l.leaves).Items[1].Ballots[0]; b.Result != nil || b.Tie != nil || b.Void.Reason != "The doors were open." {
		t.Errorf("%+v", b)
	}
}

func TestWhatWentWrongInABallotIsToldWithItsParties(t *testing.T) {
	l := kept(t, func(e *journal.Entry) bool { return e.Type == journal.TypeShuffle })
	b := l.state.Ballot("1-1")
	turn := l.state.Turn(b)
	l.add(journal.TypePass, journal.Pass{Ballot: "1-1", Trustee: turn, Reason: journal.PassShuffle}, manifest.ByUrn)
	l.add(journal.TypeShuffle, journal.Shuffle{Ballot: "1-1", Trustee: turn, Input: b.Head(), Output: make(canon.Hex, 32)}, manifest.ByTrustee(turn))
	l.add(journal.TypeReject, journal.Reject{Ballot: "1-1", Trustee: turn, Reason: journal.RejectShuffle}, manifest.ByUrn)
	receipt, err := journal.Sign(l.state.ManifestHash(), manifest.ByUrn, partyKey(manifest.ByUrn), journal.TypeReceipt,
		journal.Receipt{Ballot: "1-1", Leaf: make(canon.Hex, 32), Code: strings.Repeat("0000-", 7) + "0000"})
	noError(t, err)
	l.add(journal.TypeMissing, journal.Missing{Receipt: receipt})
	var got []string
	for _, in := range recordOf(t, l.leaves).Irregular {
		got = append(got, in.Type+" "+in.Ballot+" "+in.Party)
	}
	if want := []string{"ballot.pass 1-1 " + turn, "ballot.reject 1-1 " + turn, "ballot.missing 1-1 "}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

package wire

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/view"
)

const entryLine = `{"kind":"entry","entry":{"seq":0,"time":1,"type":"manifest","body":{"a":1},"sigs":[]}}`

func TestAJournalLineHasItsOwnMembersOnly(t *testing.T) {
	for _, good := range []string{
		entryLine, entryLine + "\n",
		`{"kind":"checkpoint","note":"valurna\n1\nAAAA\n\n— x y\n"}`,
		`{"kind":"sign","statement":{"type":"ballot.define","body":{}}}`,
		`{"kind":"idle"}`, `{"kind":"now"}`,
	} {
		line, err := Decode[JournalLine]([]byte(good))
		if err != nil {
			t.Errorf("%s: %v", good, err)
			continue
		}
		if again := canon.MustMarshal(line); string(again) != strings.TrimSuffix(good, "\n") {
			t.Errorf("%s became %s", good, again)
		}
	}
	for name, bad := range map[string]string{
		"unknown kind":      `{"kind":"gossip"}`,
		"no kind":           `{}`,
		"no entry":          `{"kind":"entry"}`,
		"empty entry":       `{"kind":"entry","entry":{"seq":0,"time":0,"type":"","body":null,"sigs":[]}}`,
		"unsigned entry":    `{"kind":"entry","entry":{"seq":0,"time":0,"type":"","body":{},"sigs":null}}`,
		"note beside entry": strings.Replace(entryLine, `}}`, `},"note":"x"}`, 1),
		"idle with note":    `{"kind":"idle","note":"x"}`,
		"empty note":        `{"kind":"checkpoint","note":""}`,
		"body no object":    `{"kind":"sign","statement":{"type":"x","body":7}}`,
		"space":             `{"kind": "now"}`,
		"two":               `{"kind":"now"}{"kind":"now"}`,
		"two newlines":      "{\"kind\":\"now\"}\n\n",
	} {
		if _, err := Decode[JournalLine]([]byte(bad)); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMessagesOfTheWrongSizeAreRefused(t *testing.T) {
	blinded, handle := bytes.Repeat([]byte{1}, BlindedSize), bytes.Repeat([]byte{2}, HandleSize)
	type message interface{ Check() error }
	for _, m := range []message{
		&IssueRequest{"3-1", handle, blinded}, &IssueReply{blinded}, &PostReply{1}, &Done{true},
		&TokenRequest{"3-1", 4, blinded, []byte{1}}, &CosignRequest{"— x y\n", 1},
	} {
		if err := m.Check(); err != nil {
			t.Errorf("%T: %v", m, err)
		}
	}
	for name, m := range map[string]message{
		"no ballot":       &IssueRequest{"", handle, blinded},
		"ballot's name":   &IssueRequest{"3 1", handle, blinded},
		"ballot's length": &IssueRequest{strings.Repeat("1", MaxBallotID+1), handle, blinded},
		"short handle":    &IssueRequest{"3-1", handle[1:], blinded},
		"no handle":       &IssueRequest{"3-1", nil, blinded},
		"long blinded":    &IssueRequest{"3-1", handle, append(blinded, 0)},
		"short signature": &IssueReply{blinded[1:]},
		"seat 0":          &TokenRequest{"3-1", 0, blinded, []byte{1}},
		"no signature":    &TokenRequest{"3-1", 4, blinded, nil},
		"long signature":  &TokenRequest{"3-1", 4, blinded, make([]byte, maxSSHSIG+1)},
		"no line":         &CosignRequest{"", 1},
		"unended line":    &CosignRequest{"— x y", 1},
		"size 0":          &CosignRequest{"— x y\n", 0},
		"the manifest":    &PostReply{0},
		"not done":        &Done{false},
	} {
		if err := m.Check(); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADecodedMessageIsZeroOnError(t *testing.T) {
	got, err := Decode[IssueRequest]([]byte(`{"ballot":"3-1","handle":"00","blinded":"00"}`))
	if err == nil || got.Ballot != "" || got.Handle != nil {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestTokenBytesBindContextSeatAndRequest(t *testing.T) {
	got := TokenBytes([32]byte{0xab}, 12, []byte{1, 0xff})
	want := "valurna/v1/token\nab" + strings.Repeat("00", 31) + "\n12\n4b3a43f592f577fcfcb5b0e1f42bec5182c9edc414e1f667528f56e7cf0be11d" // SHA-256 of 01ff
	if string(got) != want {
		t.Fatalf("%q", got)
	}
	for _, other := range [][]byte{
		TokenBytes([32]byte{0xac}, 12, []byte{1, 0xff}), TokenBytes([32]byte{0xab}, 1, []byte{0x21, 0xff}), TokenBytes([32]byte{0xab}, 12, []byte{1}),
	} {
		if bytes.Equal(got, other) {
			t.Error("two requests are signed by the same bytes")
		}
	}
}

func TestARefusalCannotSteerATerminal(t *testing.T) {
	var b bytes.Buffer
	if code := Refuse(&b, &view.Problem{Code: "x", Text: "a\x1b[2J\u202eb\u009bc\xff", Next: "one\ntwo"}); code != 1 {
		t.Fatalf("status %d", code)
	}
	p, ok := decodeProblem(b.Bytes())
	if !ok || p.Text != "a\uFFFD[2J\uFFFDb\uFFFDc\uFFFD" || p.Next != "one\ntwo" {
		t.Fatalf("%q", b.String())
	}
	// And not one that another program wrote either.
	p, ok = decodeProblem([]byte("{\"code\":\"x\",\"text\":\"\u202e\u009b\",\"next\":\"\",\"rule\":\"\"}"))
	if !ok || p.Text != "\uFFFD\uFFFD" {
		t.Fatalf("%+v", p)
	}
	b.Reset()
	Refuse(&b, &view.Problem{Code: "A15", Form: "person %d\x1b", Args: []string{"3", "\u202e"}})
	if p, ok = decodeProblem(b.Bytes()); !ok || p.Form != "person %d\ufffd" || !slices.Equal(p.Args, []string{"3", "\ufffd"}) {
		t.Errorf("a reason and its values arrived as %+v", p)
	}
	if _, ok := decodeProblem([]byte(`{"code":"","text":"","next":"","rule":""}`)); ok {
		t.Error("a refusal without a code was believed")
	}
}

func FuzzJournalLine(f *testing.F) {
	f.Add([]byte(entryLine))
	f.Add([]byte(`{"kind":"sign","statement":{"type":"ballot.define","body":{}}}`))
	f.Add([]byte(`{"kind":"idle"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		line, err := Decode[JournalLine](data)
		if err != nil {
			return
		}
		if again, err := canon.Marshal(line); err != nil || !bytes.Equal(again, trimNewline(data)) {
			t.Fatalf("%q became %q, %v", data, again, err)
		}
	})
}

func FuzzRequests(f *testing.F) {
	f.Add([]byte(`{"ballot":"3-1","handle":"00","blinded":"00"}`))
	f.Add([]byte(`{"ballot":"3-1","seat":4,"blinded":"00","sig":"00"}`))
	f.Add([]byte(`{"line":"x\n","size":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := Decode[IssueRequest](data); err == nil && (len(r.Handle) != HandleSize || len(r.Blinded) != BlindedSize) {
			t.Fatalf("%q", data)
		}
		if r, err := Decode[TokenRequest](data); err == nil && (r.Seat < 1 || len(r.Sig) == 0) {
			t.Fatalf("%q", data)
		}
		if r, err := Decode[CosignRequest](data); err == nil && !strings.HasSuffix(r.Line, "\n") {
			t.Fatalf("%q", data)
		}
	})
}

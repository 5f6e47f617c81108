package bundle

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"valurna/ballot/sealed"
	"valurna/crypto/shuffle"
)

// sample has the shape of a bundle; nothing in it is true.
func sample(points int) *Bundle {
	ballot := func(c byte) []byte { return bytes.Repeat([]byte{c}, sealed.Size(points)) }
	return &Bundle{
		Ballot:      "3-1",
		Entries:     [][]byte{[]byte(`{"seq":0}`), []byte(`{"seq":1,"å":"ö"}`)},
		Checkpoints: []string{"valurna/v1/x\n2\nAA==\n\n— valurna/v1/x AA==\n", "one\n"},
		Sealed:      [][]byte{ballot(1), ballot(2)},
		Shuffles: []Shuffle{
			{Trustee: "anna", Output: bytes.Repeat([]byte{3}, shuffle.OutputSize(2, points)), Proof: bytes.Repeat([]byte{4}, shuffle.ProofSize(2, points))},
			{Trustee: "bo", Output: bytes.Repeat([]byte{5}, shuffle.OutputSize(2, points)), Proof: bytes.Repeat([]byte{6}, shuffle.ProofSize(2, points))},
		},
		Combined: bytes.Repeat([]byte{7}, 2*points*pointSize),
		Audited:  [][]byte{bytes.Repeat([]byte{5}, sealed.OpenedSize(points))},
	}
}

func encode(t testing.TB, b *Bundle) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	empty := &Bundle{Ballot: "1-12", Entries: [][]byte{[]byte("{}")}, Checkpoints: []string{"x\n"}}
	for name, b := range map[string]*Bundle{"one point": sample(1), "three points": sample(3), "an empty box": empty, "void": {Ballot: "2-2"}} {
		text := encode(t, b)
		for reading, r := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text))} {
			got, err := Read(r)
			if err != nil || !reflect.DeepEqual(got, b) {
				t.Errorf("%s, %s: %v", name, reading, err)
			}
		}
		if again := encode(t, b); again != text {
			t.Errorf("%s is written in two ways", name)
		}
	}
}

func TestAnythingButTheOneFormIsRefusedWithItsLine(t *testing.T) {
	text := encode(t, sample(1))
	ballot := strings.Split(text[strings.Index(text, "sealed 2 1\n"):], "\n")[1]
	for name, c := range map[string]struct {
		old, new string
		line     int
	}{
		"another version":              {"valurna/v1/bundle\n", "valurna/v2/bundle\n", 1},
		"windows line ends":            {"\n", "\r\n", 1},
		"a byte-order mark":            {"valurna/v1/bundle\n", "\ufeffvalurna/v1/bundle\n", 1},
		"no ballot":                    {"ballot 3-1\n", "", 2},
		"two spaces":                   {"entries 2\n", "entries  2\n", 3},
		"a leading zero":               {"entries 2\n", "entries 02\n", 3},
		"a sign":                       {"entries 2\n", "entries +2\n", 3},
		"a negative number":            {"entries 2\n", "entries -2\n", 3},
		"no number":                    {"entries 2\n", "entries\n", 3},
		"a number too many":            {"entries 2\n", "entries 2 2\n", 3},
		"more entries than allowed":    {"entries 2\n", "entries 4194305\n", 3},
		"more than any number":         {"entries 2\n", "entries 99999999\n", 3},
		"an entry more than there are": {"entries 2\n", "entries 3\n", 7},
		"an entry less":                {"entries 2\n", "entries 1\n", 5},
		"an empty entry":               {`{"seq":0}` + "\n", "\n", 4},
		"a line end in an entry":       {`{"seq":0}`, "{\"seq\":0}\r", 4},
		"an entry not in UTF-8":        {`{"seq":0}`, "{\"seq\":\xff}", 4},
		"a note without lines":         {"note 1\none\n", "note 0\n", 13},
		"a note of too many lines":     {"note 1\n", "note 129\n", 13},
		"no points":                    {"sealed 2 1\n", "sealed 2 0\n", 15},
		"too many points":              {"sealed 2 1\n", "sealed 2 65\n", 15},
		"points of longer ballots":     {"sealed 2 1\n", "sealed 2 2\n", 16},
		"a ballot less":                {"sealed 2 1\n", "sealed 1 1\n", 17},
		"a ballot more":                {"sealed 2 1\n", "sealed 3 1\n", 18},
		"a ballot cut short":           {ballot, ballot[:len(ballot)-4], 16},
		"a ballot with a space":        {ballot, " " + ballot[1:], 16},
		"a ballot with a line end":     {ballot, ballot[:40] + "\r" + ballot[41:], 16},
		"a ballot without padding":     {ballot, strings.TrimRight(ballot, "="), 16},
		"another alphabet":             {ballot, "-" + ballot[1:], 16},
		"a shuffle more":               {"shuffles 2\n", "shuffles 3\n", 31},
		"a shuffle less":               {"shuffles 2\n", "shuffles 1\n", 25},
		"no name":                      {"shuffle anna\n", "shuffle \n", 19},
		"a name with a space":          {"shuffle anna\n", "shuffle an na\n", 19},
		"a name that is too long":      {"shuffle anna\n", "shuffle " + strings.Repeat("a", 65) + "\n", 19},
		"a tail of records":            {"shuffle bo\n", "", 25},
		"half of it decrypted":         {"combined 2\n", "combined 1\n", 31},
		"more decrypted than cast":     {"combined 2\n", "combined 3\n", 31},
		"less than it says":            {"combined 2\n", "combined 0\n", 32},
		"an id that is none":           {"ballot 3-1\n", "ballot 3-01\n", 2},
		"an id without a round":        {"ballot 3-1\n", "ballot 3\n", 2},
		"no points of audited ballots": {"audited 1 1\n", "audited 1 0\n", 34},
		"audited ballots of no number": {"audited 1 1\n", "audited 0 1\n", 34},
		"another audited ballot":       {"audited 1 1\n", "audited 2 1\n", 36},
		"an audited ballot less":       {"audited 1 1\n", "audited 0 0\n", 35},
		"an audited ballot longer":     {"audited 1 1\n", "audited 1 2\n", 35},
		"a section left out":           {"audited 1 1\n", "", 34},
		"no end":                       {"end\n", "", 36},
		"no last line end":             {"end\n", "end", 36},
		"something behind the end":     {"end\n", "end\n\n", 37},
	} {
		changed := strings.Replace(text, c.old, c.new, 1)
		if changed == text {
			t.Fatalf("%s: nothing was changed", name)
		}
		_, err := Read(strings.NewReader(changed))
		var format *FormatError
		switch {
		case err == nil:
			t.Errorf("%s was read", name)
		case !errors.As(err, &format):
			t.Errorf("%s: %v names no line", name, err)
		case format.Line != c.line:
			t.Errorf("%s: line %d instead of %d: %v", name, format.Line, c.line, err)
		}
	}
	// The last character of base64 has bits that stand for nothing.
	padded := sample(1)
	padded.Combined = make([]byte, 64)
	text = encode(t, padded)
	if _, err := Read(strings.NewReader(strings.Replace(text, "AAA=\n", "AAB=\n", 1))); err == nil {
		t.Error("a second spelling of the same bytes was read")
	}
}

func TestWriteRefusesWhatReadWould(t *testing.T) {
	for name, change := range map[string]func(*Bundle){
		"a line break in an entry":       func(b *Bundle) { b.Entries[0] = []byte("{\n}") },
		"an empty entry":                 func(b *Bundle) { b.Entries[0] = nil },
		"a note without its last end":    func(b *Bundle) { b.Checkpoints[0] = "x" },
		"ballots of two lengths":         func(b *Bundle) { b.Sealed[1] = b.Sealed[1][1:] },
		"ballots of no length":           func(b *Bundle) { b.Sealed = [][]byte{{1}, {2}} },
		"a shuffle of another length":    func(b *Bundle) { b.Shuffles[1].Output = b.Shuffles[1].Output[1:] },
		"a proof of another length":      func(b *Bundle) { b.Shuffles[1].Proof = b.Shuffles[1].Proof[1:] },
		"half of it decrypted":           func(b *Bundle) { b.Combined = b.Combined[:32] },
		"shuffles of no ballots":         func(b *Bundle) { b.Sealed, b.Combined = nil, nil },
		"a name with a line break":       func(b *Bundle) { b.Shuffles[1].Trustee = "a\nb" },
		"an id with a line break":        func(b *Bundle) { b.Ballot = "1-1\n" },
		"too many checkpoints":           func(b *Bundle) { b.Checkpoints = make([]string, MaxCheckpoints+1) },
		"an audited ballot of no length": func(b *Bundle) { b.Audited[0] = []byte{1} },
		"audited ballots of two lengths": func(b *Bundle) { b.Audited = append(b.Audited, make([]byte, sealed.OpenedSize(2))) },
	} {
		b := sample(1)
		change(b)
		var out bytes.Buffer
		if err := Write(&out, b); err == nil || out.Len() > 0 {
			t.Errorf("%s: %d bytes written, %v", name, out.Len(), err)
		}
	}
}

// endless is a stranger's file of one line.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	e.read += len(p)
	return len(p), nil
}

func TestALineWithoutEndIsGivenUpSoon(t *testing.T) {
	src := &endless{}
	head := strings.NewReader("valurna/v1/bundle\nballot 1-1\nentries 1\n")
	var format *FormatError
	if _, err := Read(io.MultiReader(head, src)); !errors.As(err, &format) || format.Line != 4 {
		t.Errorf("%v", err)
	}
	if src.read > 2*MaxLine {
		t.Errorf("%d bytes were read of a line that may have %d", src.read, MaxLine)
	}
}

func TestAFailingSourceIsNotTakenForABadFile(t *testing.T) {
	text := encode(t, sample(1))
	cause := errors.New("unplugged")
	_, err := Read(io.MultiReader(strings.NewReader(text[:100]), iotest.ErrReader(cause)))
	var read *ReadError
	if !errors.As(err, &read) || !errors.Is(err, cause) {
		t.Errorf("%v", err)
	}
}

// Run with -fuzzminimizetime 10x: minimising whole bundles takes all the time else.
func FuzzRead(f *testing.F) {
	f.Add([]byte(encode(f, sample(1))))
	f.Add([]byte(encode(f, sample(2))))
	f.Add([]byte(encode(f, &Bundle{Ballot: "2-2"})))
	f.Add([]byte("valurna/v1/bundle\nballot 1-1\nentries 4194304\n"))
	f.Add([]byte("valurna/v1/bundle\nballot 1-1\nentries 0\ncheckpoints 1\nnote 128\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := Write(&again, b); err != nil || !bytes.Equal(again.Bytes(), data) {
			t.Fatalf("read %q, writes %q (%v)", data, again.Bytes(), err)
		}
	})
}

// Item 0 is the trial's; no other number begins with a zero.
func TestATrialsIDIsOneAndNoOtherZeroIs(t *testing.T) {
	for id, ok := range map[string]bool{"0-1": true, "0-12": true, "00-1": false, "0-0": false, "0-01": false, "01-1": false, "-1": false, "0-": false} {
		if err := checkBallot(id); (err == nil) != ok {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestWhoseBundleItIsIsReadFromItsBeginning(t *testing.T) {
	for text, want := range map[string]string{
		Version + "\nballot 2-1\nand so on": "2-1", Version + "\nballot 0-3\n": "0-3",
		Version + "\nballot 2-1": "", Version + "\nballot 02-1\n": "", "ballot 2-1\n": "", "": "",
	} {
		if id, err := ReadBallot(strings.NewReader(text)); id != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, id, err)
		}
	}
}

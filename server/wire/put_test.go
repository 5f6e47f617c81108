package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
)

var shares = journal.Statement{
	Type: journal.TypeShares, Body: json.RawMessage(`{"ballot":"1-1"}`), Sig: journal.Signature{By: "trustee/anna", Sig: make([]byte, 64)},
}

func TestAPutIsAStatementOnOneLineAndThenThePartsAsTheyAre(t *testing.T) {
	parts := "\n{}\x00\n"
	in, err := PutInput(shares, []byte(parts))
	if err != nil {
		t.Fatal(err)
	}
	r := bytes.NewReader(in)
	st, err := ReadPut(r)
	if err != nil || !bytes.Equal(canon.MustMarshal(st), canon.MustMarshal(shares)) {
		t.Fatalf("%+v, %v", st, err)
	}
	if rest, err := io.ReadAll(r); err != nil || string(rest) != parts {
		t.Fatalf("the parts are %q, %v", rest, err)
	}
	line := string(canon.MustMarshal(shares))
	for name, bad := range map[string]string{
		"nothing":     "",
		"no newline":  line,
		"space":       line[:1] + " " + line[1:] + "\n",
		"two lines":   line[:1] + "\n" + line[1:] + "\n",
		"no body":     `{"type":"x","body":7,"sig":{"by":"","sig":""}}` + "\n",
		"only parts":  strings.Repeat("x", maxPutLine+1) + "\n",
		"long bodies": strings.Replace(line, "1-1", strings.Repeat("1", maxPutLine), 1) + "\n",
	} {
		if _, err := ReadPut(strings.NewReader(bad)); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := shares
	long.Body = json.RawMessage(`"` + strings.Repeat("x", maxPutLine) + `"`)
	if _, err := PutInput(long, nil); !errors.Is(err, ErrMessage) {
		t.Errorf("a line that nobody reads was made: %v", err)
	}
}

func TestATroubleIsAShortTextOrNone(t *testing.T) {
	for _, good := range []CountReport{{Ballot: "1-1"}, {"1-1", 4, strings.Repeat("x", MaxTrouble)}} {
		data := canon.MustMarshal(good)
		if again, err := Decode[CountReport](data); err != nil || again != good {
			t.Errorf("%s: %v", data, err)
		}
	}
	for name, bad := range map[string]string{
		"steers a terminal": "{\"ballot\":\"1-1\",\"cast\":1,\"trouble\":\"a\u202eb\"}",
		"too long":          `{"ballot":"1-1","cast":1,"trouble":"` + strings.Repeat("x", MaxTrouble+1) + `"}`,
		"empty":             `{"ballot":"1-1","cast":1,"trouble":""}`,
		"negative count":    `{"ballot":"1-1","cast":-1}`,
	} {
		if _, err := Decode[CountReport]([]byte(bad)); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzPut(f *testing.F) {
	in, err := PutInput(shares, []byte("parts"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(in)
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		st, err := ReadPut(r)
		if err != nil {
			return
		}
		rest, _ := io.ReadAll(r)
		if again, err := PutInput(st, rest); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%q became %q, %v", data, again, err)
		}
	})
}

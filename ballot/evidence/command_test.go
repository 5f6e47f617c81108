package evidence

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/verify"
)

func TestTheCommandTellsItsVerdictsApart(t *testing.T) {
	m := example(t)
	good := m.evidence(t)
	m.bundles = nil
	disk := map[string][]byte{"good": good, "short": m.evidence(t), "none": []byte("none"), "manifest": m.manifest}
	signed := must(manifest.DecodeSigned(m.manifest))
	words := manifest.Words(must(signed.Manifest.Hash()))
	for _, c := range []struct {
		file, manifest string
		given          bool
		verdict        string
		exit           int
	}{
		{"good", "manifest", true, verify.Valid, 0},
		{"good", words, true, verify.Valid, 0},
		{"good", "", false, verify.Unanchored, 3},
		{"good", "", true, verify.Invalid, 1},
		{"short", "manifest", true, verify.Invalid, 1},
		{"none", "manifest", true, verify.Unreadable, 2},
		{"gone", "manifest", true, "", 2},
	} {
		for _, asJSON := range []bool{false, true} {
			var out bytes.Buffer
			command := Command{File: c.file, Anchored: c.given, Manifest: c.manifest, JSON: asJSON, Out: &out,
				Open: func(name string) (io.ReadCloser, error) {
					if data := disk[name]; data != nil {
						return io.NopCloser(bytes.NewReader(data)), nil
					}
					return nil, os.ErrNotExist
				},
				OpenAt: func(name string) (Opened, int64, error) {
					if data := disk[name]; data != nil {
						return opened{bytes.NewReader(data)}, int64(len(data)), nil
					}
					return nil, 0, os.ErrNotExist
				},
			}
			code, err := command.Run()
			if code != c.exit || (err != nil) != (c.verdict == "") {
				t.Errorf("%+v: exit %d, %v", c, code, err)
			}
			var got Report
			switch {
			case c.verdict == "":
			case !asJSON && !strings.HasPrefix(out.String(), headlines[c.verdict]):
				t.Errorf("%+v: %s", c, out.String())
			case asJSON && (json.Unmarshal(out.Bytes(), &got) != nil || got.Verdict != c.verdict || len(got.Checks) == 0):
				t.Errorf("%+v: %s", c, out.String())
			}
			command.Out = full{}
			if code, err := command.Run(); err == nil || code == verify.ExitValid {
				t.Errorf("%+v: a report that was not written: exit %d, %v", c, code, err)
			}
		}
	}
}

type opened struct{ io.ReaderAt }

func (opened) Close() error { return nil }

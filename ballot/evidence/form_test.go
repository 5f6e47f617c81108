package evidence

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"valurna/ballot/verify"
)

func TestWhatIsNotInTheOneFormIsRefused(t *testing.T) {
	m := example(t)
	file := m.evidence(t)
	whole := pieces(t, file)
	byHand := func(change func([]piece) []piece) []byte { return join(t, change(slices.Clone(whole))) }
	at := func(i int, with byte) []byte {
		out := bytes.Clone(file)
		out[i] = with
		return out
	}
	manifestEnd := block + len(m.manifest)
	for name, data := range map[string][]byte{
		"nothing":                      {},
		"zero bytes":                   make([]byte, trailer),
		"a bundle":                     m.bundles[folder+"2-1"+bundleEnd],
		"the end is cut":               file[:len(file)-1],
		"a block is cut":               file[:len(file)-block],
		"a part is cut":                file[:block*3],
		"a block follows":              append(bytes.Clone(file), make([]byte, block)...),
		"a byte follows":               append(bytes.Clone(file), 0),
		"the padding holds something":  at(manifestEnd, 'x'),
		"the end holds something":      at(len(file)-1, 1),
		"another mode":                 at(106, '5'),
		"a link":                       at(156, '2'),
		"an owner's name":              at(265, 'x'),
		"another checksum":             at(148, '7'),
		"a size in another form":       at(124, ' '),
		"without a manifest":           byHand(func(p []piece) []piece { return p[1:] }),
		"without bundles or a summary": byHand(func(p []piece) []piece { return p[:2] }),
		"in another order":             byHand(func(p []piece) []piece { p[0], p[1] = p[1], p[0]; return p }),
		"bundles in another order":     byHand(func(p []piece) []piece { p[3], p[4] = p[4], p[3]; return p }),
		"one part twice":               byHand(func(p []piece) []piece { return append(p, p[4]) }),
		"a stranger's part":            byHand(func(p []piece) []piece { return append(p, piece{folder + "readme", nil}) }),
		"a way out of the folder":      byHand(func(p []piece) []piece { p[3].name = folder + "../2-1.valurna"; return p }),
		"a ballot that cannot be":      byHand(func(p []piece) []piece { p[3].name = folder + "02-1.valurna"; return p }),
	} {
		r := check(t, data, verify.FileAnchor(m.manifest))
		if r.Verdict != verify.Unreadable || r.Exit() != verify.ExitUnreadable || r.Failed() != CheckContainer || len(r.Checks) != 1 {
			t.Errorf("%s: %s", name, dump(r))
		}
		if _, err := Open(bytes.NewReader(data), int64(len(data))); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzOpen: what is read is what these parts are written as, byte for byte.
func FuzzOpen(f *testing.F) {
	m := example(f)
	for name, data := range m.bundles { // the head of a bundle is enough here
		m.bundles[name] = data[:40]
	}
	parts := []piece{{PartManifest, []byte("m\n")}, {PartJournal, bytes.Repeat([]byte("j\n"), 256)}, {PartSummary, nil}}
	f.Add(join(f, parts))
	f.Add(join(f, append(parts, piece{folder + "0-1.valurna", []byte("b\n")}, piece{folder + "2-1.valurna", m.bundles[folder+"2-1.valurna"]})))
	f.Add(join(f, parts[:2]))
	f.Add(make([]byte, trailer))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if file != nil || !errors.Is(err, ErrForm) {
				t.Fatalf("%v, %v", file, err)
			}
			return
		}
		if !bytes.Equal(join(t, pieces(t, data)), data) {
			t.Fatal("a file was read that is written otherwise")
		}
	})
}

package verify

import (
	"bytes"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"valurna/ballot/bundle"
)

// Every byte of the file matters: whichever one is changed, the bundle is refused.
// The change differs from byte to byte, so that case, digits and padding all get
// their turn. With VALURNA_LONG all bytes are changed, else one in thirteen.
func TestEveryChangedByteIsRefused(t *testing.T) {
	e := hold(t, nil)
	anchor := FileAnchor(e.manifestFile())
	var file bytes.Buffer
	noError(t, bundle.Write(&file, e.bundle()))
	original := file.Bytes()

	step := 13
	if os.Getenv("VALURNA_LONG") != "" {
		step = 1
	}
	var next atomic.Int64
	var unreadable, invalid atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			data := bytes.Clone(original)
			for {
				i := step * (int(next.Add(1)) - 1)
				if i >= len(data) {
					return
				}
				mask := byte(1) << (i % 7)
				data[i] ^= mask
				switch b, err := bundle.Read(bytes.NewReader(data)); {
				case err != nil:
					unreadable.Add(1)
				default:
					r := Verify(b, anchor)
					if r.Verdict == Invalid && r.Failed() != "" && r.Result == nil && r.Exit() == ExitInvalid {
						invalid.Add(1)
					} else {
						t.Errorf("byte %d changed from %q to %q: %s", i, data[i]^mask, data[i], r.Verdict)
					}
				}
				data[i] ^= mask
			}
		})
	}
	group.Wait()
	if tried := (len(original) + step - 1) / step; unreadable.Load()+invalid.Load() != int64(tried) {
		t.Errorf("%d unreadable and %d invalid of %d", unreadable.Load(), invalid.Load(), tried)
	}
	t.Logf("%d bytes: %d unreadable, %d invalid", len(original), unreadable.Load(), invalid.Load())

	for _, data := range [][]byte{append(bytes.Clone(original), '\n'), original[:len(original)-1], nil} {
		if _, err := bundle.Read(bytes.NewReader(data)); err == nil {
			t.Errorf("%d bytes instead of %d were read", len(data), len(original))
		}
	}
}

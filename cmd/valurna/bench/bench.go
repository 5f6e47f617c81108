// Package bench measures this program on this machine: verifying a bundle, a
// trustee's shuffle, issuing tokens, and the way from the close to the result. Each
// measurement stands beside the limit that its primitives set, measured in the same
// run before it and after. docs/performance.md says how each limit is composed.
package bench

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"valurna/ballot/bundle"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/ballot/verify"
	"valurna/crypto/blind"
	"valurna/crypto/parallel"
)

// Options are those of one call.
type Options struct {
	Ballots int
	Keep    string    // a file for the bundle of verify; "" for none
	Say     io.Writer // how far the preparation is
}

// told says how far a long preparation is, a tenth at a time.
func (o Options) told(what string) func(done int) {
	step := max(1, o.Ballots/10)
	return func(done int) {
		if o.Ballots >= 5000 && done%step == 0 {
			_, _ = fmt.Fprintf(o.Say, "preparing: %s, %d of %d\n", what, done, o.Ballots)
		}
	}
}

// box is a meeting with a sealed box of o.Ballots.
func (o Options) box(tokens bool) (*meeting, [][]byte, error) {
	m, err := convene(o.Ballots, o.told("seats taken"))
	if err != nil {
		return nil, nil, err
	}
	box, err := m.vote(o.Ballots, tokens, o.told("ballots cast"))
	if err != nil {
		return nil, nil, err
	}
	sealed.Sort(box)
	return m, box, m.seal(box)
}

// Verify measures the verification of a bundle with three shuffles and two of three
// trustees' decryption: reading the file and every check, as "valurna verify" does.
func Verify(o Options) (*Report, error) {
	name, words, err := o.publish()
	if err != nil {
		return nil, err
	}
	if o.Keep == "" {
		defer func() { _ = os.Remove(name) }() // a temporary file
	}
	debug.FreeOSMemory()
	limits, err := verifyLimit(o.Ballots, len(trustees))
	if err != nil {
		return nil, err
	}
	before, _, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	var read, check span
	took, peak, err := measured(func() error {
		var b *bundle.Bundle
		var err error
		if read, err = timed(func() error { b, err = readBundle(name); return err }); err != nil {
			return err
		}
		check, _ = timed(func() error { // no error
			if r := verify.Verify(b, verify.WordsAnchor(words)); r.Verdict != verify.Valid {
				err = fmt.Errorf("bench: the bundle is %s: the check %q fails", r.Verdict, r.Failed())
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	after, costs, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	r := newReport("verify", o.Ballots, took, peak, before, after, costs)
	r.Parts = []Part{part("reading the file", read), part("all checks", check)}
	return r, nil
}

// publish makes a meeting, and writes its bundle to a file. What it needs in memory
// is gone when it returns.
func (o Options) publish() (name, words string, err error) {
	m, box, err := o.box(true)
	if err != nil {
		return "", "", err
	}
	b, err := m.count(box, false, func(_, _ string, work func() error) error { return work() })
	if err != nil {
		return "", "", err
	}
	file, err := os.CreateTemp("", "valurna-bench-*.valurna")
	if o.Keep != "" {
		file, err = os.Create(o.Keep)
	}
	if err != nil {
		return "", "", err
	}
	err = bundle.Write(file, b)
	if closed := file.Close(); err == nil {
		err = closed
	}
	words = manifest.Words(m.hash)
	if o.Keep != "" && err == nil {
		_, err = fmt.Fprintf(o.Say, "kept: valurna verify %s --manifest \"%s\"\n", o.Keep, words)
	}
	return file.Name(), words, err
}

func readBundle(name string) (*bundle.Bundle, error) {
	return verify.Opener(func(name string) (io.ReadCloser, error) { return os.Open(name) }).Bundle(name)
}

// Shuffle measures one trustee's shuffle with its proof. The ballots have no tokens,
// at which a shuffle does not look.
func Shuffle(o Options) (*Report, error) {
	m, box, err := o.box(false)
	if err != nil {
		return nil, err
	}
	b := m.state.Ballot(ballot)
	list := sealed.Ciphertexts(b.Definition.Points, box)
	limits, err := shuffleLimit(o.Ballots)
	if err != nil {
		return nil, err
	}
	before, _, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	var data []byte
	took, peak, err := measured(func() (err error) {
		data, err = tally.Shuffle(b, 1, 1, list, rand.Reader, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	after, costs, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	if _, err := tally.CheckShuffle(b, 1, 1, list, data); err != nil {
		return nil, err
	}
	return newReport("shuffle", o.Ballots, took, peak, before, after, costs), nil
}

// Issue measures the signing of tokens. The limit is the standard library's RSA-PSS
// signature with a key of the same size.
func Issue(o Options) (*Report, error) {
	signer, err := blind.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	// What a voter sends is a uniform number below the modulus, whatever it blinds.
	blinded := make([][]byte, o.Ballots)
	for i := range blinded {
		blinded[i] = make([]byte, blind.Size)
		_, _ = rand.Read(blinded[i]) // never fails
		blinded[i][0] &= 0x7f
	}
	limits, err := issueLimit(signer, min(o.Ballots, 2000))
	if err != nil {
		return nil, err
	}
	before, _, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	took, peak, err := measured(func() error {
		return parallel.Try(o.Ballots, 1, func(i int) error {
			_, err := signer.BlindSign(blinded[i])
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	after, costs, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	r := newReport("issue", o.Ballots, took, peak, before, after, costs)
	r.Note = "Signing alone: the connection, the journal and the store are not in it."
	return r, nil
}

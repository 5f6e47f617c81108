package registrar

import (
	"bytes"
	"context"
	"io"
	"os"
	"time"

	"valurna/ballot/evidence"
	"valurna/server/wire"
)

// runEvidence packs the meeting into one file for whoever judges it, from this registrar's
// journal and the bundles that it has published. One is packed at a time: observers need
// no key.
func runEvidence(r *Registrar, c *call) error {
	select {
	case r.packing <- struct{}{}:
		defer func() { <-r.packing }()
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
	r.untilWitnessed(c.ctx)
	return r.evidenceFile(c.ctx, c.out)
}

// witnessesWait is how long evidence waits for the witnesses, who are a moment behind.
const witnessesWait = 10 * time.Second

// untilWitnessed waits until the whole journal is cosigned. If that takes too long the
// evidence is of what there is, and says how far it is witnessed.
func (r *Registrar) untilWitnessed(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, witnessesWait)
	defer cancel()
	_ = r.await(ctx, func() bool { return r.signed.size == r.state.Next() })
}

func (r *Registrar) evidenceFile(ctx context.Context, out io.Writer) error {
	var journal bytes.Buffer
	if err := r.Follow(ctx, &journal, 0, false, false); err != nil {
		return err
	}
	ids, err := r.Bundles()
	if err != nil {
		return err
	}
	var bundles []evidence.Source
	for _, id := range ids {
		path := r.bundlePath(id)
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		bundles = append(bundles, evidence.Source{Name: id + ".valurna", Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }})
	}
	// Packed before anything is sent, so that what comes is whole or nothing.
	f, err := os.CreateTemp("", "valurna-evidence-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	source := evidence.Source{Name: "journal", Size: int64(journal.Len()), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(journal.Bytes())), nil
	}}
	if err := evidence.Make(f, source, bundles); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(out, f)
	return err
}

func init() { commands[wire.CmdEvidence] = command{everybody, runEvidence} }

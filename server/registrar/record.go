package registrar

import (
	"encoding/json"
	"io"
	"sync"

	"valurna/ballot/journal"
	"valurna/ballot/record"
	"valurna/server/wire"
)

// recorder writes the record of the meeting along with the journal, for whoever looks. It
// folds the entries by itself, so that nothing waits for it when they are entered.
type recorder struct {
	mu     sync.Mutex
	state  *journal.State
	keeper *record.Keeper
	noted  int            // entries
	newest *record.Record // as of noted; nobody changes it
}

// Record is the record of the meeting so far. It is shared: nobody may change it.
func (r *Registrar) Record() (*record.Record, error) {
	r.mu.Lock()
	leaves := r.leaves
	r.mu.Unlock()
	c := &r.recorder
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keeper == nil {
		c.state, c.keeper = journal.NewState(), record.NewKeeper()
	}
	if c.newest != nil && c.noted >= len(leaves) {
		return c.newest, nil
	}
	for _, leaf := range leaves[min(c.noted, len(leaves)):] {
		e, err := c.state.ApplyLeaf(leaf)
		if err != nil {
			return nil, err
		}
		if err := c.keeper.Note(e, c.state); err != nil {
			return nil, err
		}
		c.noted++
	}
	// The keeper goes on with its own; what is given away is a copy of it.
	data, err := json.Marshal(c.keeper.Record())
	if err != nil {
		return nil, err
	}
	fresh := new(record.Record)
	if err := json.Unmarshal(data, fresh); err != nil {
		return nil, err
	}
	c.newest = fresh
	return fresh, nil
}

// Record is the record, for a screen.
func (d *Desk) Record() (*record.Record, error) { return d.r.Record() }

// runRecord prints it.
func runRecord(r *Registrar, c *call) error {
	rec, err := r.Record()
	switch {
	case err != nil:
		return err
	case c.json:
		return answer(c, rec)
	}
	_, err = io.WriteString(c.out, c.record(rec, c.lang))
	return err
}

func init() { commands[wire.CmdRecord] = command{everybody, runRecord} }

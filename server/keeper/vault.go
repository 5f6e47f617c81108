package keeper

import (
	"fmt"
	"io"
	"slices"
	"sync"
)

// vault holds the keys in one block of memory outside Go's heap, so that the
// garbage collector leaves no copies and erasing a key erases the only one.
type vault struct {
	mu     sync.Mutex
	memory []byte // Slots * Size bytes
	slot   map[string]int
	free   []int
	erased map[string]bool
	rand   io.Reader
}

func newVault(memory []byte, rand io.Reader) *vault {
	v := &vault{memory: memory, slot: map[string]int{}, erased: map[string]bool{}, rand: rand}
	for i := range len(memory) / Size {
		v.free = append(v.free, i)
	}
	return v
}

func (v *vault) at(i int) []byte { return v.memory[i*Size : (i+1)*Size] }

// get copies the ballot's key into key, or returns ErrNone or ErrErased.
func (v *vault) get(ballot string, key *Key) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.erased[ballot] {
		return ErrErased
	}
	i, held := v.slot[ballot]
	if !held {
		return ErrNone
	}
	copy(key[:], v.at(i))
	return nil
}

// create is get, but makes the key if there never was one.
func (v *vault) create(ballot string, key *Key) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.erased[ballot] {
		return ErrErased
	}
	i, held := v.slot[ballot]
	if !held {
		if len(v.free) == 0 {
			return fmt.Errorf("%w: it holds the keys of %d ballots already; erase those of finished ballots", ErrRefused, len(v.slot))
		}
		i = v.free[len(v.free)-1]
		if _, err := io.ReadFull(v.rand, v.at(i)); err != nil {
			clear(v.at(i))
			return fmt.Errorf("%w: no randomness for a key: %v", ErrRefused, err)
		}
		v.free = v.free[:len(v.free)-1]
		v.slot[ballot] = i
	}
	copy(key[:], v.at(i))
	return nil
}

// erase overwrites the key and remembers that it is gone; a ballot that never
// had one is marked too.
func (v *vault) erase(ballot string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if i, held := v.slot[ballot]; held {
		clear(v.at(i))
		delete(v.slot, ballot)
		v.free = append(v.free, i)
	}
	v.erased[ballot] = true
}

// held lists the ballots whose keys are held, sorted.
func (v *vault) held() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := make([]string, 0, len(v.slot))
	for ballot := range v.slot {
		out = append(out, ballot)
	}
	slices.Sort(out)
	return out
}

// wipe erases every key, when the keeper ends in order.
func (v *vault) wipe() {
	v.mu.Lock()
	defer v.mu.Unlock()
	clear(v.memory)
	clear(v.slot)
}

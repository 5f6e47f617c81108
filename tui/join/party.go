package join

import (
	"bufio"
	"io"
	"sync"
)

// party shares one input between two conversations, the desk's and the booth's:
// whole lines go to whoever is in front, one at a time, so that neither holds a
// line that was meant for the other.
type party struct {
	mu    sync.Mutex
	moved *sync.Cond
	front int // who is in front: 0 the desk, n the nth visit to the booth
	last  int
	line  []byte // not yet taken; nil: none
	err   error  // the input has ended
}

// longest piece of a line that is passed on at once; bytes.
const piece = 4096

func newParty(in io.Reader) *party {
	p := &party{}
	p.moved = sync.NewCond(&p.mu)
	go p.pump(in)
	return p
}

func (p *party) pump(in io.Reader) {
	r := bufio.NewReaderSize(in, piece)
	for {
		data, err := r.ReadSlice('\n')
		p.mu.Lock()
		for p.line != nil {
			p.moved.Wait()
		}
		if len(data) > 0 {
			p.line = append([]byte(nil), data...)
		}
		if err != nil && err != bufio.ErrBufferFull {
			p.err = err
		}
		p.moved.Broadcast()
		ended := p.err != nil
		p.mu.Unlock()
		if ended {
			return
		}
	}
}

// desk is the input as the desk reads it.
func (p *party) desk() io.Reader { return &tap{p, 0} }

// visit is the input as the booth reads it, in front until leave is called.
func (p *party) visit() (in io.Reader, leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	p.front = p.last
	return &tap{p, p.last}, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.front = 0
		p.moved.Broadcast()
	}
}

type tap struct {
	p   *party
	who int
}

// Read waits until this conversation is in front and there is a line. A visit that
// is over reads the input's end.
func (t *tap) Read(b []byte) (int, error) {
	p := t.p
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.front != t.who || p.line == nil && p.err == nil {
		if t.who != 0 && p.front != t.who {
			return 0, io.EOF
		}
		p.moved.Wait()
	}
	if p.line == nil {
		return 0, p.err
	}
	n := copy(b, p.line)
	if p.line = p.line[n:]; len(p.line) == 0 {
		p.line = nil
		p.moved.Broadcast()
	}
	return n, nil
}

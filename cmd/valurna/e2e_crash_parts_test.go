//go:build e2e

package main

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"valurna/cmd/valurna/demo"
	"valurna/server/crash"
)

// kill is one part's death at one point.
type kill struct{ part, point string }

func (k kill) String() string {
	if _, name, ok := strings.Cut(k.part, "-"); ok {
		return name + ": " + k.point
	}
	return k.point
}

// crashParts are the processes of one run and whoever starts them again: the
// operator, with the same command, as soon as one was killed.
type crashParts struct {
	town    *demo.Town
	program string
	env     []string

	mu      sync.Mutex
	pending []kill
	fired   []kill
	moved   chan struct{} // closed and replaced when a kill has fired
	running map[string]*exec.Cmd
	logs    map[string]*output
	ending  bool
	failed  func(error)
	all     sync.WaitGroup
}

// bothDown is how long the first of two killed parts stays down for the second
// to fall as well, so that the two overlap where the protocol lets them.
const bothDown = 400 * time.Millisecond

func (p *crashParts) start(name string, args ...string) {
	p.mu.Lock()
	p.logs[name] = new(output)
	p.mu.Unlock()
	p.all.Go(func() {
		for p.once(name, args) {
		}
	})
}

// once runs a part until it ends, and says whether to start it again.
func (p *crashParts) once(name string, args []string) bool {
	p.mu.Lock()
	if p.ending {
		p.mu.Unlock()
		return false
	}
	log := p.logs[name]
	var points []string
	for _, k := range p.pending {
		if k.part == name {
			points = append(points, k.point)
		}
	}
	cmd := exec.Command(p.program, append(args, "--until-eof")...)
	cmd.Env = append(slices.Clone(p.env), crash.Variable+"="+strings.Join(points, ","), crash.Stages+"="+p.town.Dir)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	_, err := cmd.StdinPipe() // ends with this process, and the part with it
	if err == nil {
		err = cmd.Start()
	}
	p.running[name] = cmd
	p.mu.Unlock()
	if err != nil {
		p.failed(err)
		return false
	}
	err = cmd.Wait()

	p.mu.Lock()
	defer p.mu.Unlock()
	switch point := lastMark(log.String()); {
	case p.ending, name == "booth" && err == nil:
		return false
	case cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL && slices.Contains(points, point):
		k := kill{name, point}
		p.fired = append(p.fired, k)
		p.pending = slices.DeleteFunc(p.pending, func(other kill) bool { return other == k })
		close(p.moved)
		p.moved = make(chan struct{})
		if len(p.fired) == 1 && slices.ContainsFunc(p.pending, func(other kill) bool { return other.part != name }) {
			second := p.moved
			p.mu.Unlock()
			select {
			case <-second:
			case <-time.After(bothDown):
			}
			p.mu.Lock()
		}
		return true
	}
	p.failed(fmt.Errorf("%s has ended by itself: %w", name, err))
	return false
}

// lastMark is the point at which a process says that it dies; "" if it does not.
func lastMark(log string) string {
	lines := strings.Split(strings.TrimSpace(log), "\n")
	point, _ := strings.CutPrefix(lines[len(lines)-1], crash.Mark)
	return point
}

// raise starts all parts of a town.
func (p *crashParts) raise(answers func(addr string) error) error {
	dir := p.town.Dir
	p.start("registrar", "registrar", "serve", dir)
	if err := answers(p.town.Signed.Manifest.Registrar.Address); err != nil {
		return err
	}
	p.start("urn", "urn", "serve", dir, "--turn", "2s")
	manifest := filepath.Join(dir, "manifest")
	for _, t := range p.town.Signed.Manifest.Trustees {
		p.start("trustee-"+t.Name, "trustee", "run", filepath.Join(dir, "trustee-"+t.Name), "--manifest", manifest, "--yes")
	}
	for _, w := range p.town.Signed.Manifest.Witnesses {
		p.start("witness-"+w.Name, "witness", "run", filepath.Join(dir, "witness-"+w.Name), "--manifest", manifest)
	}
	return nil
}

// signal sends a signal to one part, which must run.
func (p *crashParts) signal(name string, sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	cmd := p.running[name]
	if cmd == nil || cmd.Process == nil {
		return fmt.Errorf("%s does not run", name)
	}
	if err := cmd.Process.Signal(sig); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// left are the kills that have not come to pass within a time.
func (p *crashParts) left(within time.Duration) []kill {
	end := time.After(within)
	for {
		p.mu.Lock()
		left, moved := slices.Clone(p.pending), p.moved
		p.mu.Unlock()
		if len(left) == 0 {
			return nil
		}
		select {
		case <-moved:
		case <-end:
			return left
		}
	}
}

// stop ends all parts in order, as an operator does at the end of the evening.
func (p *crashParts) stop() error {
	p.mu.Lock()
	p.ending = true
	running := maps.Clone(p.running)
	for _, cmd := range running {
		if cmd.Process != nil {
			// It may have ended already.
			_ = cmd.Process.Signal(syscall.SIGCONT)
			_ = cmd.Process.Signal(syscall.SIGTERM)
		}
	}
	p.mu.Unlock()
	done := make(chan struct{})
	go func() {
		p.all.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-time.After(20 * time.Second):
	}
	for _, cmd := range running {
		if cmd.Process != nil {
			_ = cmd.Process.Kill()
		}
	}
	<-done
	return errors.New("a part did not end on SIGTERM within 20 s")
}

// tails are the ends of what the parts have printed.
func (p *crashParts) tails() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(p.logs)) {
		lines := strings.Split(strings.TrimSpace(p.logs[name].String()), "\n")
		fmt.Fprintf(&out, "%s ends:\n  %s\n", name, strings.Join(lines[max(0, len(lines)-12):], "\n  "))
	}
	return out.String()
}

// listens says that somebody listens on an address.
func listens(addr string) error {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return err
	}
	return c.Close()
}

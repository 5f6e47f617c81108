package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"valurna/server/keeper"
)

// process is one part of the meeting, a process of its own with a log of its own.
type process struct {
	name string
	cmd  *exec.Cmd
	in   io.Closer // its standard input; it ends with it
	log  string
	done chan struct{}
	err  error
}

// Parts are the running processes.
type Parts struct {
	mu    sync.Mutex
	all   []*process
	ended bool
}

// Start starts registrar, urn, trustees and witnesses with the program itself.
func (t *Town) Start(ctx context.Context) (*Parts, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := new(Parts)
	start := func(name string, args ...string) error {
		return p.start(program, name, t.path("log", name+".log"), args)
	}
	if err := start("registrar", "registrar", "serve", t.Dir, "--booth-command", "ssh -F "+t.path("ssh_config")+" booth-{seat}"); err != nil {
		return p, err
	}
	if err := answers(ctx, t.Signed.Manifest.Registrar.Address); err != nil {
		return p, errors.Join(err, p.failure())
	}
	// The urn would start its keeper by itself, and that one outlives a killed demo.
	if err := start("keeper", "urn", "keeper", t.path("urn")); err != nil {
		return p, err
	}
	if err := keeps(ctx, t.path("urn")); err != nil {
		return p, errors.Join(err, p.failure())
	}
	if err := start("urn", "urn", "serve", t.Dir); err != nil {
		return p, err
	}
	for _, n := range trusteeNames {
		if err := start("trustee-"+n, "trustee", "run", t.path("trustee-"+n), "--manifest", t.path("manifest"), "--yes"); err != nil {
			return p, err
		}
	}
	for _, n := range witnessNames {
		if err := start("witness-"+n, "witness", "run", t.path("witness-"+n), "--manifest", t.path("manifest")); err != nil {
			return p, err
		}
	}
	if err := answers(ctx, t.Signed.Manifest.Urn.Cast); err != nil {
		return p, errors.Join(err, p.failure())
	}
	return p, nil
}

func (p *Parts) start(program, name, logPath string, args []string) error {
	if err := os.MkdirAll(filepath.Dir(logPath), 0o700); err != nil {
		return err
	}
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(program, append(args, "--until-eof")...)
	cmd.Stdout, cmd.Stderr = log, log
	// Nothing is written to it: it ends when this process does, even if killed.
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	ownGroup(cmd)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s did not start: %w", name, err)
	}
	pr := &process{name: name, cmd: cmd, in: in, log: logPath, done: make(chan struct{})}
	go func() {
		pr.err = cmd.Wait()
		close(pr.done)
	}()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, pr)
	return nil
}

// failure names the first process that has ended by itself, with the end of its
// log; nil if all run.
func (p *Parts) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return nil
	}
	for _, pr := range p.all {
		select {
		case <-pr.done:
			data, err := os.ReadFile(pr.log)
			lines := strings.Split(strings.TrimSpace(string(data)), "\n")
			return errors.Join(fmt.Errorf("%s has ended: %v; its log ends: %s", pr.name, pr.err, strings.Join(lines[max(0, len(lines)-3):], " / ")), err)
		default:
		}
	}
	return nil
}

// Watch calls failed once when a process ends before Stop.
func (p *Parts) Watch(ctx context.Context, failed func(error)) {
	t := time.NewTicker(200 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if err := p.failure(); err != nil {
				failed(err)
				return
			}
		}
	}
}

// Stop ends all processes, politely first. The keeper, which defies signals while
// it holds a key, ends with its input: a rehearsal has nothing to keep.
func (p *Parts) Stop() {
	p.mu.Lock()
	p.ended = true
	all := p.all
	p.mu.Unlock()
	for i := len(all) - 1; i >= 0; i-- {
		// A process that has gone already needs neither.
		_ = all[i].cmd.Process.Signal(syscall.SIGTERM)
		_ = all[i].in.Close()
	}
	for i := len(all) - 1; i >= 0; i-- {
		select {
		case <-all[i].done:
		case <-time.After(5 * time.Second):
			_ = all[i].cmd.Process.Kill()
			<-all[i].done
		}
	}
}

// keeps waits until the keeper of dir answers.
func keeps(ctx context.Context, dir string) error {
	return await(ctx, func(context.Context) error {
		_, err := keeper.At(dir).List()
		return err
	})
}

// answers waits until somebody listens on the address.
func answers(ctx context.Context, addr string) error {
	return await(ctx, func(ctx context.Context) error {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		return c.Close()
	})
}

// await repeats f until it succeeds or a part has had time enough to start.
func await(ctx context.Context, f func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	t := time.NewTicker(20 * time.Millisecond)
	defer t.Stop()
	for {
		err := f(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("a part of the demo did not start: %w", err)
		case <-t.C:
		}
	}
}

//go:build e2e

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/server/crash"
)

// hostedMark ends the name of such a run.
const hostedMark = ", hosted booth"

// hostedRuns are the runs in which seat 2 votes in the hosted booth: the urn and
// the registrar die at every step of that vote, alone and in pairs. Seat 2 votes
// before all others, so that it is this vote which they leave lying.
func hostedRuns(points []string) []*crashRun {
	var passed []string
	for _, p := range points {
		if name := crash.Name(p); p == name && (strings.HasPrefix(p, "registrar.issue.") || strings.HasPrefix(p, "urn.accept.") || p == "urn.key.got") {
			passed = append(passed, p)
		}
	}
	var out []*crashRun
	for i, a := range passed {
		first := kill{crash.Part(a), a}
		out = append(out, &crashRun{visitor: &visitor{}, kills: []kill{first}})
		for _, b := range passed[i+1:] {
			out = append(out, &crashRun{visitor: &visitor{}, kills: []kill{first, {crash.Part(b), b}}})
		}
	}
	return out
}

// visitor votes in the hosted booth by stock ssh, in lines, and gives the same
// command again when the line has ended, as a person does.
type visitor struct {
	config string // of ssh
	home   string
	code   string // of the paper that was sealed last
	in     bool   // a visit has said that the vote is in
	visits int
}

// script is what the booth says, and what this visitor answers to it.
var script = []struct{ says, answer string }{
	{"eller 0 för blankt.", "1"},
	{"Tom rad: valbåset väljer slumpvis.", ""},
	{"Stämmer det?", "ja"},
	{"Skriv ordet ja", "ja"},
	{"Tom rad försöker igen", ""},
}

// ends are the sentences after which there is nothing to answer.
var ends = []string{"Din röst är inlagd.", "Din röst är redan inlagd."}

// vote visits until the booth says that the vote is in.
func (v *visitor) vote(ctx context.Context) error {
	return again(ctx, func(ctx context.Context) error {
		v.visits++
		return v.visit(ctx)
	})
}

func (v *visitor) visit(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "ssh", "-F", v.config, "-o", "BatchMode=yes", "booth", "plain")
	cmd.Env = plainEnv(v.home)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		return err
	}
	said, err := v.talk(in, out)
	if v.in {
		// The line would end by itself, when its slot does.
		_ = cmd.Process.Kill()
	}
	if ended := cmd.Wait(); err != nil {
		return fmt.Errorf("the hosted booth, visit %d: %w (%w) after:\n%s%s", v.visits, err, ended, said, &errs)
	}
	return nil
}

// talk answers what is asked until the vote is in or the line ends.
func (v *visitor) talk(in io.WriteCloser, out io.Reader) (said string, err error) {
	defer in.Close()
	var all strings.Builder
	heard, chunk := 0, make([]byte, 4096)
	for {
		n, err := out.Read(chunk)
		all.WriteString(strings.ReplaceAll(string(chunk[:n]), "\x00", ""))
		text := all.String()
		for _, end := range ends {
			if strings.Contains(text[heard:], end) {
				v.in = true
				return text, nil
			}
		}
		for {
			at, answer := next(text[heard:])
			if at < 0 {
				break
			}
			if code := codeLine.FindString(text[heard : heard+at]); code != "" {
				v.code = code
			}
			heard += at
			if _, err := io.WriteString(in, answer+"\n"); err != nil {
				return text, err
			}
		}
		if err != nil {
			return text, errors.Join(errors.New("the line ended before the vote was in"), err)
		}
	}
}

// next finds the first question in a text: where it ends, and the answer.
func next(text string) (end int, answer string) {
	end = -1
	for _, q := range script {
		if at := strings.Index(text, q.says); at >= 0 && (end < 0 || at+len(q.says) < end) {
			end, answer = at+len(q.says), q.answer
		}
	}
	return end, answer
}

// visits has seat 2 vote in the hosted booth, before the others.
func (r *crashRun) visits(ctx context.Context) error {
	if r.visitor == nil {
		return nil
	}
	r.visitor.config, r.visitor.home = filepath.Join(r.parts.town.Dir, "ssh_config"), r.parts.town.Dir
	return r.visitor.vote(ctx)
}

// found counts how often the visitor's ballot is among the sealed ones.
func (r *crashRun) found(ctx context.Context, box [][]byte) (int, error) {
	var about sealed.Context
	if err := r.seats[0].journal.Await(ctx, func(s *journal.State, _ int64) bool { about = s.Ballot(r.id).Context; return true }); err != nil {
		return 0, err
	}
	n := 0
	for _, encoding := range box {
		code, err := sealed.CodeOf(about, encoding)
		if err != nil {
			return 0, err
		}
		if code.String() == r.visitor.code {
			n++
		}
	}
	return n, nil
}

// ownSeats are those who vote in a booth of their own.
func (r *crashRun) ownSeats() []*voter {
	if r.visitor == nil {
		return r.seats
	}
	return slices.DeleteFunc(slices.Clone(r.seats), func(v *voter) bool { return v.seat == 2 })
}

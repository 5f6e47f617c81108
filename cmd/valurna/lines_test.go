package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/server/sshd"
	"valurna/tui/plain"
	"valurna/tui/words"
)

// oneVote is a booth's backend with one open vote.
type oneVote struct {
	mu     sync.Mutex
	sealed kind.Choice
	cast   []kind.Choice
}

func (*oneVote) Visit() (view.BoothVisit, error) {
	return view.BoothVisit{
		Body: "Exempelby", Ballot: "1-1", Title: "Val av ordförande", Phase: view.PhaseOpen, Hosted: true,
		Contest: kind.Contest{Kind: kind.KOfN, Elect: 2, Options: []string{"Åsa", "Bo", "Søren"}},
	}, nil
}

func (*oneVote) Changed() <-chan struct{} { return nil }

func (v *oneVote) Seal(c kind.Choice, _ string) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sealed = c
	return "7K3M-Q9TX", nil
}

func (v *oneVote) Cast(context.Context) (view.CastDone, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cast = append(v.cast, v.sealed)
	return view.CastDone{Code: "7K3M-Q9TX"}, nil
}

func (*oneVote) Audit(context.Context) (view.AuditDone, error) {
	return view.AuditDone{Code: "7K3M-Q9TX"}, nil
}

// heardSoFar collects what a session says.
type heardSoFar struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (h *heardSoFar) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.all.Write(p)
}

func (h *heardSoFar) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.all.String()
}

// A vote over SSH by clients that cannot draw; not one escape character is sent.
func TestAVoteInLinesOverSSH(t *testing.T) {
	host, err := gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	votes := &oneVote{}
	server, err := sshd.New("127.0.0.1:0", host, sshd.Limits{}, sshd.Guest("ballot"), wish.WithMiddleware(
		sshd.Lines(func(ctx context.Context, _ ssh.Session, in io.Reader, out io.Writer) error {
			return plain.Booth(ctx, votes, words.Pick("da"), in, out)
		})))
	if err != nil {
		t.Fatal(err)
	}
	l, err := sshd.Listen("127.0.0.1:0", sshd.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	client, err := gossh.Dial("tcp", l.Addr().String(), &gossh.ClientConfig{User: "ballot", HostKeyCallback: gossh.FixedHostKey(host.PublicKey())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })

	for i, term := range []string{"", "dumb"} {
		s, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		out, end := &heardSoFar{}, "\n"
		s.Stdout = out
		in, err := s.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if term != "" {
			end = "\r"
			if err := s.RequestPty(term, 24, 80, gossh.TerminalModes{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		w := words.Pick("da")
		for _, step := range [][2]string{
			{"i stedet for hvert nummer.", "3 2"}, {w.Plain.WordAsk, "blåbær"}, {"lader dig vælge om.", ""}, {"Skriv ordet ja", "ja"},
		} {
			for deadline := time.Now().Add(10 * time.Second); !strings.Contains(out.String(), step[0]); time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("%q was not said:\n%s", step[0], out)
				}
			}
			if _, err := io.WriteString(in, step[1]+end); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Wait(); err != nil || !strings.Contains(out.String(), w.Booth.DoneTitle+".") {
			t.Errorf("%q: %v\n%s", term, err, out)
		}
		if strings.Contains(out.String(), "\x1b") {
			t.Errorf("%q: an escape character in %q", term, out)
		}
		votes.mu.Lock()
		if len(votes.cast) != i+1 || !slices.Equal(votes.cast[i].Options, []int{1, 2}) {
			t.Errorf("%q: cast %v", term, votes.cast)
		}
		votes.mu.Unlock()
	}
}

package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
)

// Join lets a person take part: chair and one member are left to the person, all
// others check in and vote by themselves soon after a ballot opens. It returns
// when ctx ends.
func (t *Town) Join(ctx context.Context, say func(format string, a ...any)) error {
	quiet := func(string, ...any) {}
	e := &evening{town: t, say: quiet, mark: time.Now()}
	say("Trustees make their keys …")
	end, err := e.gatherAll(ctx, seatsForPeople)
	if err != nil {
		return err
	}
	defer end()
	hash, err := t.Signed.Manifest.Hash()
	if err != nil {
		return err
	}
	// Whoever runs the demo from its sources has no installed program.
	program := "valurna"
	if _, err := exec.LookPath(program); err != nil {
		if program, err = os.Executable(); err != nil {
			return err
		}
	}
	ssh := fmt.Sprintf("ssh -F %s ", t.path("ssh_config"))
	say(`
%s: a rehearsal, with all parties on one machine, so that nothing in it is secret.
Words of the manifest: %s

%d simulated members are checked in, %d of them at home. Two seats are yours:
open a second terminal for each part you want to play.

  the chair       %schair
  a member        %smember
  that member's booth, once a ballot is open
                  %sbooth
  the chair's own booth
                  %schair-booth
  an observer     %sobserver
  the projector   %sdisplay

Every screen shows its keys; l changes the language. As the chair you can first
open the trial ballot, which decides nothing, so that all have voted once:

  to try it out   %stest

Check in as the member and as the chair; as the chair, open the meeting and a ballot. The simulated members
vote within %d seconds. Vote in the booth, close the ballot as the chair, and
certify its result when it has been counted. Then check it as anybody can:

  %sobserver bundle 2-1 > 2-1.valurna
  %s verify 2-1.valurna --manifest %s

Ctrl-C ends everything.`,
		t.Signed.Manifest.Body, manifest.Words(hash), len(t.People)-seatsForPeople, t.Remote,
		ssh, ssh, ssh, ssh, ssh, ssh, ssh+"-t member ", int(slowest.Seconds()), ssh, program, t.path("manifest"))
	return e.voteAlways(ctx, say)
}

// slowest is how long a simulated member waits before voting, at most.
const slowest = 20 * time.Second

// voteAlways has the simulated members vote in every ballot that opens.
func (e *evening) voteAlways(ctx context.Context, say func(format string, a ...any)) error {
	go e.answerWhenCalled(ctx, say)
	seen := map[string]bool{}
	for {
		var id string
		if err := e.journal.Await(ctx, func(s *journal.State, cosigned int64) bool {
			for _, b := range s.Ballots() {
				if b.Phase == journal.Opened && cosigned > b.DefineSeq && !seen[b.Definition.Ballot] {
					id = b.Definition.Ballot
				}
			}
			return id != ""
		}); err != nil {
			return err
		}
		seen[id] = true
		say("Ballot %s is open; the simulated members vote.", id)
		go func() {
			err := e.each(ctx, len(e.seats), func(ctx context.Context, i int) error {
				if i < seatsForPeople {
					return nil
				}
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(rand.N(slowest / 2)):
				}
				return e.voteOne(ctx, id, i)
			})
			if err != nil && !errors.Is(err, context.Canceled) {
				say("Simulated members of ballot %s: %v", id, err)
			}
		}()
	}
}

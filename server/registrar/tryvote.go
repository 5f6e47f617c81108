package registrar

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"valurna/ballot/journal"
	"valurna/ballot/view"
)

// The last part of a test, at a terminal: a vote in the open trial ballot, in
// another window. Of a trial, and of no other ballot, a person is told while it is
// open whether their seat's token has been collected: that is what is being tried.

// openTrial is the trial ballot in which a person can vote now, or nil. mu is held.
func (r *Registrar) openTrial(person int) *journal.Ballot {
	for _, b := range r.state.Ballots() {
		if b.Definition.Trial() && r.takesVoters(b) && r.seatOn(b, person) != 0 {
			return b
		}
	}
	return nil
}

// Replies of this conversation, in English.
var trialTexts = map[string]string{
	"trial-go":      "Open a second terminal window, leave this one open, and type the command there.",
	"trial-wait":    "Vote in the other window. Press Enter here when the booth says that your vote is in. Type q to stop.",
	"trial-not-yet": "No token has been collected for your seat yet: your vote is not in. Go on in the other window, then press Enter here, or type q to stop.",
	"trial-seen":    "The token for your seat has been collected. Did the booth say that your vote is in? Type yes or no.",
	"trial-unseen":  "Then it is not done. Type the same command again in the other window; the booth goes on where you were. Then press Enter here, or type q to stop.",
	"trial-voted":   "Done: key, window, way and vote have worked. The secretary sees that you are ready.",
	"trial-over":    "The trial ballot is closed. What was tried before it is noted.",
	"trial-left":    "You stopped before the trial ballot was done. What was tried before it is noted.",
}

// tryVote leads one person through the trial. The answers are words, since a key
// pressed twice must not say what nobody has seen.
func (r *Registrar) tryVote(c *call, reply view.Reply) error {
	if err := told(c, reply, true); err != nil {
		return err
	}
	say := func(code string, good bool) error {
		return told(c, view.Reply{OK: good, Code: code, Text: trialTexts[code]}, good)
	}
	if reply.Test.Collected {
		return r.asksSeen(c, bufio.NewScanner(c.in), reply.Test.Trial, say)
	}
	if err := r.showWay(c); err != nil {
		return err
	}
	if err := say("trial-wait", true); err != nil {
		return err
	}
	return r.awaitsVote(c, bufio.NewScanner(c.in), reply.Test.Trial, say)
}

func (r *Registrar) showWay(c *call) error {
	r.mu.Lock()
	way := r.booth(c.who)
	r.mu.Unlock()
	return told(c, view.Reply{OK: true, Code: "trial-go", Text: trialTexts["trial-go"], Booth: &way}, true)
}

// awaitsVote waits for Enter until the seat's token has been collected.
func (r *Registrar) awaitsVote(c *call, lines *bufio.Scanner, ballot string, say func(string, bool) error) error {
	for lines.Scan() {
		if strings.EqualFold(strings.TrimSpace(lines.Text()), "q") {
			break
		}
		collected, open := r.trialToken(c.who.person, ballot)
		switch {
		case collected:
			return r.asksSeen(c, lines, ballot, say)
		case !open:
			return say("trial-over", false)
		}
		if err := say("trial-not-yet", true); err != nil {
			return err
		}
	}
	return say("trial-left", false)
}

// asksSeen asks whether the booth has said that the vote is in, which nobody here
// can know, and notes that the person has passed.
func (r *Registrar) asksSeen(c *call, lines *bufio.Scanner, ballot string, say func(string, bool) error) error {
	if err := say("trial-seen", true); err != nil {
		return err
	}
	for lines.Scan() {
		switch answer := strings.ToLower(strings.TrimSpace(lines.Text())); {
		case slices.Contains([]string{"ja", "j", "yes", "y"}, answer):
			if err := r.hasVoted(c.who.person); err != nil {
				return err
			}
			return say("trial-voted", true)
		case slices.Contains([]string{"nej", "n", "no"}, answer):
			if err := errors.Join(r.showWay(c), say("trial-unseen", true)); err != nil {
				return err
			}
			return r.awaitsVote(c, lines, ballot, say)
		case answer == "q":
			return say("trial-left", false)
		}
		if err := say("trial-seen", true); err != nil {
			return err
		}
	}
	return say("trial-left", false)
}

// trialToken says whether a person's token of a trial has been collected, and
// whether it still could be.
func (r *Registrar) trialToken(person int, ballot string) (collected, open bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.state.Ballot(ballot)
	if b == nil || !b.Definition.Trial() {
		return false, false
	}
	if b.Counts != nil {
		_, in := slices.BinarySearch(b.Counts.Collected, r.seatOn(b, person))
		return in, false
	}
	return r.tokenOut(ballot, r.seatOn(b, person)), r.takesVoters(b)
}

// hasVoted notes that a person has passed with a vote in a trial.
func (r *Registrar) hasVoted(person int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.loadTrials(); err != nil {
		return fmt.Errorf("the outcome was not noted: %w", err)
	}
	return r.keepTrial(person, trial{view.TestVoted, r.now().Unix()})
}

// fold breaks lines between words, where a terminal would break them anywhere. A
// command is left whole, so that it can be copied.
func fold(text string, cols int) string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		for !strings.HasPrefix(line, "ssh ") && utf8.RuneCountInString(line) > cols {
			cut := strings.LastIndexByte(string([]rune(line)[:cols+1]), ' ')
			if cut <= 0 {
				break
			}
			out, line = append(out, line[:cut]), line[cut+1:]
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

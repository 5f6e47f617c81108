package registrar

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// card has somebody make a card.
func (w *town) card(by int, whom, purpose string) view.Card {
	w.t.Helper()
	var c view.Card
	if err := wire.Call(w.t.Context(), w.dial("x", w.people[by-1]), "card "+whom+" "+purpose+" --json", nil, &c); err != nil {
		w.t.Fatal(err)
	}
	return c
}

// enrol enters a key as whoever holds a code does, from any machine.
func (w *town) enrol(code, text string) error {
	w.t.Helper()
	c := w.dial(wire.UserEnrol, nil)
	defer c.Close()
	_, err := c.Run(w.t.Context(), code+" --json", []byte(text))
	return err
}

// loan logs in with a code typed at the prompt.
func (w *town) loan(code string) (*gossh.Client, error) {
	w.t.Helper()
	key := must(manifest.ParseKeyLine(w.source.Registrar.HostKey))
	c, err := gossh.Dial("tcp", w.address.Load().(string), &gossh.ClientConfig{
		User: wire.UserLoan, HostKeyCallback: gossh.FixedHostKey(key),
		Auth: []gossh.AuthMethod{gossh.KeyboardInteractive(func(_, _ string, questions []string, echos []bool) ([]string, error) {
			if len(questions) != 1 || echos[0] {
				w.t.Errorf("asked %q, echo %v", questions, echos)
			}
			return []string{code}, nil
		})},
	})
	if err == nil {
		w.t.Cleanup(func() { c.Close() })
	}
	return c, err
}

// ended waits for the end of a connection.
func ended(t *testing.T, what string, c *gossh.Client) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		_ = c.Wait()
		close(done)
	}()
	eventually(t, what+" has ended", func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
}

func TestACardEntersANewKeyAndTheOldOneEndsAtOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	old, fresh := w.people[1], newSigner()
	session := w.bare("x", old)
	conn, v := w.knock(session, w.source.Urn.Booth)
	defer conn.Close()
	c := w.card(1, "2", view.CardKey)
	if c.Seat != 2 || c.Name != "Beda Ledamot" || len(c.Code) != 19 || len(c.Commands) != 2 || !strings.Contains(c.Commands[0], "enrol@127.0.0.1 "+c.Code) {
		t.Errorf("%+v", c)
	}
	if err := w.enrol(strings.ToLower(strings.ReplaceAll(c.Code, "-", "")), line(fresh)+" beda@tablet\n"); err != nil {
		t.Fatal(err)
	}
	ended(t, "the old key's session", session)
	_, err := w.hosted(v, id, w.booth(id).blinded)
	refused(t, err, "no-visit")
	if _, err := w.tryDial("x", old); err == nil {
		t.Error("the old key still opens the door")
	}
	for range 2 { // the second time after a restart
		var d view.Desk
		if err := wire.Call(t.Context(), w.dial("x", fresh), "view --json", nil, &d); err != nil || d.Me.Seat != 2 || !d.Me.Present {
			t.Errorf("%+v, %v", d.Me, err)
		}
		refused(t, w.enrol(c.Code, line(newSigner())), "card-used")
		w.restart()
	}
	w.people[1] = fresh
	if _, again := w.visit(2); !bytes.Equal(again.Handle, v.Handle) {
		t.Error("another handle with another key")
	}
	if _, err := w.token(2, id, w.booth(id)); err != nil {
		t.Errorf("the new key's own booth: %v", err)
	}
}

func TestOfTwoEnrolmentsWithOneCodeExactlyOneWins(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	before := locked(w.Registrar, (*journal.State).Next)
	c := w.card(secretary, "3", view.CardKey)
	const n = 8
	errs, keys := make([]error, n), make([]gossh.Signer, n)
	var wg sync.WaitGroup
	for i := range n {
		keys[i] = newSigner()
		wg.Go(func() { errs[i] = w.enrol(c.Code, line(keys[i])) })
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		if err != nil {
			refused(t, err, "card-used")
			if _, err := w.tryDial("x", keys[i]); err == nil {
				t.Error("a refused key opens the door")
			}
			continue
		}
		won++
		w.dial("x", keys[i])
	}
	if after := locked(w.Registrar, (*journal.State).Next); won != 1 || after != before+1 {
		t.Errorf("%d won; %d entries", won, after-before)
	}
}

func TestADuplicateKillsTheFirstCardAndWhoeverCameWithIt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	key, loan := w.card(1, "2", view.CardKey), w.card(1, "2", view.CardLoan)
	thief := must(w.loan(loan.Code))
	_, v := w.knock(thief, w.source.Urn.Booth)
	second := w.card(1, "2", view.CardLoan)
	ended(t, "the visit with the first card", thief)
	_, err := w.hosted(v, id, w.booth(id).blinded)
	refused(t, err, "no-visit")
	if _, err := w.loan(loan.Code); err == nil {
		t.Error("the first loan card still opens the booth")
	}
	if _, err := w.loan(second.Code); err != nil {
		t.Error(err)
	}
	// One for the other purpose lives on until it is replaced itself.
	newer := w.card(1, "2", view.CardKey)
	refused(t, w.enrol(key.Code, line(newSigner())), "card-replaced")
	refused(t, w.enrol(second.Code, line(newSigner())), "card-purpose")
	if err := w.enrol(newer.Code, line(newSigner())); err != nil {
		t.Error(err)
	}
}

func TestRevocationTakesEffectInLiveSessions(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	desk, booth, other := w.bare("x", w.people[2]), w.bare("x", w.people[2]), w.bare("x", w.people[3])
	_, v := w.knock(booth, w.source.Urn.Booth)
	_, theirs := w.knock(other, w.source.Urn.Booth)
	for _, by := range []int{2, 3} {
		refused(t, w.try(by, "revoke 3"), "not-office")
	}
	refused(t, w.try(1, "revoke 1"), "revoke-self")
	refused(t, w.try(1, "revoke 99"), "no-person")
	w.do(secretary, "revoke 3")
	_, err := w.hosted(v, id, w.booth(id).blinded) // at once, whatever the network has noticed
	refused(t, err, "no-visit")
	ended(t, "the desk", desk)
	ended(t, "the jump", booth)
	if _, err := w.hosted(theirs, id, w.booth(id).blinded); err != nil {
		t.Errorf("another member's visit: %v", err)
	}
	for range 2 {
		if _, err := w.tryDial("x", w.people[2]); err == nil {
			t.Error("the key still opens the door")
		}
		w.do(1, "revoke 3") // as it is already
		w.restart()
	}
	// The way back is a card, and the very key may return to its own person alone.
	refused(t, w.enrol(w.card(1, "4", view.CardKey).Code, line(w.people[2])), "key-known")
	if err := w.enrol(w.card(1, "3", view.CardKey).Code, line(w.people[2])); err != nil {
		t.Error(err)
	}
	w.dial("x", w.people[2])
}

// The decision about a token and the end of a key are taken under one lock: what
// was looked up before does not count.
func TestARequestOfAKeyThatWasTakenBackMeanwhileGetsNoToken(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	b := w.booth(id)
	req := w.request(w.people[1], id, b.terms.Context, 2, b.blinded)
	who := w.role(2)
	_, port := must2(net.SplitHostPort(w.source.Urn.Booth))
	w.do(1, "revoke 2")
	_, err := w.IssueOwn(who.person, who.key, req)
	refused(t, err, "signature")
	if _, _, _, err := w.jump(who, "127.0.0.1", uint32(must(strconv.Atoi(port)))); err == nil {
		t.Error("the jump is open to it")
	}
	if w.tokenOut(id, 2) {
		t.Error("a token is out")
	}
}

func TestWhatIsNoOrdinaryPublicKeyIsNotEntered(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	c := w.card(1, "2", view.CardKey)
	own := line(newSigner())
	for text, code := range map[string]string{
		"":                                "card-key",
		"hello":                           "card-key",
		`command="sh" ` + own:             "card-key",
		"ssh-dss AAAAB3NzaC1kc3M=":        "card-key",
		"ssh-ed25519 AAAA":                "card-key",
		strings.Repeat("x", 2*maxKeyLine): "card-key",
		certificate(w.people[4]):          "card-key",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn": "private-key",
		line(w.people[0]):                        "key-known",
		line(w.link):                             "key-known",
		line(w.signer(manifest.ByTrustee("bo"))): "key-known",
		line(w.people[secretary-1]):              "key-known",
	} {
		t.Run(fmt.Sprintf("%.12s %s", text, code), func(t *testing.T) { refused(t, w.enrol(c.Code, text), code) })
	}
	// None of these used the card up.
	if err := w.enrol(c.Code, own); err != nil {
		t.Error(err)
	}
}

// certificate is the line of a certificate for a key.
func certificate(s gossh.Signer) string {
	cert := &gossh.Certificate{Key: s.PublicKey(), CertType: gossh.UserCert, ValidBefore: gossh.CertTimeInfinity}
	if err := cert.SignCert(rand.Reader, s); err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(gossh.MarshalAuthorizedKey(cert)))
}

func TestWrongCodesAreSlowedDownAndSlipsAreNot(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	c := w.card(1, "2", view.CardKey)
	for range 2 * wrongCodes {
		refused(t, w.enrol("ABCD-EFGH", line(newSigner())), "card-form")
	}
	for i := range wrongCodes {
		refused(t, w.enrol(fmt.Sprintf("AAAA-AAAA-AAAA-AAA%d", i), line(newSigner())), "card-unknown")
	}
	// Then nobody's is looked at, so that trying tells nothing.
	refused(t, w.enrol("AAAA-AAAA-AAAA-AAA9", line(newSigner())), "slow-down")
	refused(t, w.enrol(c.Code, line(newSigner())), "slow-down")
	if _, err := w.loan(c.Code); err == nil {
		t.Error("the loan terminal has a budget of its own")
	}
	w.ahead.Add(61)
	if err := w.enrol(c.Code, line(newSigner())); err != nil {
		t.Error(err)
	}
}

func TestALoanCardVotesOnceAndALostLineComesBackWithIt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	early := w.card(1, "2", view.CardLoan) // before any ballot is open
	if _, err := must(w.loan(early.Code)).Dial("tcp", w.source.Urn.Booth); err == nil {
		t.Error("the booth is open without a ballot")
	}
	id := w.openBallot(1)
	b := w.booth(id)
	first := must(w.loan(early.Code))
	_, v := w.knock(first, w.source.Urn.Booth)
	first.Close()
	w.gone(v)
	w.restart()
	again := must(w.loan(early.Code))
	_, back := w.knock(again, w.source.Urn.Booth)
	_, own := w.visit(2)
	if back.Ballot != id || !bytes.Equal(back.Handle, v.Handle) || !bytes.Equal(own.Handle, v.Handle) {
		t.Errorf("the handle changes: %+v, %+v, %+v", v, back, own)
	}
	want, err := w.hosted(back, id, b.blinded)
	if err != nil {
		t.Fatal(err)
	}
	// The visit goes on; the card opens it no more, nor any later ballot's.
	if got, err := w.hosted(back, id, b.blinded); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the same request again: %v", err)
	}
	_, err = w.hosted(back, id, w.booth(id).blinded)
	refused(t, err, "second-token")
	if _, err := w.loan(early.Code); err == nil {
		t.Error("a used card was let in")
	}
	if _, err := again.Dial("tcp", w.source.Urn.Booth); err == nil {
		t.Error("the connection of a used card opens a second visit")
	}
	// If the urn dies now, a new card leads back to the same handle and token.
	rescue := must(w.loan(w.card(1, "2", view.CardLoan).Code))
	_, same := w.knock(rescue, w.source.Urn.Booth)
	if got, err := w.hosted(same, id, b.blinded); err != nil || !bytes.Equal(got, want) || !bytes.Equal(same.Handle, v.Handle) {
		t.Errorf("with a new card: %v", err)
	}
}

func TestALoanCardOpensNothingForAnOwnBoothsVoteAnAbsentSeatOrAnEndedBallot(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.do(5, "checkout")
	id := w.openBallot(1)
	if _, err := w.token(2, id, w.booth(id)); err != nil {
		t.Fatal(err)
	}
	shut := func(why, whom, code string) {
		t.Helper()
		_, err := must(w.loan(code)).Dial("tcp", w.source.Urn.Booth)
		var open *gossh.OpenChannelError
		if !errors.As(err, &open) || open.Reason != gossh.Prohibited {
			t.Errorf("%s, seat %s: %v", why, whom, err)
		}
	}
	// Making one says nothing of who has voted.
	shut("its own booth has the token", "2", w.card(1, "2", view.CardLoan).Code)
	shut("not checked in", "5", w.card(1, "5", view.CardLoan).Code)
	late, live := w.card(1, "3", view.CardLoan), w.card(1, "4", view.CardLoan)
	inside := must(w.loan(live.Code))
	_, v := w.knock(inside, w.source.Urn.Booth)
	w.do(1, "ballot close "+id)
	if _, err := w.hosted(v, id, w.booth(id).blinded); err != nil {
		t.Errorf("who was inside at the close: %v", err)
	}
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: id, Cast: 0})
	w.await(id, journal.Counted)
	if _, err := w.loan(late.Code); err == nil {
		t.Error("the ballot has ended, and the card is still good")
	}
	var p *view.Problem
	err := wire.Call(t.Context(), w.dial("x", w.people[0]), "card p6 loan --json", nil, &view.Card{})
	if !errors.As(err, &p) || p.Code != "card-no-seat" {
		t.Error(err)
	}
}

func TestALoanAndAnEnrolmentOpenNothingElse(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	loan := must(w.loan(w.card(1, "2", view.CardLoan).Code))
	run := func(c *gossh.Client, command string) string {
		t.Helper()
		s := must(c.NewSession())
		defer s.Close()
		var out bytes.Buffer
		s.Stdout = &out
		var err error
		if command == "" {
			s.Stdin = strings.NewReader("")
			if err = s.Shell(); err == nil {
				err = s.Wait()
			}
		} else {
			err = s.Run(command)
		}
		if err == nil {
			t.Errorf("%q ended well", command)
		}
		return out.String()
	}
	for _, command := range []string{"", "plain", "view --json", "journal", "bundles", "token", "checkin room", "ballot close 1-1", "card 2 key", "revoke 3"} {
		if out := run(loan, command); !strings.Contains(out, "A loan card opens the booth") {
			t.Errorf("loan %q: %q", command, out)
		}
	}
	guest := w.bare(wire.UserEnrol, nil)
	for _, address := range []string{w.source.Urn.Cast, w.source.Urn.Booth} {
		if _, err := guest.Dial("tcp", address); err == nil {
			t.Errorf("enrol came to %s", address)
		}
	}
	if _, err := loan.Dial("tcp", w.source.Urn.Cast); err == nil {
		t.Error("loan came to the cast address")
	}
	for _, command := range []string{"", "plain"} {
		if out := run(guest, command); !strings.Contains(out, "Here a new key is entered") && !strings.Contains(out, "no code of a card") {
			t.Errorf("enrol %q: %q", command, out)
		}
	}
	for _, command := range []string{"view", "journal", "checkin room", "revoke 3"} {
		if out := run(guest, command); !strings.Contains(out, "no code of a card") {
			t.Errorf("enrol %q: %q", command, out)
		}
	}
	// A member's key does not make more of these names.
	if _, err := w.tryDial(wire.UserLoan, w.people[0]); err == nil {
		t.Error("a key was let in as loan")
	}
	if out := run(w.bare(wire.UserEnrol, w.people[0]), "ballot close 1-1"); !strings.Contains(out, "no code of a card") {
		t.Errorf("the chair as enrol: %q", out)
	}
}

func TestOnlyChairAndSecretaryMakeCards(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	for _, command := range []string{"card 3 key", "card 2 loan", "card 3"} {
		refused(t, w.try(2, command), "not-office")
	}
	for _, command := range []string{"card", "card 2 master", "card 2 key more"} {
		refused(t, w.try(1, command), "usage")
	}
	for _, whom := range []string{"99", "0", "-1", "p0", "p99", "Beda", ""} {
		if _, err := w.MakeCard(1, whom, view.CardKey); err == nil {
			t.Errorf("a card for %q", whom)
		}
	}
	if c := w.card(1, "p6", view.CardKey); c.Seat != 0 || c.Name != "Sonja Skrivare" {
		t.Errorf("%+v", c)
	}
	c := w.dial("x", w.people[0])
	out, err := c.Run(t.Context(), "card 2 --lang da", nil)
	if err != nil || !strings.HasPrefix(string(out), "da: Beda Ledamot: ") {
		t.Errorf("%q, %v", out, err)
	}
}

func TestNoCodeIsInTheFilesOrTheLog(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	used, kept, loan := w.card(1, "2", view.CardKey), w.card(1, "3", view.CardKey), w.card(1, "4", view.CardLoan)
	if err := w.enrol(used.Code, line(newSigner())); err != nil {
		t.Fatal(err)
	}
	w.knock(must(w.loan(loan.Code)), w.source.Urn.Booth)
	refused(t, w.enrol("ZZZZ-ZZZZ-ZZZZ-ZZZZ", line(newSigner())), "card-unknown")
	search := func(when string) {
		t.Helper()
		for name, data := range w.files() {
			for _, c := range []view.Card{used, kept, loan, {Code: "ZZZZ-ZZZZ-ZZZZ-ZZZZ"}} {
				code, _ := readCode(c.Code)
				plain := strings.ReplaceAll(c.Code, "-", "")
				for _, s := range append(spellings(code[:]), []byte(c.Code), []byte(plain), []byte(strings.ToLower(plain))) {
					if bytes.Contains(data, s) {
						t.Errorf("%s: %s holds a code", when, name)
					}
				}
			}
		}
	}
	search("while it runs")
	w.stop()
	search("after the end")
	code, _ := readCode(kept.Code)
	if !bytes.Contains(w.files()["registrar.db"], cardHash(code)) {
		t.Error("the search does not see what the store holds")
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	want := [cardSize]byte{0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf}
	s := writeCode(want)
	for _, typed := range []string{s, strings.ToLower(s), strings.ReplaceAll(s, "-", " "), " " + strings.ReplaceAll(s, "-", "") + "\r\n",
		strings.ReplaceAll(strings.ReplaceAll(s, "0", "o"), "1", "l"), strings.ReplaceAll(s, "1", "I")} {
		if got, ok := readCode(typed); !ok || got != want {
			t.Errorf("%q: %x", typed, got)
		}
	}
	for _, typed := range []string{"", s[1:], s + "0", strings.Replace(s, "0", "U", 1), strings.Replace(s, "0", "é", 1)} {
		if _, ok := readCode(typed); ok {
			t.Errorf("%q was read", typed)
		}
	}
}

func FuzzReadCode(f *testing.F) {
	f.Add("ABCD-EFGH-JKMN-PQRS")
	f.Add("0OIL 1111 zzzz----zzzz")
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := readCode(typed)
		if !ok {
			return
		}
		if again, ok := readCode(writeCode(code)); !ok || again != code {
			t.Errorf("%q is read as %x and then as %x", typed, code, again)
		}
	})
}

func TestAKeyIsTakenFromOneLineAndNotFromWhatFollows(t *testing.T) {
	for in, want := range map[string]string{"a b\nc\n": "a b", "\n\na b": "\n\na b", "": "", "a\r\nb": "a"} {
		if got, err := firstLine(context.Background(), strings.NewReader(in)); err != nil || got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	if got, err := firstLine(context.Background(), io.MultiReader(strings.NewReader(strings.Repeat("x", maxKeyLine)), endless{})); err != nil || len(got) != maxKeyLine+1 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// endless is an input that goes on for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

package registrar

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/roll"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// urnDoor stands in the booth's place: it shakes hands with key and tells what
// header it got and how many channels were asked for.
func urnDoor(t *testing.T, key gossh.Signer) (address string, visits chan *wire.Visit, channels chan string) {
	t.Helper()
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	t.Cleanup(func() { l.Close() })
	visits, channels = make(chan *wire.Visit, 64), make(chan string, 64)
	config := &gossh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(key)
	go func() {
		inner := wire.VisitListener(l)
		for {
			c, err := inner.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				v, _ := wire.VisitOf(c)
				visits <- v
				_, chans, reqs, err := gossh.NewServerConn(c, config)
				if err != nil {
					return
				}
				go gossh.DiscardRequests(reqs)
				for ch := range chans {
					channels <- ch.ChannelType()
					_ = ch.Reject(gossh.Prohibited, "none")
				}
			}()
		}
	}()
	return l.Addr().String(), visits, channels
}

// withUrn is a town whose urn shakes hands, if it has the pinned key.
func withUrn(t *testing.T, honest bool) (*town, chan *wire.Visit, chan string) {
	t.Helper()
	key := newSigner()
	address, visits, channels := urnDoor(t, key)
	w := newTown(t, func(s *roll.Source) {
		s.Urn.Booth = address
		if honest {
			s.Urn.HostKey = sshLine(key)
		}
		s.Substitutes = []roll.Substitute{{Name: "Frida Ersättare", Order: 1, Keys: []string{sshLine(newSigner())}}}
	})
	return w, visits, channels
}

func (w *town) test(person int) view.Reply {
	w.t.Helper()
	var reply view.Reply
	c := w.dial("x", w.people[person-1])
	if err := wire.Call(w.t.Context(), c, "test --json", nil, &reply); err != nil || reply.Test == nil {
		w.t.Fatalf("test by %d: %+v, %v", person, reply, err)
	}
	return reply
}

func (w *town) tested(person int) ([]view.Tested, error) {
	w.t.Helper()
	var list []view.Tested
	err := wire.Call(w.t.Context(), w.dial("x", w.people[person-1]), "tested --json", nil, &list)
	return list, err
}

func TestATestTriesKeyAndUrnAndOpensNothingThere(t *testing.T) {
	t.Parallel()
	w, visits, channels := withUrn(t, true)
	w.start()
	before := locked(w.Registrar, (*journal.State).Next)
	r := w.test(2)
	if !r.OK || r.Code != "tested-passed" || r.Test.Name != "Beda Ledamot" || r.Test.Cols != 0 || r.Test.Booth != w.source.Urn.Booth ||
		r.Test.Fingerprint != gossh.FingerprintSHA256(w.people[1].PublicKey()) {
		t.Errorf("%+v %+v", r, r.Test)
	}
	if v := <-visits; !v.Empty() {
		t.Errorf("the urn was told %+v", v)
	}
	if after := locked(w.Registrar, (*journal.State).Next); after != before {
		t.Error("the journal grew")
	}
	// Others who try just then do not make the urn shake hands again.
	for range 5 {
		w.test(3)
	}
	if len(visits) != 0 || len(channels) != 0 {
		t.Errorf("%d more connections, %d channels", len(visits), len(channels))
	}
}

func TestTheWindowIsTriedWhereThereIsOne(t *testing.T) {
	t.Parallel()
	w, _, _ := withUrn(t, true)
	w.start()
	for size, outcome := range map[[2]int]string{{80, 24}: view.TestPassed, {39, 24}: view.TestWindow, {80, 15}: view.TestWindow} {
		s := must(w.bare("x", w.people[1]).NewSession())
		if err := s.RequestPty("xterm", size[1], size[0], gossh.TerminalModes{}); err != nil {
			t.Fatal(err)
		}
		out := must(s.Output("test --json"))
		var r view.Reply
		if err := json.Unmarshal(out, &r); err != nil || r.Test == nil || r.Test.Outcome != outcome || r.Test.Cols != size[0] || r.Test.Rows != size[1] || r.OK != (outcome == view.TestPassed) {
			t.Errorf("%v: %s, %v", size, out, err)
		}
	}
}

func TestAnUrnThatIsSilentOrAnotherIsTold(t *testing.T) {
	t.Parallel()
	other, _, _ := withUrn(t, false)
	other.start()
	if r := other.test(2); r.OK || r.Test.Outcome != view.TestHost {
		t.Errorf("another key: %+v", r.Test)
	}
	gone := newTown(t)
	gone.urn.booth.Close()
	gone.start()
	if r := gone.test(2); r.OK || r.Test.Outcome != view.TestUrn {
		t.Errorf("no urn: %+v", r.Test)
	}
}

func TestChairAndSecretarySeeWhoHasPassedAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	w, _, _ := withUrn(t, true)
	w.start()
	w.test(2)
	want := func(outcomes ...string) {
		t.Helper()
		for _, person := range []int{1, secretary} {
			list, err := w.tested(person)
			var got []string
			for _, p := range list {
				got = append(got, p.Outcome)
			}
			if err != nil || !slices.Equal(got, outcomes) || list[5].Name != "Frida Ersättare" || !list[5].Substitute || list[1].At == 0 {
				t.Errorf("%+v, %v", list, err)
			}
		}
	}
	want("", view.TestPassed, "", "", "", "")
	w.restart()
	want("", view.TestPassed, "", "", "", "")
	w.test(4)
	want("", view.TestPassed, "", view.TestPassed, "", "")
	_, err := w.tested(2)
	refused(t, err, "not-office")
	for _, command := range []string{"test", "tested"} {
		_, err := w.dial(wire.UserObserver, nil).Run(t.Context(), command+" --json", nil)
		refused(t, err, "usage")
	}
}

func TestTheDeskOffersTheTestUntilItIsPassed(t *testing.T) {
	t.Parallel()
	w, _, _ := withUrn(t, true)
	var desk *Desk
	got := make(chan view.Reply, 1)
	w.lines = func(ctx context.Context, d *Desk, in io.Reader, out io.Writer) error {
		desk = d
		reply, err := d.Run(ctx, "test")
		got <- reply
		return err
	}
	w.start()
	offered := func() bool {
		var d view.Desk
		if err := wire.Call(t.Context(), w.dial("x", w.people[1]), "view --json", nil, &d); err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(d.Steps, func(s view.Step) bool { return s.ID == view.StepTest && slices.Equal(s.Args, []string{"test"}) })
	}
	if !offered() {
		t.Fatal("the test is not offered before the meeting")
	}
	s := must(w.bare("x", w.people[1]).NewSession())
	if err := errors.Join(s.RequestPty("dumb", 24, 80, gossh.TerminalModes{}), s.Shell(), s.Wait()); err != nil {
		t.Fatal(err)
	}
	if r := <-got; desk == nil || r.Test == nil || r.Test.Outcome != view.TestPassed || r.Test.Cols != 80 || r.Test.Rows != 24 {
		t.Errorf("%+v", r)
	}
	if offered() {
		t.Error("who has passed is asked again")
	}
}

// What a person reads, and with what status a script is told.
func TestATestThatFailsEndsInStatusOne(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.urn.booth.Close()
	w.start()
	s := must(w.bare("x", w.people[1]).NewSession())
	out, err := s.Output("test")
	var exit *gossh.ExitError
	if !errors.As(err, &exit) || exit.ExitStatus() != 1 || !strings.Contains(string(out), "The urn does not answer.") {
		t.Errorf("%q, %v", out, err)
	}
}

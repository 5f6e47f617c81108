package registrar

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"

	"valurna/ballot/record"
	"valurna/ballot/view"
	"valurna/server/sshd"
	"valurna/server/wire"
)

// ServerConfig is how people see the registrar. The screens come from outside:
// this package draws nothing.
type ServerConfig struct {
	// Booth is the command that leads to the booth, with {seat} for the number of
	// the seat; "": ssh with the addresses of the manifest.
	Booth string

	Lang   string // of the body: "sv", "da" or "en"
	Limits sshd.Limits
	Screen func(d *Desk) tea.Model
	// Display is the screen of the projector in the room.
	Display func(d *Desk) tea.Model
	Plain   func(d view.Desk, lang string) string
	// Lines is the desk in line mode, for sessions without a terminal to draw on;
	// nil: they are shown Plain and end.
	Lines   func(ctx context.Context, d *Desk, in io.Reader, out io.Writer) error
	Explain func(p *view.Problem, lang string) string
	Say     func(r view.Reply, lang string) string
	Card    func(c view.Card, lang string) string
	Panel   func(g view.Gate, lang string) string
	// Record is the record of the meeting as text.
	Record func(r *record.Record, lang string) string
	// Page is a page of a desk as text; names, not nil, says which there are instead.
	Page func(d *Desk, name, lang string) (text string, names []string)
	// Loan is the instruction and the prompt for the code of a loan card.
	Loan func(lang string) (instruction, prompt string)
}

// Server is the registrar's SSH server.
type Server struct {
	*Registrar
	config ServerConfig
}

// How many observers, and how many displays, may be connected at a time.
const (
	guests   = 400
	displays = 20
)

// Address is where the manifest says that the registrar listens.
func (r *Registrar) Address() string { return r.state.Manifest().Registrar.Address }

// Listen opens the listener that Serve takes: it bounds connections that have
// not logged in.
func Listen(addr string) (net.Listener, error) { return sshd.Listen(addr, sshd.Limits{}) }

// Serve answers on the listener until ctx ends.
func (r *Registrar) Serve(ctx context.Context, l net.Listener, c ServerConfig) error {
	host, err := loadHostKey(r.dir, r.state.Manifest())
	if err != nil {
		return err
	}
	s := &Server{Registrar: r, config: c}
	r.mu.Lock()
	r.boothCommand, r.served = c.Booth, l.Addr().String()
	r.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	instruction, prompt := "", "Code: "
	if c.Loan != nil {
		instruction, prompt = c.Loan(c.Lang)
	}
	srv, err := sshd.New(l.Addr().String(), host, c.Limits,
		ssh.PublicKeyAuth(func(ctx ssh.Context, key ssh.PublicKey) bool {
			if ctx.User() == wire.UserEnrol || ctx.User() == wire.UserLoan {
				return false // these two are known by cards
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			_, known := r.people.byKey[rollKey(key)]
			if known {
				r.admit(ctx, byKey(key))
			}
			return known && sshd.ByHand(ctx) == nil
		}),
		sshd.GuestsAtMost(wire.UserObserver, guests),
		sshd.GuestsAtMost(wire.UserDisplay, displays),
		sshd.GuestsBriefly(wire.UserEnrol, enrolling, enrolStay),
		sshd.Codes(wire.UserLoan, instruction, prompt, s.loanLogin),
		sshd.WithJump(sshd.Jump(func(ctx ssh.Context, host string, port uint32) (string, *wire.Visit, func(), error) {
			if hash, ok := ctx.Value(loanKey{}).([]byte); ok {
				return r.lend(hash, host, port)
			}
			key, _ := ctx.Value(ssh.ContextKeyPublicKey).(ssh.PublicKey)
			return r.jump(s.role(ctx.User(), key), host, port)
		})),
		// The last one listed runs first.
		wish.WithMiddleware(
			sshd.Screens(s.screen),
			sshd.Commands(func(ctx context.Context, sess ssh.Session, args []string) int {
				in, out := io.Reader(sess), io.Writer(sess)
				if len(args) > 0 && args[0] == wire.CmdTest {
					in, out = sshd.Typed(sess, sess) // it may ask
				}
				who := s.role(sess.User(), sess.PublicKey())
				r.speaks(sess.Context(), who)
				return s.command(ctx, who, cellsOf(sess), args, in, out, sess.Stderr())
			}),
			sshd.Lines(s.lines),
		),
	)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	wg.Go(func() { r.drive(ctx) })
	wg.Go(func() { r.watchLines(ctx) })
	wg.Go(func() { r.watchSelf(ctx) })
	r.log.Info("registrar serves", "address", l.Addr().String())
	err = sshd.Serve(ctx, srv, l)
	cancel()
	wg.Wait()
	return err
}

// role is decided by the key that logged in; the user name decides nothing,
// except that "observer" is always an observer, and who comes with a card is
// nobody else.
func (s *Server) role(user string, key ssh.PublicKey) role {
	switch user {
	case wire.UserEnrol:
		return role{kind: kindEnrol}
	case wire.UserLoan:
		return role{kind: kindLoan}
	case wire.UserDisplay:
		return role{kind: kindDisplay}
	}
	if user == wire.UserObserver || key == nil {
		return role{kind: kindObserver}
	}
	who, ok := s.lookup(key)
	if !ok {
		return role{kind: kindObserver}
	}
	return who
}

// screen makes one person's desk.
func (s *Server) screen(sess ssh.Session, _ tea.WindowSizeMsg) (tea.Model, func(), error) {
	who := s.role(sess.User(), sess.PublicKey())
	switch who.kind {
	case kindEnrol:
		return nil, nil, enrolUsage
	case kindLoan:
		return nil, nil, loanOnly
	}
	if who.kind != kindPerson && who.kind != kindObserver && who.kind != kindDisplay {
		return nil, nil, fmt.Errorf("this key is of %s, whose program speaks to this server; there is no screen for it", who.name)
	}
	s.speaks(sess.Context(), who)
	d := s.newDesk(sess, who)
	if who.kind == kindDisplay {
		return s.config.Display(d), nil, nil
	}
	return s.config.Screen(d), nil, nil
}

// Desk is what one person's screen is drawn from. It fits the screens' own
// interface.
type Desk struct {
	r    *Registrar
	who  role
	tick chan struct{}
	lang string
	size func() cells // of the window, as it is now

	exchange string // key exchange of the connection
}

func (s *Server) newDesk(sess ssh.Session, who role) *Desk {
	d := &Desk{r: s.Registrar, who: who, tick: make(chan struct{}, 1), lang: s.config.Lang, size: func() cells { return cellsOf(sess) }, exchange: exchangeOf(sess.Context())}
	go d.watch(sshd.Context(sess))
	return d
}

// watch turns changes into ticks until the session ends. The chair's counts
// move on a clock of their own, not with the votes.
func (d *Desk) watch(ctx context.Context) {
	var clock <-chan time.Time
	if d.r.chairs(d.who.person) || d.r.leadsTrials(d.who.person) {
		t := time.NewTicker(countEvery)
		defer t.Stop()
		clock = t.C
	}
	for {
		changed := d.r.Changed()
		select {
		case d.tick <- struct{}{}:
		default:
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-clock:
		}
	}
}

// Lang is the body's language.
func (d *Desk) Lang() string { return d.lang }

// View is the desk as it stands.
func (d *Desk) View() (view.Desk, error) { return d.r.View(d.who), nil }

// Changed ticks, coalesced, when View may differ.
func (d *Desk) Changed() <-chan struct{} { return d.tick }

// Run does what a step's arguments say; an error may be a *view.Problem.
func (d *Desk) Run(ctx context.Context, args ...string) (view.Reply, error) {
	act := d.r.Act
	if len(args) == 1 && args[0] == wire.CmdTest {
		act = func(ctx context.Context, who role, _ ...string) (view.Reply, error) {
			return d.r.Test(ctx, who, d.size())
		}
	}
	reply, err := act(ctx, d.who, args...)
	if err != nil {
		return view.Reply{}, problem(err)
	}
	return reply, nil
}

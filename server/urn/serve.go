package urn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/view"
	"valurna/server/sshd"
	"valurna/server/wire"
)

// server is one of the urn's two addresses.
type server struct {
	ssh      *ssh.Server
	listener net.Listener
}

func (s server) serve(ctx context.Context) error {
	if err := sshd.Serve(ctx, s.ssh, s.listener); err != nil {
		return fmt.Errorf("urn: an address is served no more: %w", err)
	}
	return nil
}

// servers listens on both addresses. They share the host key and nothing else.
func (u *urn) servers() ([]server, error) {
	handlers := []wish.Middleware{sshd.ScreensOn(u.screen, u.beats), u.onlyTerminals}
	if u.config.Screens != nil && u.config.Lines != nil {
		handlers = append(handlers, sshd.LinesOn(u.lines, u.beats))
	}
	booth, err := u.server(u.config.ListenBooth, u.manifest.Urn.Booth, handlers...)
	if err != nil {
		return nil, err
	}
	cast, err := u.server(u.config.ListenCast, u.manifest.Urn.Cast, onlyCommands, sshd.Commands(u.command))
	if err != nil {
		booth.listener.Close()
		return nil, err
	}
	return []server{booth, cast}, nil
}

func (u *urn) server(listen, named string, handlers ...wish.Middleware) (server, error) {
	if listen == "" {
		listen = named
	}
	host, err := gossh.NewSignerFromKey(u.keys.host)
	if err != nil {
		return server{}, err
	}
	limits := sshd.Limits{}
	s, err := sshd.New(listen, host, limits, sshd.Guest(wire.UserBallot), u.warnNamed, wish.WithMiddleware(handlers...))
	if err != nil {
		return server{}, err
	}
	l, err := sshd.Listen(listen, limits)
	if err != nil {
		return server{}, err
	}
	return server{s, wire.VisitListener(l)}, nil
}

// warnNamed tells whoever comes under another name than the one that all have that the
// name was seen here: often it is the login name of a person's machine. It is kept
// nowhere and nobody is let in by it.
func (u *urn) warnNamed(s *ssh.Server) error {
	s.BannerHandler = func(ctx ssh.Context) string {
		if ctx.User() == wire.UserBallot {
			return ""
		}
		return u.config.Named
	}
	return nil
}

// visitOf is what the registrar says about the connection: nothing, or handle
// and ballot.
func visitOf(sess ssh.Session) (*wire.Visit, bool) {
	return wire.VisitOf(sshd.Conn(sess.Context()))
}

// visitor begins a visit to the hosted booth; the function it returns ends it.
func (u *urn) visitor(sess ssh.Session) (*Visitor, func(), error) {
	visit, ok := visitOf(sess)
	if !ok {
		return nil, nil, wire.ErrVisit
	}
	if err := u.visits.enter(visit.Handle); err != nil {
		return nil, nil, err
	}
	v := &Visitor{urn: u, handle: visit.Handle, ballot: visit.Ballot, changes: u.news.join(), opened: u.opened()}
	return v, func() {
		v.end()
		u.visits.leave(visit.Handle)
	}, nil
}

// screen opens a hosted booth on a terminal.
func (u *urn) screen(sess ssh.Session, _ tea.WindowSizeMsg) (tea.Model, func(), error) {
	v, end, err := u.visitor(sess)
	if err != nil {
		return nil, nil, err
	}
	return u.config.Screens(v), end, nil
}

// lines opens a hosted booth in line mode.
func (u *urn) lines(ctx context.Context, sess ssh.Session, in io.Reader, out io.Writer) error {
	v, end, err := u.visitor(sess)
	if err != nil {
		return err
	}
	defer end()
	return u.config.Lines(ctx, v, in, out)
}

// onlyTerminals tells visitors whom no booth can serve how to come instead.
func (u *urn) onlyTerminals(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		switch {
		case u.config.Screens == nil:
			fmt.Fprint(sess, "This urn has no booth. Nothing was done.\nUse: valurna join, which votes on your own machine.\n")
		case len(sess.Command()) > 0 && u.config.Lines != nil:
			fmt.Fprint(sess, "This booth takes no commands but plain. Nothing was done.\n"+
				"Use: ssh -t booth, as your desk shows it; ssh booth plain for text in lines; or valurna join, which votes on your own machine.\n")
		case len(sess.Command()) > 0 || !sshd.Terminal(sess):
			fmt.Fprint(sess, "This booth needs a terminal, and takes no commands. Nothing was done.\n"+
				"Use: ssh -t booth, as your desk shows it; or valurna join, which votes on your own machine.\n")
		default:
			next(sess)
			return
		}
		// Whoever has gone needs no status.
		_ = sess.Exit(1)
	}
}

// onlyCommands is for visitors of the cast address who ask for no command.
func onlyCommands(ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		_ = sess.Exit(wire.Refuse(sess, &view.Problem{Code: "usage", Text: "This address takes commands only. Nothing was done.", Next: "Use valurna join, or go to the booth."}))
	}
}

// command runs one command of the cast address.
func (u *urn) command(ctx context.Context, sess ssh.Session, args []string) int {
	err := u.run(ctx, sess, args)
	if err == nil {
		return 0
	}
	var p *view.Problem
	if !errors.As(err, &p) {
		// The cause may name a ballot, so it is neither logged nor passed on whole.
		p = &view.Problem{Code: "failed", Text: "That failed in the urn, and may or may not have been done.", Next: "Try again with the very same; if it fails again, tell the chair."}
	}
	return wire.Refuse(sess, p)
}

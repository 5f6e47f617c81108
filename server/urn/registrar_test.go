package urn

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/sshd"
	"valurna/server/wire"
)

// serve runs the registrar's SSH server.
func (m *meeting) serve(host gossh.Signer) {
	l, err := sshd.Listen("127.0.0.1:0", sshd.Limits{})
	must(m.t, err)
	m.address = l.Addr().String()
	s, err := sshd.New(m.address, host, sshd.Limits{},
		ssh.PublicKeyAuth(func(_ ssh.Context, key ssh.PublicKey) bool {
			return manifest.KeyLine(key) == m.signed.Manifest.Urn.LinkKey
		}),
		wish.WithMiddleware(sshd.Commands(m.command)))
	must(m.t, err)
	go func() { _ = s.Serve(l) }()
	m.t.Cleanup(func() { s.Close() })
}

func (m *meeting) command(ctx context.Context, sess ssh.Session, args []string) int {
	refuse := func(err error) int { return wire.Refuse(sess, &view.Problem{Code: "test", Text: err.Error()}) }
	switch args[0] {
	case wire.CmdJournal:
		from, err := strconv.ParseInt(args[2], 10, 64)
		if err != nil {
			return refuse(err)
		}
		m.stream(ctx, sess, from)
		return 0
	}
	data, err := io.ReadAll(sess)
	if err != nil {
		return refuse(err)
	}
	switch args[0] {
	case wire.CmdPost:
		var st journal.Statement
		if err := canon.Unmarshal(data, &st); err != nil {
			return refuse(err)
		}
		if m.onPost != nil && m.onPost(st.Type, false) {
			return 1 // as if the request had never come
		}
		m.mu.Lock()
		e := &journal.Entry{Seq: m.state.Next(), Time: m.lastTime + 1, Type: st.Type, Body: st.Body, Sigs: []journal.Signature{st.Sig}}
		m.mu.Unlock()
		if err := m.enter(e); err != nil {
			return refuse(err)
		}
		if m.onPost != nil {
			m.onPost(st.Type, true)
		}
		return wire.Answer(sess, wire.PostReply{Seq: e.Seq})
	case wire.CmdIssue:
		req, err := wire.Decode[wire.IssueRequest](data)
		if err != nil {
			return refuse(err)
		}
		sig, err := m.issue(req.Handle.String(), req.Blinded)
		if err != nil {
			return refuse(err)
		}
		return wire.Answer(sess, wire.IssueReply{BlindSig: sig})
	case wire.CmdCount:
		report, err := wire.Decode[wire.CountReport](data)
		if err != nil {
			return refuse(err)
		}
		m.mu.Lock()
		m.reports = append(m.reports, report)
		m.mu.Unlock()
	case wire.CmdSelfCheck:
		check, err := wire.Decode[wire.SelfCheck](data)
		if err != nil {
			return refuse(err)
		}
		m.mu.Lock()
		m.checks = append(m.checks, check)
		m.mu.Unlock()
	case wire.CmdOpened:
		o, err := wire.Decode[wire.Opened](data)
		if err != nil {
			return refuse(err)
		}
		m.mu.Lock()
		m.handed = append(m.handed, o.Opened)
		m.mu.Unlock()
	case wire.CmdPublish:
		m.mu.Lock()
		m.bundle = data
		m.brought++
		first := m.brought == 1
		m.mu.Unlock()
		if m.onPublish != nil && first {
			m.onPublish()
		}
	}
	return wire.Answer(sess, wire.Done{OK: true})
}

// issue gives one token a handle.
func (m *meeting) issue(handle string, blinded []byte) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if before, asked := m.tokens[handle]; asked && before != string(blinded) {
		return nil, fmt.Errorf("another request under handle %s", handle)
	}
	m.tokens[handle] = string(blinded)
	return m.issuing.BlindSign(blinded)
}

func (m *meeting) stream(ctx context.Context, sess ssh.Session, from int64) {
	sent, said := 0, false
	for {
		m.mu.Lock()
		lines, grown := m.lines[sent:], m.grown
		m.mu.Unlock()
		for _, l := range lines {
			if l.Entry == nil || l.Entry.Seq >= from {
				wire.Answer(sess, l)
			}
		}
		sent += len(lines)
		if !said {
			wire.Answer(sess, wire.JournalLine{Kind: wire.KindNow})
			said = true
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return
		}
	}
}

// jump connects to one of the urn's addresses as the registrar's jump does.
func (m *meeting) jump(address, user string, visit *wire.Visit) (*gossh.Client, error) {
	var conn net.Conn
	m.eventually(func() (ok bool) {
		var err error
		conn, err = net.Dial("tcp", address)
		return err == nil
	}, "the urn listens at "+address)
	if err := wire.WriteVisit(conn, visit); err != nil {
		return nil, err
	}
	key, err := manifest.ParseKeyLine(m.signed.Manifest.Urn.HostKey)
	if err != nil {
		return nil, err
	}
	c, chans, reqs, err := gossh.NewClientConn(conn, address, &gossh.ClientConfig{User: user, HostKeyCallback: gossh.FixedHostKey(key)})
	if err != nil {
		conn.Close()
		return nil, err
	}
	return gossh.NewClient(c, chans, reqs), nil
}

// ask runs one command at the cast address. The urn may just be starting.
func (m *meeting) ask(command string, in []byte) (string, error) {
	m.t.Helper()
	c, err := m.jump(m.signed.Manifest.Urn.Cast, wire.UserBallot, nil)
	if err != nil {
		return "", err
	}
	defer c.Close()
	s, err := c.NewSession()
	if err != nil {
		return "", err
	}
	defer s.Close()
	s.Stdin = bytes.NewReader(in)
	out, err := s.Output(command)
	return string(out), err
}

func journalNote(note string) wire.JournalLine {
	return wire.JournalLine{Kind: wire.KindCheckpoint, Note: note}
}

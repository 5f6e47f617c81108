//go:build e2e

package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	mrand "math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/server/party"
	"valurna/server/wire"
)

var beforeTheBallot = []attack{
	{outsider, "logs in with a key that is on no roll", "permission denied", func(s *siege) string {
		s.keys["a stranger"] = s.strangersKey()
		return s.stock("a stranger", nil, "view")
	}},
	{outsider, "opens a ballot as an observer", "usage", by("observer", "ballot", "open", "1")},
	{outsider, "asks for a shell", "usage", by("observer", "/bin/sh")},
	{outsider, "asks for files by sftp", "subsystem request failed", func(s *siege) string { return s.stock("observer", []string{"-s"}, "sftp") }},
	{outsider, "has the server listen for others", "remote port forwarding failed", func(s *siege) string {
		return s.stock("observer", []string{"-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"}, "checkpoint")
	}},
	{outsider, "goes through the registrar to another machine", "administratively prohibited", func(s *siege) string { return s.stock("observer", []string{"-W", "127.0.0.1:22"}) }},
	{outsider, "goes to the booth without being a member", "administratively prohibited", func(s *siege) string { return s.stock("observer", []string{"-W", s.town.Signed.Manifest.Urn.Booth}) }},
	{outsider, "goes to the cast address without being a member", "administratively prohibited", func(s *siege) string { return s.stock("observer", []string{"-W", s.town.Signed.Manifest.Urn.Cast}) }},
	{outsider, "has only old algorithms, which could be broken", "no matching key exchange", func(s *siege) string {
		return s.stock("observer", []string{"-o", "KexAlgorithms=diffie-hellman-group14-sha256"}, "checkpoint")
	}},
	{outsider, "has only ciphers without authentication", "no matching cipher", func(s *siege) string {
		return s.stock("observer", []string{"-o", "Ciphers=aes128-ctr"}, "checkpoint")
	}},
	{outsider, "enters a key with a guessed card", "card-unknown", func(s *siege) string { return s.enrol("AAAA-AAAA-AAAA-AAAA") }},
	{outsider, "comes to the urn past the registrar", "connection", func(s *siege) string {
		_, err := wire.Dial(s.t.Context(), s.town.Signed.Manifest.Urn.Booth, s.town.Signed.Manifest.Urn.HostKey, wire.UserBallot)
		if err != nil {
			return "connection: " + err.Error()
		}
		return refusal(nil)
	}},
	{outsider, "comes to the urn under another name than ballot", "tar bara emot namnet ballot", func(s *siege) string { return s.atBooth("member 2", "root") }},
	{onlooker, "stands in as the registrar", "host key", func(s *siege) string { return s.impostor() }},
	{onlooker, "changes one byte on the way", "NOTHING CAME THROUGH", func(s *siege) string { return s.meddled() }},
	{onlooker, "sends what it has recorded once more", "NOTHING CAME THROUGH", func(s *siege) string { return s.replayed() }},
	{anyMember, "opens a ballot in the chair's place", "not-chair", by("member 2", "ballot", "open", "1")},
	{anyMember, "closes the meeting", "not-chair", by("member 3", "meeting", "close")},
	{anyMember, "sends another member away", "not-chair", by("member 3", "presence", "2", "absent")},
	{anyMember, "makes itself a card of another member's", "not-office", by("member 3", "card", "2")},
	{anyMember, "takes back another member's key", "not-office", by("member 3", "revoke", "2")},
	{anyMember, "attests what only offices attest", "not-chair", by("member 3", "attest", "G18", "seen")},
	{anyMember, "speaks as a trustee", "usage", by("member 3", "post")},
	{anyMember, "speaks as the urn", "usage", by("member 3", "issue")},
	{theChair, "has a decision voted on in secret", "item 2 has no ballot", by("chair", "ballot", "open", "2")},
	{oneTrustee, "opens a ballot", "usage", func(s *siege) string {
		_, c := s.party(party.Trustee, "revisor")
		_, err := c.Run(s.t.Context(), "ballot open 1", nil)
		return refusal(err)
	}},
	{oneTrustee, "speaks for another trustee", "signer", func(s *siege) string {
		id, c := s.party(party.Trustee, "revisor")
		return s.post(c, wire.CmdPost, journal.TypeCommit, journal.CeremonyCommit{Trustee: "opposition", Reveal: bytes.Repeat([]byte{1}, 32), Transport: bytes.Repeat([]byte{2}, 32)}, manifest.ByTrustee("opposition"), s.signs(id))
	}},
	{oneTrustee, "begins the ceremony again, to have keys of its own choice", "ceremony", func(s *siege) string {
		id, c := s.party(party.Trustee, "revisor")
		return s.post(c, wire.CmdPost, journal.TypeCommit, journal.CeremonyCommit{Trustee: "revisor", Reveal: bytes.Repeat([]byte{1}, 32), Transport: bytes.Repeat([]byte{2}, 32)}, "", s.signs(id))
	}},
	{oneWitness, "cosigns in another witness's name", "signer", func(s *siege) string {
		_, c := s.party(party.Witness, "tidningen")
		return refusal(wire.Call(s.t.Context(), c, wire.CmdCosign, wire.CosignRequest{Line: "— grannkommunen AAAA\n", Size: 1}, new(wire.Done)))
	}},
}

var whileOpen = []attack{
	{anyMember, "asks for a token without signing for it", "signature", func(s *siege) string {
		return s.ask(2, 2, func(r *wire.TokenRequest) { r.Sig = append(canon.Hex(nil), s.request(3, 2, s.blinded()).Sig...) })
	}},
	{anyMember, "asks for the token of another's seat", "not-on-roll", func(s *siege) string { return s.ask(2, 3, nil) }},
	{anyMember, "asks for a token while it is absent", "not-on-roll", func(s *siege) string { return s.ask(7, 7, nil) }},
	{anyMember, "asks for a second token", "second-token", func(s *siege) string {
		if first := s.ask(2, 2, nil); first != refusal(nil) {
			return first
		}
		return s.ask(2, 2, nil)
	}},
	{anyMember, "casts a ballot twice to have it counted twice", "counted once: the same", func(s *siege) string {
		encoding := s.finish(3, s.booth(3))
		first, err := s.put(3, encoding)
		check(s.t, err)
		second, err := s.put(3, encoding)
		check(s.t, err)
		s.cast = append(s.cast, encoding)
		if first != second {
			return "two receipts: " + first + second
		}
		return "counted once: the same receipt again"
	}},
	{anyMember, "casts another choice under a token that is used", "other-ballot", func(s *siege) string {
		_, err := s.put(3, s.finishWith(s.boothOf(3, 2), s.notes["token of 3"]))
		return refusal(err)
	}},
	{anyMember, "copies another's sealed ballot with a byte changed", "refused", func(s *siege) string {
		copied := bytes.Clone(s.cast[0])
		copied[100] ^= 1 // in a ciphertext
		_, err := s.put(4, copied)
		return refusal(err)
	}},
	{anyMember, "casts a ballot under a token that nobody issued", "refused", func(s *siege) string {
		forged := bytes.Clone(s.cast[0])
		at := bytes.Index(forged, s.signature(forged))
		forged[at] ^= 1
		_, err := s.put(4, forged)
		return refusal(err)
	}},
	{anyMember, "casts rubbish", "refused", func(s *siege) string {
		_, err := s.put(4, bytes.Repeat([]byte{7}, len(s.cast[0])))
		return refusal(err)
	}},
	{anyMember, "casts a ballot of this ballot in another", "ballot", func(s *siege) string {
		_, err := s.castIn(4, "2-1", s.cast[0])
		return refusal(err)
	}},
	{anyMember, "tests an encryption that was cast", "audit-cast", func(s *siege) string {
		_, err := s.atCast(3, wire.Command(wire.CmdAudit, s.ballot), s.audited(3))
		return refusal(err)
	}},
	{anyMember, "casts what it has tested", "audited", func(s *siege) string {
		opened, err := s.booth(4).Audit()
		check(s.t, err)
		_, err = s.atCast(4, wire.Command(wire.CmdAudit, s.ballot), opened)
		check(s.t, err)
		_, err = s.put(4, s.finish(4, s.booth(4)))
		return refusal(err)
	}},
	{anyMember, "reads the sealed ballots before the seal", "not-sealed", func(s *siege) string {
		_, err := s.atCast(4, wire.Command(wire.CmdSealed, s.ballot), nil)
		return refusal(err)
	}},
	{anyMember, "asks who has voted", "NO COUNTS", func(s *siege) string { return s.counts("member 4") }},
	{anyMember, "asks for the evidence of a ballot that is open", "no-bundle", by("member 4", "bundle", "1-1")},
	{outsider, "asks who has voted, as an observer", "NO COUNTS", func(s *siege) string { return s.counts("observer") }},
	{outsider, "asks for a token", "usage", func(s *siege) string {
		_, err := s.dial(wire.UserObserver, nil).Run(s.t.Context(), wire.CmdToken, []byte("{}"))
		return refusal(err)
	}},
	{outsider, "votes in the booth with a made-up handle", "Rösten togs inte emot: ingen levande", func(s *siege) string { return s.madeUpVisit() }},
	{urnOp, "asks for a token with a made-up handle", "no-visit", func(s *siege) string {
		return refusal(wire.Call(s.t.Context(), s.urnLink(), wire.CmdIssue, wire.IssueRequest{Ballot: s.ballot, Handle: random(wire.HandleSize), Blinded: random(wire.BlindedSize)}, new(wire.IssueReply)))
	}},
	{urnOp, "acts as the chair", "usage", func(s *siege) string {
		_, err := s.urnLink().Run(s.t.Context(), "ballot close "+s.ballot, nil)
		return refusal(err)
	}},
	{urnOp, "seals while members still vote", "phase", func(s *siege) string {
		return s.post(s.urnLink(), wire.CmdPost, journal.TypeSeal, journal.Seal{Ballot: s.ballot, Count: 1, Root: random(32), AuditedRoot: random(32)}, "", s.signsUrn())
	}},
	{urnOp, "states a result before there is one", "phase", func(s *siege) string {
		return s.post(s.urnLink(), wire.CmdPost, journal.TypeStop, journal.Stop{Ballot: s.ballot, Cast: 1}, "", s.signsUrn())
	}},
	{urnOp, "looks for names, keys or handles among its own things", "NOTHING FOUND", func(s *siege) string {
		var names [][]byte
		for _, p := range s.town.People {
			names = append(names, []byte(p.Name), p.Signer.PublicKey().Marshal())
		}
		return s.search(filepath.Join(s.dir, "urn"), names)
	}},
	{urnOp, "reads the ballots from its disk", "NOTHING FOUND", func(s *siege) string { return s.search(filepath.Join(s.dir, "urn"), s.pieces()) }},
	{registrarOp, "looks for ballots among its own things", "NOTHING FOUND", func(s *siege) string { return s.search(filepath.Join(s.dir, "registrar"), s.pieces()) }},
	{registrarOp, "looks in the journal for who has voted", "NOTHING FOUND", func(s *siege) string {
		r := runTool(s.t, "ssh", s.ssh("observer", "journal")...)
		for _, word := range []string{"token", `"collected"`, "receipt"} {
			if strings.Contains(r.out, `"type":"`+word) || strings.Contains(r.out, word+`":[`) {
				return "the journal has " + word
			}
		}
		return "NOTHING FOUND"
	}},
	{registrarOp, "stands in as the urn towards a member who has the urn's key", "host key", func(s *siege) string {
		own := s.dial("person", s.seat(5))
		_, err := own.Through(s.t.Context(), s.town.Signed.Manifest.Urn.Cast, s.town.Signed.Manifest.Registrar.HostKey, wire.UserBallot)
		return refusal(err)
	}},
	{oneTrustee, "fetches the box while it is open", "not-sealed", func(s *siege) string {
		_, c := s.party(party.Trustee, "revisor")
		urn := s.town.Signed.Manifest.Urn
		cast, err := c.Through(s.t.Context(), urn.Cast, urn.HostKey, wire.UserBallot)
		check(s.t, err)
		defer cast.Close()
		_, err = cast.Run(s.t.Context(), wire.Command(wire.CmdSealed, s.ballot), nil)
		return refusal(err)
	}},
	{oneTrustee, "decrypts before the seal", "phase", func(s *siege) string {
		id, c := s.party(party.Trustee, "revisor")
		return s.post(c, wire.CmdPost, journal.TypeShares, journal.Shares{Ballot: s.ballot, Trustee: "revisor", Parts: random(32)}, "", s.signs(id))
	}},
	{oneTrustee, "asks for a token", "usage", func(s *siege) string {
		_, c := s.party(party.Trustee, "revisor")
		_, err := c.Run(s.t.Context(), wire.CmdToken, []byte("{}"))
		return refusal(err)
	}},
	{theChair, "asks how each has voted", "NO NAMES", func(s *siege) string {
		r := runTool(s.t, "ssh", s.ssh("chair", "view", "--json")...)
		if strings.Contains(r.out, "voted") || strings.Contains(r.out, `"collected":[`) {
			return r.out
		}
		return "NO NAMES"
	}},
	{outsider, "keeps a thousand connections half open to shut the members out", "ANSWERED", func(s *siege) string { return s.crowd() }},
}

var afterClose = []attack{
	{anyMember, "asks for a token after the close", "closed", func(s *siege) string { return s.ask(6, 6, nil) }},
	{anyMember, "casts after the close", "closed", func(s *siege) string { _, err := s.put(4, s.cast[0][:len(s.cast[0])-1]); return refusal(err) }},
	{anyMember, "certifies the result it likes", "not-chair", by("member 2", "ballot", "certify", "1-1")},
	{theChair, "opens the same item again while its first ballot stands", "definition", by("chair", "ballot", "open", "1")},
	{urnOp, "seals a second time", "phase", func(s *siege) string {
		return s.post(s.urnLink(), wire.CmdPost, journal.TypeSeal, journal.Seal{Ballot: s.ballot, Count: 1, Root: random(32), AuditedRoot: random(32)}, "", s.signsUrn())
	}},
	{urnOp, "asks for a token for a visit that has ended", "no-visit", func(s *siege) string {
		return refusal(wire.Call(s.t.Context(), s.urnLink(), wire.CmdIssue, wire.IssueRequest{Ballot: s.ballot, Handle: random(wire.HandleSize), Blinded: random(wire.BlindedSize)}, new(wire.IssueReply)))
	}},
}

var afterResult = []attack{
	{anyMember, "votes once more after the result", "closed", func(s *siege) string { return s.ask(6, 6, nil) }},
	{theChair, "certifies twice", "phase", by("chair", "ballot", "certify", "1-1")},
	{theChair, "voids a result that stands", "phase", by("chair", "ballot", "void", "1-1", "I do not like it")},
	{registrarOp, "hands out a bundle in which a title differs by one letter", "first failed check: entries", func(s *siege) string {
		return s.forgedBundle(func(b []byte) []byte { return bytes.Replace(b, []byte("Val av ordf"), []byte("Val af ordf"), 1) })
	}},
	{registrarOp, "hands out a bundle that ends early", "the file ends before its last line", func(s *siege) string { return s.forgedBundle(func(b []byte) []byte { return b[:len(b)*9/10] }) }},
	{urnOp, "hands out a bundle with another result", "first failed check: entries", func(s *siege) string {
		return s.forgedBundle(func(b []byte) []byte { return bytes.Replace(b, []byte(`"votes":`), []byte(`"votes":9`), 1) })
	}},
	{registrarOp, "hands out the bundle of another meeting", "first failed check: anchor", func(s *siege) string { return s.foreignBundle() }},
}

var whereItDecides = []attack{
	{theChair, "opens a ballot that decides before anybody has tried one", "S3", by("chair", "ballot", "open", "1")},
	{remoteMember, "takes part from elsewhere without leave", "A05", by("member 7", "checkin", "remote")},
	{remoteMember, "takes the chair's silence for leave", "A05", func(s *siege) string {
		s.must("member 7", "remote", "apply", "ill")
		return s.told("member 7", "checkin", "remote")
	}},
	{remoteMember, "gives itself leave", "A05", by("member 7", "remote", "grant", "7")},
	{remoteMember, "says that it was seen by the room", "A13", by("member 7", "room", "sees", "7")},
	{remoteMember, "attests that nobody is beside it", "not-chair", by("member 7", "attest", "G6-stable", "seen")},
	{remoteMember, "identifies itself", "A05", by("member 7", "remote", "identify", "7", "AAAA")},
	{anyMember, "has its own opening of the gate entered", "office", by("member 2", "preflight")},
	{anyMember, "takes the chair", "not-chair", by("member 3", "chair", "3", "elected")},
	{anyMember, "enters the result of an open vote", "vote: No vote is held", by("member 3", "vote", "result", "yes")},
}

var machineInHand = []attack{
	{registrarOp, "cuts off the end of its journal", "THE JOURNAL WAS REWRITTEN", func(s *siege) string {
		s.edited(`DELETE FROM entry WHERE seq > (SELECT max(seq) FROM entry) - 2`)
		return s.noticed("THE JOURNAL WAS REWRITTEN: nothing is signed")
	}},
	{registrarOp, "changes an entry in its own store", "the stored journal breaks a rule", func(s *siege) string {
		return s.edited(`UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'Val av ordf', 'val av ordf') AS BLOB) WHERE instr(CAST(leaf AS TEXT), 'Val av ordf') > 0`)
	}},
}

// strangersKey is a private key that nobody has entered.
func (s *siege) strangersKey() string {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	check(s.t, err)
	block, err := ssh.MarshalPrivateKey(private, "")
	check(s.t, err)
	path := filepath.Join(s.t.TempDir(), "key")
	check(s.t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
	return path
}

func random(n int) canon.Hex {
	b := make([]byte, n)
	_, _ = rand.Read(b) // since Go 1.24 it never fails
	b[0] = 0            // below any modulus
	return b
}

// enrol tries a card's code.
func (s *siege) enrol(code string) string {
	r := s.town.Signed.Manifest.Registrar
	c, err := wire.Dial(s.t.Context(), r.Address, r.HostKey, wire.UserEnrol)
	check(s.t, err)
	defer c.Close()
	_, err = c.Run(s.t.Context(), code+" --json", []byte(manifest.KeyLine(s.seat(2).PublicKey())))
	return refusal(err)
}

// atBooth comes to the booth as a member does, under a login name.
func (s *siege) atBooth(who, user string) string {
	m := s.town.Signed.Manifest
	host, port, err := net.SplitHostPort(m.Urn.Booth)
	check(s.t, err)
	jump := strings.Join(s.sshWith(who, []string{"-W", m.Urn.Booth}), " ")
	r := runTool(s.t, "ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "UserKnownHostsFile="+filepath.Join(s.dir, "known_hosts"), "-o", "GlobalKnownHostsFile=none",
		"-o", "PubkeyAuthentication=no", "-o", "ProxyCommand=ssh "+jump, "-p", port, user+"@"+host, "plain")
	if r.code == 0 {
		return refusal(nil) + r.out
	}
	return r.out + r.errs
}

// impostor is a server with a host key of its own in the registrar's place.
func (s *siege) impostor() string {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	check(s.t, err)
	signer, err := ssh.NewSignerFromKey(private)
	check(s.t, err)
	config := &ssh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(signer)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(s.t, err)
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _, _, _ = ssh.NewServerConn(c, config) }()
		}
	}()
	host, port, err := net.SplitHostPort(s.town.Signed.Manifest.Registrar.Address)
	check(s.t, err)
	_, own, err := net.SplitHostPort(l.Addr().String())
	check(s.t, err)
	args := s.sshWith("member 2", []string{"-o", "HostKeyAlias=[" + host + "]:" + port, "-o", "StrictHostKeyChecking=yes"}, "view")
	args[slices.Index(args, "-p")+1] = own
	return said(runTool(s.t, "ssh", args...))
}

// between carries one connection to the registrar, and lets meddle change what the
// client sends.
func (s *siege) between(meddle func(sent int, b []byte)) (addr string, recorded func() []byte) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(s.t, err)
	s.t.Cleanup(func() { l.Close() })
	var mu sync.Mutex
	var all []byte
	go func() {
		near, err := l.Accept()
		if err != nil {
			return
		}
		defer near.Close()
		far, err := net.Dial("tcp", s.town.Signed.Manifest.Registrar.Address)
		if err != nil {
			return
		}
		defer far.Close()
		go func() { _, _ = io.Copy(near, far); near.Close() }()
		b := make([]byte, 1<<16)
		for {
			n, err := near.Read(b)
			mu.Lock()
			meddle(len(all), b[:n])
			all = append(all, b[:n]...)
			mu.Unlock()
			if _, failed := far.Write(b[:n]); err != nil || failed != nil {
				return
			}
		}
	}()
	return l.Addr().String(), func() []byte { mu.Lock(); defer mu.Unlock(); return bytes.Clone(all) }
}

// through has member 6 ask for its desk through somebody on the way.
func (s *siege) through(addr string) error {
	host, err := manifest.ParseKeyLine(s.town.Signed.Manifest.Registrar.HostKey)
	check(s.t, err)
	c, err := ssh.Dial("tcp", addr, &ssh.ClientConfig{User: "person", Auth: []ssh.AuthMethod{ssh.PublicKeys(s.seat(6))}, HostKeyCallback: ssh.FixedHostKey(host), Timeout: 10 * time.Second})
	if err != nil {
		return err
	}
	defer c.Close()
	session, err := c.NewSession()
	if err != nil {
		return err
	}
	return session.Run("view --json")
}

func (s *siege) meddled() string {
	addr, _ := s.between(func(sent int, b []byte) {
		if sent > 2500 && len(b) > 8 { // past the key exchange
			b[len(b)/2] ^= 0x20
		}
	})
	if err := s.through(addr); err == nil {
		return refusal(nil)
	}
	return "NOTHING CAME THROUGH"
}

func (s *siege) replayed() string {
	addr, recorded := s.between(func(int, []byte) {})
	check(s.t, s.through(addr))
	before := s.size()
	c, err := net.Dial("tcp", s.town.Signed.Manifest.Registrar.Address)
	check(s.t, err)
	defer c.Close()
	_, _ = c.Write(recorded()) // the server may have hung up before the end
	check(s.t, c.SetReadDeadline(time.Now().Add(15*time.Second)))
	answer, err := io.ReadAll(c)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) || s.size() != before {
		return fmt.Sprintf("%v after %d bytes", err, len(answer))
	}
	if len(answer) > 4096 { // its version and key exchange, and no more
		return fmt.Sprintf("%d bytes were answered", len(answer))
	}
	return "NOTHING CAME THROUGH"
}

// size is how many entries the journal has.
func (s *siege) size() string {
	r := runTool(s.t, "ssh", s.ssh("observer", "checkpoint")...)
	lines := strings.Split(r.out, "\n")
	if r.code != 0 || len(lines) < 2 {
		s.t.Fatalf("checkpoint: %s%s", r.out, r.errs)
	}
	return lines[1]
}

func (s *siege) signs(id *party.Identity) func(string, any) (journal.Statement, error) {
	return func(typ string, body any) (journal.Statement, error) { return id.Sign(s.hash(), typ, body) }
}

func (s *siege) hash() [32]byte {
	h, err := s.town.Signed.Manifest.Hash()
	check(s.t, err)
	return h
}

// urnKey reads one of the urn's own keys.
func (s *siege) urnKey(name string) ed25519.PrivateKey {
	data, err := os.ReadFile(filepath.Join(s.dir, "urn", name))
	check(s.t, err)
	raw, err := ssh.ParseRawPrivateKey(data)
	check(s.t, err)
	return *raw.(*ed25519.PrivateKey)
}

func (s *siege) urnLink() *wire.Client {
	signer, err := ssh.NewSignerFromKey(s.urnKey("link_key"))
	check(s.t, err)
	return s.dial("urn", signer)
}

func (s *siege) signsUrn() func(string, any) (journal.Statement, error) {
	return func(typ string, body any) (journal.Statement, error) {
		return journal.Sign(s.hash(), manifest.ByUrn, s.urnKey("receipt_key"), typ, body)
	}
}

func (s *siege) partyDir(role party.Role, name string) string {
	return filepath.Join(s.dir, string(role)+"-"+name)
}

// terms is what the definition fixes.
func (s *siege) terms() (t sealed.Terms, contest kind.Contest) {
	s.await("the definition", func(j *journal.State) bool {
		var err error
		t, err = j.Terms(s.ballot)
		contest = j.Ballot(s.ballot).Definition.Contest
		return err == nil
	})
	return t, contest
}

// booth is a booth of the attacker's own, with a ballot that is sealed and not cast.
func (s *siege) booth(seat int) *booth.Booth { return s.boothOf(seat, 0) }

func (s *siege) boothOf(seat, option int) *booth.Booth {
	t, contest := s.terms()
	b, err := booth.New(t, contest, booth.Seed{byte(seat), 99})
	check(s.t, err)
	// The same ballot each time, so that an attacker can have it tested and cast.
	_, err = b.Seal(kind.Choice{Options: []int{option}}, "", mrand.NewChaCha8([32]byte{byte(seat), byte(option)}))
	check(s.t, err)
	return b
}

func (s *siege) blinded() []byte { return random(wire.BlindedSize) }

// request is a token request, signed by one member for a seat.
func (s *siege) request(signer, seat int, blinded []byte) *wire.TokenRequest {
	t, _ := s.terms()
	sig, err := sshsig.SignWithRand(bytes.NewReader(wire.TokenBytes(t.Context, seat, blinded)), rand.Reader, s.seat(signer), sshsig.HashSHA512, wire.TokenNamespace)
	check(s.t, err)
	return &wire.TokenRequest{Ballot: s.ballot, Seat: seat, Blinded: blinded, Sig: canon.Hex(sig.Marshal())}
}

// ask has a member ask for the token of a seat, each time for another one.
func (s *siege) ask(who, seat int, change func(*wire.TokenRequest)) string {
	r := s.request(who, seat, s.blinded())
	if change != nil {
		change(r)
	}
	return refusal(wire.Call(s.t.Context(), s.dial("person", s.seat(who)), wire.CmdToken, r, new(wire.IssueReply)))
}

// finish collects the token and completes the ballot.
func (s *siege) finish(seat int, b *booth.Booth) []byte {
	blinded, err := b.Request()
	check(s.t, err)
	var reply wire.IssueReply
	check(s.t, wire.Call(s.t.Context(), s.dial("person", s.seat(seat)), wire.CmdToken, s.request(seat, seat, blinded), &reply))
	s.notes[fmt.Sprint("token of ", seat)] = hex.EncodeToString(reply.BlindSig)
	encoding, err := b.Finish(reply.BlindSig)
	check(s.t, err)
	return encoding
}

// finishWith completes a ballot with a token that was collected before.
func (s *siege) finishWith(b *booth.Booth, token string) []byte {
	_, err := b.Request()
	check(s.t, err)
	sig, err := hex.DecodeString(token)
	check(s.t, err)
	encoding, err := b.Finish(sig)
	check(s.t, err)
	return encoding
}

// atCast runs a command at the cast address, as a member's own booth does.
func (s *siege) atCast(seat int, command string, in []byte) (string, error) {
	urn := s.town.Signed.Manifest.Urn
	c, err := s.dial("person", s.seat(seat)).Through(s.t.Context(), urn.Cast, urn.HostKey, wire.UserBallot)
	check(s.t, err)
	defer c.Close()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	out, err := c.Run(ctx, command, in)
	return string(out), err
}

func (s *siege) put(seat int, encoding []byte) (string, error) {
	return s.castIn(seat, s.ballot, encoding)
}

func (s *siege) castIn(seat int, ballot string, encoding []byte) (string, error) {
	return s.atCast(seat, wire.Command(wire.CmdCast, ballot), encoding)
}

// audited opens the encryption that seat has cast, as a booth that keeps its secrets could.
func (s *siege) audited(seat int) []byte {
	opened, err := s.booth(seat).Audit()
	check(s.t, err)
	return opened
}

// signature is the token's signature inside a sealed ballot.
func (s *siege) signature(encoding []byte) []byte {
	t, _ := s.terms()
	b, err := sealed.Decode(t.Points, encoding)
	check(s.t, err)
	return b.Signature[:]
}

// pieces are parts of what was cast that would be found on a disk that holds it.
func (s *siege) pieces() (out [][]byte) {
	for _, e := range s.cast {
		out = append(out, e[:64], e[len(e)/2:len(e)/2+64], []byte(hex.EncodeToString(e[:32])))
	}
	return out
}

// search looks for bytes in every file of a folder.
func (s *siege) search(dir string, what [][]byte) string {
	found, files := "", 0
	check(s.t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		for _, w := range what {
			if bytes.Contains(data, w) {
				found = path
			}
		}
		return err
	}))
	if found != "" || files == 0 || len(what) == 0 {
		return fmt.Sprintf("found in %s, of %d files", found, files)
	}
	return "NOTHING FOUND"
}

// counts are what somebody is shown of an open ballot.
func (s *siege) counts(who string) string {
	r := runTool(s.t, "ssh", s.ssh(who, "view", "--json")...)
	if r.code != 0 {
		s.t.Fatal(r.out, r.errs)
	}
	for _, word := range []string{`"counts":{`, `"tokens"`, `"cast":`, `"collected":[`} {
		if strings.Contains(r.out, word) {
			return word + " in " + r.out
		}
	}
	return "NO COUNTS"
}

// madeUpVisit comes to the booth as the registrar's jump does, with a handle that it has
// made up, and votes.
func (s *siege) madeUpVisit() string {
	m := s.town.Signed.Manifest
	conn, err := net.Dial("tcp", m.Urn.Booth)
	check(s.t, err)
	check(s.t, wire.WriteVisit(conn, &wire.Visit{Handle: random(wire.HandleSize), Ballot: s.ballot}))
	host, err := manifest.ParseKeyLine(m.Urn.HostKey)
	check(s.t, err)
	cc, chans, reqs, err := ssh.NewClientConn(conn, m.Urn.Booth, &ssh.ClientConfig{User: wire.UserBallot, HostKeyCallback: ssh.FixedHostKey(host)})
	check(s.t, err)
	c := ssh.NewClient(cc, chans, reqs)
	defer c.Close()
	session, err := c.NewSession()
	check(s.t, err)
	in, err := session.StdinPipe()
	check(s.t, err)
	out := new(output)
	session.Stdout = out
	check(s.t, session.Start("plain"))
	heard := func() string { return strings.ReplaceAll(out.String(), "\x00", "") }
	for _, q := range []struct{ says, answer string }{
		{"eller 0 för blankt.", "1"}, {"Tom rad: valbåset väljer slumpvis.", ""}, {"Stämmer det?", "ja"}, {"Skriv ordet ja för att lägga din röst", "ja"},
	} {
		eventually(s.t, "the booth asks "+q.says, func() bool { return strings.Contains(heard(), q.says) })
		_, err := io.WriteString(in, q.answer+"\n")
		check(s.t, err)
	}
	const casting = "Din valsedel läggs i valurnan"
	after := ""
	eventually(s.t, "the booth says what came of it", func() bool {
		_, after, _ = strings.Cut(heard(), casting)
		return strings.Contains(after, "inlagd") && len(after) > 200
	})
	return after
}

// crowd keeps a thousand connections half open and has a member ask something meanwhile.
func (s *siege) crowd() string {
	addr := s.town.Signed.Manifest.Registrar.Address
	var conns []net.Conn
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	for range 1000 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			break
		}
		conns = append(conns, c)
	}
	begun := time.Now()
	_, err := s.dial("person", s.seat(2)).Run(s.t.Context(), "view --json", nil)
	if took := time.Since(begun); err != nil || took > time.Second {
		return fmt.Sprintf("SHUT OUT: %v after %v", err, took)
	}
	return "ANSWERED"
}

// bundle is the published evidence, and where it lies.
func (s *siege) bundle() []byte {
	r := runTool(s.t, "ssh", s.ssh("observer", "bundle", s.ballot)...)
	if r.code != 0 {
		s.t.Fatal(r.errs)
	}
	return []byte(r.out)
}

// forgedBundle has anybody verify what was handed out.
func (s *siege) forgedBundle(change func([]byte) []byte) string {
	path := filepath.Join(s.t.TempDir(), "bundle")
	check(s.t, os.WriteFile(path, s.bundle(), 0o600))
	if r := valurna(s.t, "verify", path, "--manifest", filepath.Join(s.dir, "manifest")); r.code != 0 {
		s.t.Fatalf("the honest bundle does not verify:\n%s%s", r.out, r.errs)
	}
	forged := change(s.bundle())
	if bytes.Equal(forged, s.bundle()) {
		s.t.Fatal("nothing was forged")
	}
	check(s.t, os.WriteFile(path, forged, 0o600))
	r := valurna(s.t, "verify", path, "--manifest", filepath.Join(s.dir, "manifest"))
	if r.code == 0 {
		return refusal(nil)
	}
	return r.out + r.errs
}

// foreignBundle is the honest bundle of one meeting, shown as another's.
func (s *siege) foreignBundle() string {
	other := convene(s.t, setting{profile: manifest.ProfileCouncil, seats: 5, days: 7, rehearsal: true, statutes: manifest.Statutes{Of: 1}})
	path := filepath.Join(s.t.TempDir(), "bundle")
	check(s.t, os.WriteFile(path, s.bundle(), 0o600))
	r := valurna(s.t, "verify", path, "--manifest", filepath.Join(other.dir, "manifest"))
	if r.code == 0 {
		return refusal(nil)
	}
	return r.out + r.errs
}

// edited kills the registrar, changes its store as its operator can, and starts it
// again. It returns what the program says.
func (s *siege) edited(statement string) (said string) {
	s.parts["registrar"].kill(s.t)
	path := filepath.Join(s.dir, "registrar", "registrar.db")
	db, err := sql.Open("sqlite", path)
	check(s.t, err)
	result, err := db.ExecContext(s.t.Context(), statement)
	check(s.t, err)
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		s.t.Fatalf("%q has changed %d rows: %v", statement, n, err)
	}
	check(s.t, db.Close())
	c := start(s.t, "registrar", "serve", s.dir)
	eventually(s.t, "the registrar serves or ends", func() bool {
		select {
		case <-c.done:
			return true
		default:
			return strings.Contains(c.out.String(), "registrar serves")
		}
	})
	s.parts["registrar"] = c
	return c.out.String()
}

// noticed waits until one of the others says why it goes no further.
func (s *siege) noticed(text string) string {
	found := ""
	eventually(s.t, "somebody notices", func() bool {
		for name, c := range s.parts {
			if strings.Contains(c.out.String(), text) {
				found = name + ": " + c.out.String()
			}
		}
		return found != ""
	})
	return found
}

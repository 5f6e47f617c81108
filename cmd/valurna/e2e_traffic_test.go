//go:build e2e

package main

import (
	"encoding/binary"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/cmd/valurna/demo"
	"valurna/server/wire"
)

// What the urn writes in the hosted booth: frames of one size on one clock, in whole
// slots.
const (
	frameBytes = 2048
	frameBeat  = 100 * time.Millisecond
	slotFrames = 200
)

// packet is one SSH packet of the inner connection, as everybody on the way sees it.
type packet struct {
	at    time.Duration // since the connection began
	bytes int
}

// stream is one visit's traffic through the jump.
type stream struct {
	mu       sync.Mutex
	begun    time.Time
	up, down []packet
}

// splitter cuts one direction of an SSH connection into packets (RFC 4253, sections
// 4.2 and 6). With the cipher aes128-gcm@openssh.com a packet's length stays readable
// after the keys are taken into use (RFC 5647, section 7.3), so that sizes are exact.
type splitter struct {
	s      *stream
	to     *[]packet
	rest   []byte
	greet  bool // the version line has passed
	sealed bool // NEWKEYS has passed
}

func (p *splitter) Write(b []byte) (int, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	now := time.Since(p.s.begun)
	p.rest = append(p.rest, b...)
	for {
		if !p.greet {
			_, after, ok := strings.Cut(string(p.rest), "\n")
			if !ok {
				return len(b), nil
			}
			p.rest, p.greet = []byte(after), true
		}
		if len(p.rest) < 6 {
			return len(b), nil
		}
		n := 4 + int(binary.BigEndian.Uint32(p.rest))
		if p.sealed {
			n += 16
		}
		if len(p.rest) < n {
			return len(b), nil
		}
		const newKeys = 21
		if !p.sealed && p.rest[5] == newKeys {
			p.sealed = true
		}
		*p.to = append(*p.to, packet{now, n})
		p.rest = p.rest[n:]
	}
}

// wiretap is a member's way to the booth with somebody who writes down all that
// passes: it takes the place of -J, and carries bytes through ssh -W as -J does.
func wiretap(t *testing.T, town *demo.Town, seat int) (addr string, s *stream) {
	t.Helper()
	m := town.Signed.Manifest
	host, port, err := net.SplitHostPort(m.Registrar.Address)
	check(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { l.Close() })
	s = &stream{begun: time.Now()}
	go func() {
		near, err := l.Accept()
		if err != nil {
			return
		}
		defer near.Close()
		s.mu.Lock()
		s.begun = time.Now()
		s.mu.Unlock()
		cmd := exec.CommandContext(t.Context(), "ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "UserKnownHostsFile="+filepath.Join(town.Dir, "known_hosts"),
			"-o", "GlobalKnownHostsFile=none", "-o", "LogLevel=ERROR", "-i", town.People[seat-1].Key, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none",
			"-p", port, "-W", m.Urn.Booth, "person@"+host)
		cmd.Env = plainEnv(town.Dir)
		cmd.Stdin = io.TeeReader(near, &splitter{s: s, to: &s.up})
		cmd.Stdout = io.MultiWriter(&splitter{s: s, to: &s.down}, near)
		_ = cmd.Start()
		_ = cmd.Wait() // it ends with the visit
	}()
	return l.Addr().String(), s
}

// voterKind is how somebody votes, whatever is chosen.
type voterKind struct {
	arrows bool
	least  time.Duration // between keys
	most   time.Duration
}

// boothVisit is one whole visit with the stock client: place is the option's, from 1 on;
// 0 is blank. The voter presses q once the vote is in, and the line ends by itself.
func boothVisit(t *testing.T, town *demo.Town, known string, seat, place int, v voterKind, random *mrand.Rand) *stream {
	t.Helper()
	addr, s := wiretap(t, town, seat)
	_, port, err := net.SplitHostPort(addr)
	check(t, err)
	w := openWindow(t, plainEnv(town.Dir), "ssh", "-F", "none", "-c", "aes128-gcm@openssh.com", "-o", "UserKnownHostsFile="+known, "-o", "GlobalKnownHostsFile=none",
		"-o", "HostKeyAlias=valurna-urn", "-o", "StrictHostKeyChecking=yes", "-o", "PubkeyAuthentication=no", "-o", "PreferredAuthentications=none",
		"-o", "IdentityAgent=none", "-o", "IdentityFile=none", "-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR", "-p", port, wire.UserBallot+"@127.0.0.1")
	think := func() { time.Sleep(v.least + time.Duration(random.Int64N(int64(v.most-v.least)))) }
	w.until("Välkommen till valbåset")
	think()
	w.press("\r")
	w.until("Markera ditt val")
	think()
	if v.arrows {
		for range 50 {
			if strings.Contains(flat(w.term.String()), fmt.Sprintf("> ( ) %d ", place)) {
				break
			}
			before := w.term.String()
			w.press("\x1b[B")
			for w.term.String() == before && t.Context().Err() == nil {
				time.Sleep(30 * time.Millisecond)
			}
			think()
		}
		w.press(" ")
	} else {
		w.press(strconv.Itoa(place))
	}
	w.until(fmt.Sprintf("(X) %d ", place))
	for _, page := range []string{"Ett eget ord", "Stämmer det?", "INTE inlagd än"} {
		think()
		w.press("\r")
		w.until(page)
	}
	think()
	w.press("j")
	w.until("Din röst är inlagd")
	think()
	w.press("q")
	select {
	case <-w.ended:
	case <-time.After(patience):
		t.Errorf("seat %d: the line did not end by itself", seat)
	}
	return s
}

// knownUrn is a known_hosts file with the urn's key under a name of its own.
func knownUrn(t *testing.T, town *demo.Town) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "known")
	check(t, os.WriteFile(path, []byte("valurna-urn "+town.Signed.Manifest.Urn.HostKey+"\n"), 0o600))
	return path
}

// checkInAll has everybody in the room, and opens the ballot on item 2. It returns how
// many options it has.
func checkInAll(t *testing.T, p *parts, town *demo.Town) int {
	t.Helper()
	for _, person := range town.People {
		config := &ssh.ClientConfig{User: "seat", Auth: []ssh.AuthMethod{ssh.PublicKeys(person.Signer)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()}
		c, err := ssh.Dial("tcp", town.Signed.Manifest.Registrar.Address, config)
		check(t, err)
		s, err := c.NewSession()
		check(t, err)
		check(t, s.Run("checkin room"))
		c.Close()
	}
	p.do("chair", "meeting", "open")
	p.do("chair", "ballot", "open", "2")
	d := p.desk("the ballot is open", phase("open"))
	return len(d.Ballots[len(d.Ballots)-1].Contest.Options)
}

// What the urn sends in a visit does not depend on what is chosen, by which keys, or how
// fast: the packets have one size, come on one clock, and make whole slots.
func TestE2ETrafficIsTheSameForEveryChoiceAndEveryVoter(t *testing.T) {
	fast := voterKind{least: 50 * time.Millisecond, most: 150 * time.Millisecond}
	slow := voterKind{arrows: true, least: 1500 * time.Millisecond, most: 3 * time.Second}
	p, town := raiseOf(t, 9, 3, 3)
	options := checkInAll(t, p, town)
	known := knownUrn(t, town)
	type seen struct {
		what string
		s    *stream
	}
	visits := make([]*seen, 0, 8)
	var going sync.WaitGroup
	seat := 0
	for _, v := range []voterKind{fast, slow} {
		for place := range min(options+1, 4) {
			seat++
			random := mrand.New(mrand.NewPCG(uint64(seat), 7))
			n := len(visits)
			visits = append(visits, &seen{what: fmt.Sprintf("seat %d, place %d, arrows %v", seat, place, v.arrows)})
			going.Go(func() { visits[n].s = boothVisit(t, town, known, n+1, place, v, random) })
		}
	}
	going.Wait()
	if t.Failed() {
		t.FailNow()
	}
	first := visits[0].s.frames()
	for _, v := range visits {
		frames := v.s.frames()
		if len(frames) == 0 || len(frames)%slotFrames != 0 {
			t.Errorf("%s: %d frames are no whole number of slots", v.what, len(frames))
			continue
		}
		late := 0
		for i, f := range frames {
			if f.bytes != first[0].bytes {
				t.Errorf("%s: frame %d has %d bytes, the first visit's %d", v.what, i, f.bytes, first[0].bytes)
			}
			if d := f.at - frames[0].at - time.Duration(i)*frameBeat; d < -frameBeat || d > frameBeat {
				late++
			}
		}
		if late > len(frames)/20 {
			t.Errorf("%s: %d of %d frames are off the clock by more than a beat", v.what, late, len(frames))
		}
		if got, want := v.s.others(), visits[0].s.others(); !slices.Equal(got, want) {
			t.Errorf("%s: beside its frames the urn sends packets of %v, in the first visit of %v", v.what, got, want)
		}
		t.Logf("%s: %d frames of %d bytes in %.1f s; the client sent %d packets", v.what, len(frames), first[0].bytes, (frames[len(frames)-1].at - frames[0].at).Seconds(), len(v.s.up))
	}
}

// frames are the urn's packets that carry a frame.
func (s *stream) frames() (out []packet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.down {
		if p.bytes > frameBytes {
			out = append(out, p)
		}
	}
	return out
}

// others are the sizes of all its other packets, before and after.
func (s *stream) others() (out []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.down {
		if p.bytes <= frameBytes {
			out = append(out, p.bytes)
		}
	}
	return out
}

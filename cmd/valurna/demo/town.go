// Package demo runs a whole rehearsal on one machine: registrar, urn, trustees
// and witnesses as processes of their own, and a council of simulated members
// who vote over real SSH connections.
//
// Build makes the files and keys of a meeting, Start its processes, Evening the
// election, headless or with a person in the chair.
package demo

import (
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/server/durable"
	"valurna/server/registrar"
	"valurna/server/trustee"
	"valurna/server/urn"
	"valurna/server/witness"
)

// MostMembers is the largest council of a demo.
const MostMembers = 10_000

// Options of a demo.
type Options struct {
	Dir     string // holds everything that the demo makes
	Members int    // seats, 3 to MostMembers
	Remote  int    // of them at home
	Grace   int    // seconds
	Window  int    // seconds
	Host    string // loopback address to listen on; "": 127.0.0.1
	Hands   int    // seats whose keys are written to disk, for people; 0: chair and a member

	// Change makes the meeting another than the demo's, before anything is signed; nil
	// leaves it.
	Change func(*roll.Source)
}

// Town is a meeting that is ready to start.
type Town struct {
	Options
	People []Person // in seat order; the first is the chair
	Signed *manifest.Signed
}

// Person is one member of the council.
type Person struct {
	Name   string
	Seat   int
	Remote bool
	Signer ssh.Signer
	Key    string // path of the private key
}

var (
	trusteeNames = []string{"revisor", "opposition", "majoritet"}
	witnessNames = []string{"tidningen", "grannkommunen", "studentkaren"}
)

// Quorum and threshold of the demo.
const (
	threshold = 2
	quorum    = 2
)

// Build makes keys, files and a manifest that every party has signed with its
// own command's code.
func Build(o Options) (*Town, error) {
	if o.Members < 3 || o.Members > MostMembers || o.Remote < 0 || o.Remote >= o.Members {
		return nil, fmt.Errorf("%d members, %d of them remote: a demo has 3 to %d members, and somebody in the room", o.Members, o.Remote, MostMembers)
	}
	t := &Town{Options: o}
	if err := t.people(); err != nil {
		return nil, err
	}
	source, err := t.source()
	if err != nil {
		return nil, err
	}
	if o.Change != nil {
		o.Change(source)
	}
	body, meeting := roll.Write(*source)
	if err := durable.Write(filepath.Join(o.Dir, roll.BodyFile), body); err != nil {
		return nil, err
	}
	if err := durable.Write(filepath.Join(o.Dir, roll.MeetingFile), meeting); err != nil {
		return nil, err
	}
	setup, findings := roll.Parse(body, meeting)
	if len(findings) > 0 {
		return nil, fmt.Errorf("the demo's files are refused: %s", findings[0])
	}
	t.Signed = &manifest.Signed{Manifest: setup.Manifest(), Sigs: []manifest.Signature{}}
	if err := t.sign(); err != nil {
		return nil, err
	}
	data, err := t.Signed.Encode()
	if err != nil {
		return nil, err
	}
	if err := durable.Write(t.path("manifest"), data); err != nil {
		return nil, err
	}
	return t, t.writeSSH()
}

func (t *Town) path(parts ...string) string {
	return filepath.Join(append([]string{t.Dir}, parts...)...)
}

func (t *Town) people() error {
	for i := range t.Members {
		p := Person{Name: name(i), Seat: i + 1, Remote: i >= t.Members-t.Remote, Key: t.path("keys", fmt.Sprintf("seat-%d", i+1))}
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return err
		}
		if p.Signer, err = ssh.NewSignerFromKey(key); err != nil {
			return err
		}
		t.People = append(t.People, p)
		// Only the keys with which a person may join are written to disk.
		if i >= max(seatsForPeople, t.Hands) {
			continue
		}
		block, err := ssh.MarshalPrivateKey(key, "")
		if err != nil {
			return err
		}
		if err := durable.Write(p.Key, pem.EncodeToMemory(block)); err != nil {
			return err
		}
	}
	return nil
}

// seatsForPeople is how many seats have their key on disk: chair and a member.
const seatsForPeople = 2

func (t *Town) source() (*roll.Source, error) {
	s := &roll.Source{
		Body: "Kommunfullmäktige i Exempelby", Profile: "se-fullmaktige", Threshold: threshold, Quorum: quorum,
		Policy:  roll.Policy{Grace: t.Grace, Window: t.Window, Shuffles: threshold, Signer: roll.OfficeChair},
		Meeting: "ovning", Date: "2026-12-07", Place: "Stora salen, Exempelby", Rehearsal: true,
		Items: []roll.Item{
			{Title: "Mötet öppnas", Class: "information"},
			{Title: "Val av ordförande", Class: "election", Contest: &kind.Contest{
				Kind: kind.OneOfN, Elect: 1, Options: t.stand(1, 3, 4)}},
			{Title: "Val av två justerare", Class: "election", Contest: &kind.Contest{
				Kind: kind.KOfN, Elect: 2, Options: t.stand(2, 3, 4, 5)}},
		},
	}
	for _, p := range t.People {
		m := roll.Member{Name: p.Name, Seat: p.Seat, Offices: []string{}, Keys: []string{manifest.KeyLine(p.Signer.PublicKey())}}
		if p.Seat == 1 {
			m.Offices = []string{roll.OfficeChair}
		}
		s.Members = append(s.Members, m)
	}
	addrs, err := freeAddresses(cmp.Or(t.Host, "127.0.0.1"), 3)
	if err != nil {
		return nil, err
	}
	reg, err := registrar.Init(t.path("registrar"), rand.Reader)
	if err != nil {
		return nil, err
	}
	s.Registrar = roll.Registrar{Operator: "kommunens IT", Address: addrs[0], HostKey: reg.HostKey, JournalKey: reg.JournalKey}
	box, err := urn.Init(t.path("urn"), rand.Reader)
	if err != nil {
		return nil, err
	}
	receipt, err := ssh.NewPublicKey(ed25519.PublicKey(box.ReceiptKey))
	if err != nil {
		return nil, err
	}
	s.Urn = roll.Urn{Operator: "länsstyrelsen", Booth: addrs[1], Cast: addrs[2], HostKey: box.HostKey, ReceiptKey: manifest.KeyLine(receipt), LinkKey: box.LinkKey}
	for _, n := range trusteeNames {
		key, err := trustee.Init(t.path("trustee-"+n), n, rand.Reader)
		if err != nil {
			return nil, err
		}
		s.Trustees = append(s.Trustees, roll.Party{Name: n, Operator: n, Key: key})
	}
	for _, n := range witnessNames {
		key, err := witness.Init(t.path("witness-"+n), n, rand.Reader)
		if err != nil {
			return nil, err
		}
		s.Witnesses = append(s.Witnesses, roll.Party{Name: n, Operator: n, Key: key})
	}
	return s, nil
}

// stand names who stands for election, by seat; in a small council everybody does.
func (t *Town) stand(seats ...int) []string {
	var out []string
	for _, p := range t.People {
		if len(t.People) < 5 || slices.Contains(seats, p.Seat) {
			out = append(out, p.Name)
		}
	}
	return out
}

// freeAddresses finds addresses of this host that nobody listens on now.
func freeAddresses(host string, n int) ([]string, error) {
	var out []string
	for range n {
		l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
		if err != nil {
			return nil, err
		}
		defer l.Close()
		out = append(out, l.Addr().String())
	}
	return out, nil
}

var (
	givenNames  = strings.Fields("Anna Bo Cecilia David Eva Fredrik Gunilla Håkan Ingrid Jonas Karin Lars Märta Nils Olga Per Quinn Rut Sven Tove Ulf Vera Yngve Åsa Ängla Östen Signe Torsten Maja Elis Frida Gösta")
	familyNames = strings.Fields("Ask Björk Ceder Dahl Ek Fors Gran Hav Idegran Jordan Kvist Lind Malm Näs Orre Palm Rönn Sälg Tall Uv Vik Ydrén Åker Ärla Öberg Lönn Mossa Strand Fjäll Skog Sten Älv")
)

// name gives MostMembers different names; from the 1025th on they have two family
// names.
func name(i int) string {
	given, family := len(givenNames), len(familyNames)
	out := givenNames[i%given] + " " + familyNames[(i+i/given)%family]
	if more := i / (given * family); more > 0 {
		out += "-" + familyNames[(i+more)%family]
	}
	return out
}

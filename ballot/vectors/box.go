package vectors

import (
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/tree"
)

// An RSA key of 2048 bits that is used nowhere else, PKCS #8 in base64.
//
//go:embed issuing.txt
var issuing string

// ballots are sections 9, 11 and 12: a definition of two points a ballot, three
// sealed ballots and an audited one.
type ballots struct {
	Manifest    canon.Hex `json:"manifest"`
	Definition  string    `json:"definition"` // its canonical encoding
	Context     canon.Hex `json:"context"`
	Sealed      []ballot  `json:"sealed"`  // in the order of the seal
	Audited     []ballot  `json:"audited"` // likewise
	Root        canon.Hex `json:"root"`
	AuditedRoot canon.Hex `json:"audited_root"`
	ReceiptKey  canon.Hex `json:"receipt_key"`
}

type ballot struct {
	Choice      []int       `json:"choice"` // options counted from 1; none: blank
	Payload     canon.Hex   `json:"payload"`
	Plaintexts  []canon.Hex `json:"plaintexts"` // the embedded points
	TokenSecret canon.Hex   `json:"token_secret"`
	Randomness  []canon.Hex `json:"randomness"` // r_0 …
	Word        string      `json:"word"`
	Check       canon.Hex   `json:"check"`
	Knowledge   knowledge   `json:"knowledge"`
	Code        string      `json:"code"`
	Encoding    canon.Hex   `json:"encoding"`
	Hash        canon.Hex   `json:"hash"` // SHA-256 of the encoding: the order of the seal
	// Receipt is of a sealed ballot: the statement's canonical encoding.
	Receipt string `json:"receipt,omitempty"`
}

// box is what follows from the ballots.
type box struct {
	file       *ballots
	definition journal.Definition
	signer     *blind.Signer
	terms      sealed.Terms
	sealed     [][]byte
	token      request // of the first ballot that was made
}

// boxContest elects 16 of 20, so that a choice takes two points.
func boxContest() kind.Contest {
	c := kind.Contest{Kind: "k-of-n", Elect: 16}
	for i := range 20 {
		c.Options = append(c.Options, fmt.Sprintf("Kandidat %d", i+1))
	}
	return c
}

func makeBox(k *keys) *box {
	hash, contest := manifestHash(), boxContest()
	der := must(base64.StdEncoding.DecodeString(strings.ReplaceAll(issuing, "\n", "")))
	b := &box{signer: must(blind.ParseSigner(der)), file: &ballots{Manifest: hash[:], ReceiptKey: canon.Hex(party(9)[32:])}}
	var t tree.Tree
	seats := []int{1, 2, 3}
	for _, seat := range seats {
		commit := journal.Commit(hash, fmt.Appendf(nil, `"person %d"`, seat))
		t.Append(canon.MustMarshal(journal.RollLeaf{Seat: seat, Person: seat, Commit: commit}))
	}
	roll := must(t.Root(t.Size()))
	b.definition = journal.Definition{
		Ballot: "1-1", Item: 1, Title: "Val av valberedning", Contest: contest, Rehearsal: true, Seats: seats, Roll: roll[:],
		Issuing: b.signer.Public().Modulus(), Key: k.key.Bytes(), Payload: contest.PayloadSize(), Points: contest.Points(), Grace: 60, Window: 120, Shuffles: 2,
	}
	definition := canon.MustMarshal(b.definition)
	context := journal.ContextOf(hash, definition)
	b.file.Definition = string(definition)
	b.file.Context = context[:]
	b.terms = sealed.Terms{Context: context, Key: k.key, Issuing: b.signer.Public(), Points: contest.Points()}

	first, last := make([]int, contest.Elect), make([]int, contest.Elect)
	for i := range first {
		first[i], last[i] = i, i+len(contest.Options)-contest.Elect
	}
	made := map[string]ballot{}
	for i, choice := range []kind.Choice{{Options: first}, {Blank: true}, {Options: last}, {Options: last}} {
		audit := i == 3
		out, encoding := b.ballot(i, choice, audit)
		made[string(encoding)] = out
		if !audit {
			b.sealed = append(b.sealed, encoding)
			continue
		}
		root := sealed.Root([][]byte{encoding})
		b.file.Audited, b.file.AuditedRoot = []ballot{out}, root[:]
	}
	sealed.Sort(b.sealed)
	for _, encoding := range b.sealed {
		b.file.Sealed = append(b.file.Sealed, made[string(encoding)])
	}
	root := sealed.Root(b.sealed)
	b.file.Root = root[:]
	return b
}

// ballot makes number i, sealed or audited.
func (b *box) ballot(i int, choice kind.Choice, audit bool) (ballot, []byte) {
	name := fmt.Sprintf("ballot %d", i)
	secret := scalar(name + " token")
	out := ballot{Choice: []int{}, Payload: must(b.definition.Contest.Encode(choice)), Word: fmt.Sprintf("blåbär %d", i), TokenSecret: secret.Bytes()}
	for _, o := range choice.Options {
		out.Choice = append(out.Choice, o+1)
	}
	for at := 0; at < len(out.Payload); at += group.EmbedSize {
		out.Plaintexts = append(out.Plaintexts, must(group.Embed(out.Payload[at:at+group.EmbedSize])).Bytes())
	}
	check := must(booth.CheckOf(out.Word))
	made, opening, err := sealed.MakeToOpen(b.terms, out.Payload, secret, check, stream(name))
	made = must(made, err)
	out.Check, out.Randomness, out.Code = check[:], hexes(opening), made.Code(b.terms.Context).String()
	out.Knowledge = b.knowledge(made)
	encoding := (&sealed.Opened{Ballot: made, Randomness: opening}).Encode()
	if !audit {
		r := makeRequest(b.signer, sealed.TokenMessage(b.terms.Context, made.TokenKey), name)
		made.Signature = r.signature
		if i == 0 {
			b.token = r
		}
		encoding = made.Encode()
		leaf := tree.LeafHash(encoding)
		receipt := must(journal.Sign(manifestHash(), manifest.ByUrn, party(9), journal.TypeReceipt,
			journal.Receipt{Ballot: b.definition.Ballot, Leaf: leaf[:], Code: out.Code}))
		out.Receipt = string(canon.MustMarshal(receipt))
	}
	hash := sealed.Hash(encoding)
	out.Encoding, out.Hash = encoding, hash[:]
	return out, encoding
}

// knowledge is the ballot's proof, from the text of section 11.
func (b *box) knowledge(made *sealed.Ballot) knowledge {
	t := group.NewTranscript("valurna/v1/ballot")
	t.Append("context", b.terms.Context[:])
	t.Append("issuing", b.terms.Issuing.Modulus())
	t.AppendPoints("key", b.terms.Key)
	t.AppendPoints("token key", made.TokenKey)
	t.Append("check", made.Check[:])
	var c1, c2 []*group.Point
	for _, ct := range made.Ciphertexts {
		c1, c2 = append(c1, ct.C1), append(c2, ct.C2)
	}
	t.AppendPoints("c1", c1...)
	t.AppendPoints("c2", c2...)
	return knows(t, append([]*group.Point{made.TokenKey}, c1...), made.Proof)
}

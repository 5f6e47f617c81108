package vectors

import (
	"encoding/json"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/group"
	"valurna/crypto/tree"
)

// basics are sections 3.1, 4, 5 and 6 of the specification.
type basics struct {
	Words struct {
		Hash  canon.Hex `json:"hash"`
		Words string    `json:"words"`
	} `json:"words"`
	Statement struct {
		Seed      canon.Hex `json:"seed"`
		Public    canon.Hex `json:"public"`
		Manifest  canon.Hex `json:"manifest"`
		Message   string    `json:"message"`
		Statement string    `json:"statement"` // its canonical encoding
	} `json:"statement"`
	Commitment struct {
		Salt   canon.Hex       `json:"salt"`
		Value  json.RawMessage `json:"value"`
		Commit canon.Hex       `json:"commit"`
	} `json:"commitment"`
	Checkpoint struct {
		Leaves  []string  `json:"leaves"`
		Root    canon.Hex `json:"root"`
		Log     canon.Hex `json:"log_key"`
		Witness string    `json:"witness"`
		Key     canon.Hex `json:"witness_key"`
		Time    int64     `json:"time"`
		Note    string    `json:"note"`
	} `json:"checkpoint"`
	Embed      []embedding `json:"embed"`
	Transcript struct {
		Protocol string      `json:"protocol"`
		Context  canon.Hex   `json:"context"` // Append("context", …)
		N        uint64      `json:"n"`       // AppendUint64("n", …)
		Points   []canon.Hex `json:"points"`  // AppendPoints("points", …)
		First    drawn       `json:"first"`   // Digest("first"), and what Challenge("first") would be
		Weights  []canon.Hex `json:"weights"` // Weights("w", 2) after Digest("first")
	} `json:"transcript"`
	HashToPoint []hashed `json:"hash_to_point"`
	Knowledge   struct {
		Protocol string      `json:"protocol"`
		Secrets  []canon.Hex `json:"secrets"`
		knowledge
	} `json:"knowledge"`
}

type embedding struct {
	Payload canon.Hex `json:"payload"`
	Counter int       `json:"counter"`
	Point   canon.Hex `json:"point"`
}

type hashed struct {
	Label string    `json:"label"`
	Data  canon.Hex `json:"data"`
	Point canon.Hex `json:"point"`
}

const witnessTime = 1_790_000_000

func makeBasics() *basics {
	v, hash := new(basics), manifestHash()
	v.Words.Hash, v.Words.Words = hash[:], manifest.Words(hash)

	key := party(7)
	v.Statement.Seed, v.Statement.Public, v.Statement.Manifest = key.Seed(), canon.Hex(key[32:]), hash[:]
	statement := must(journal.Sign(hash, manifest.ByUrn, key, journal.TypeStop, journal.Stop{Ballot: "1-1", Cast: 4}))
	v.Statement.Statement = string(canon.MustMarshal(statement))
	v.Statement.Message = string(journal.StatementBytes(hash, statement.Type, statement.Body))

	var salt [32]byte
	for i := range salt {
		salt[i] = byte(i)
	}
	v.Commitment.Salt, v.Commitment.Value = salt[:], json.RawMessage(`"remote"`)
	v.Commitment.Commit = journal.Commit(salt, v.Commitment.Value)

	c, witness := &v.Checkpoint, party(8)
	var t tree.Tree
	c.Leaves, c.Log, c.Witness, c.Key, c.Time = []string{"a", "b", "c"}, canon.Hex(key[32:]), "dag", canon.Hex(witness[32:]), witnessTime
	for _, leaf := range c.Leaves {
		t.Append([]byte(leaf))
	}
	root := must(t.Root(t.Size()))
	c.Root = root[:]
	note := must(tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(hash), Size: t.Size(), Root: root}, key))
	c.Note = must(tree.AddCosignature(note, must(tree.Cosign(note, c.Witness, witness, c.Time))))

	count := make([]byte, group.EmbedSize)
	for i := range count {
		count[i] = byte(i + 1)
	}
	for _, payload := range [][]byte{make([]byte, group.EmbedSize), append([]byte{0, 2}, make([]byte, group.EmbedSize-2)...), count} {
		e := must(group.Embed(payload)).Bytes()
		v.Embed = append(v.Embed, embedding{payload, 128*int(e[31]) + int(e[0])/2, e})
	}

	tr := group.NewTranscript("example")
	list := []*group.Point{group.Generator(), group.NewPoint()}
	v.Transcript.Protocol, v.Transcript.Context, v.Transcript.N, v.Transcript.Points = "example", canon.Hex("abc"), 3, hexes(list)
	tr.Append("context", v.Transcript.Context)
	tr.AppendUint64("n", v.Transcript.N)
	tr.AppendPoints("points", list...)
	v.Transcript.First = draw(tr, "first")
	v.Transcript.Weights = weights(tr.Weights("w", 2))

	zero := make([]byte, 8)
	for _, h := range []hashed{{Label: "lot", Data: canon.Hex("abc")}, {Label: "shuffle generator", Data: zero}} {
		h.Point = group.HashToPoint(h.Label, h.Data).Bytes()
		v.HashToPoint = append(v.HashToPoint, h)
	}

	secrets := []*group.Scalar{scalar("knowledge 1"), scalar("knowledge 2")}
	k := must(group.ProveKnowledge(group.NewTranscript("example"), secrets, stream("knowledge")))
	v.Knowledge.Protocol, v.Knowledge.Secrets = "example", hexes(secrets)
	v.Knowledge.knowledge = knows(group.NewTranscript("example"), []*group.Point{times(secrets[0]), times(secrets[1])}, k)
	return v
}

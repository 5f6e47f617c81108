package journal

import (
	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/sealed"
)

// Entry types. Entry 0 is the manifest, whose body is manifest.Manifest.
const (
	TypeManifest  = "manifest"
	TypeFiles     = "files"
	TypeCommit    = "ceremony.commit"
	TypeReveal    = "ceremony.reveal"
	TypeDeal      = "ceremony.deal"
	TypeComplaint = "ceremony.complaint"
	TypeKeys      = "ceremony.keys"

	TypeDraw     = "lot.draw"
	TypeLotShare = "lot.share"

	TypeDefine  = "ballot.define"
	TypeOpen    = "ballot.open"
	TypeClose   = "ballot.close"
	TypeStop    = "ballot.stop"
	TypeCounts  = "ballot.counts"
	TypeSeal    = "ballot.seal"
	TypeMissing = "ballot.missing"
	TypeDecrypt = "ballot.decrypt"
	TypeShuffle = "ballot.shuffle"
	TypePass    = "ballot.pass"
	TypeShares  = "ballot.shares"
	TypeCombine = "ballot.combine"
	TypeProof   = "ballot.proof"
	TypeReject  = "ballot.reject"
	TypeResult  = "ballot.result"
	TypeCertify = "ballot.certify"
	TypeVoid    = "ballot.void"
)

// Files commits to the two files that were read in. A changed file is refused at
// restart. The committed value is the file's SHA-256 in hexadecimal, as JSON.
type Files struct {
	Body    canon.Hex `json:"body"`
	Meeting canon.Hex `json:"meeting"`
}

// CeremonyCommit opens the key ceremony for one trustee: SHA-256 of its
// CeremonyReveal in canonical encoding, and the key to which shares are sealed.
type CeremonyCommit struct {
	Trustee   string    `json:"trustee"`
	Reveal    canon.Hex `json:"reveal"`    // 32 bytes
	Transport canon.Hex `json:"transport"` // 32 bytes, X25519 (HPKE)
}

// CeremonyReveal holds one dealing a key, each in the encoding of
// threshold.Dealing. Salt keeps the commitment hiding.
type CeremonyReveal struct {
	Trustee  string      `json:"trustee"`
	Salt     canon.Hex   `json:"salt"` // 32 bytes
	Dealings []canon.Hex `json:"dealings"`
}

// CeremonyDeal holds the shares for every trustee in the order of the
// manifest, sealed to its transport key; "" in the dealer's own place.
type CeremonyDeal struct {
	Trustee string      `json:"trustee"`
	Sealed  []canon.Hex `json:"sealed"`
}

// CeremonyComplaint aborts the ceremony and names both parties.
type CeremonyComplaint struct {
	Trustee string `json:"trustee"`
	Against string `json:"against"`
	Reason  string `json:"reason"`
}

// CeremonyKeys is the ceremony's record, signed by every trustee: it fixes the
// keys. Every one can compute it from the revealed dealings.
type CeremonyKeys struct {
	Keys []CeremonyKey `json:"keys"`
}

// CeremonyKey is one ballot's key and the trustees' public shares in the order
// of the manifest; 32 bytes each.
type CeremonyKey struct {
	Key    canon.Hex   `json:"key"`
	Shares []canon.Hex `json:"shares"`
}

// Definition fixes one ballot. Its hash is the ballot's context, see
// State.Context. Signed by at least t trustees.
type Definition struct {
	Ballot    string       `json:"ballot"` // "ITEM-ROUND"
	Item      int          `json:"item"`
	Title     string       `json:"title"`
	Contest   kind.Contest `json:"contest"`
	Rehearsal bool         `json:"rehearsal"`
	Seats     []int        `json:"seats"`   // the frozen roll, rising
	Roll      canon.Hex    `json:"roll"`    // root over the roll's leaves
	Issuing   canon.Hex    `json:"issuing"` // RSA modulus, 256 bytes; e = 65537
	KeyIndex  int          `json:"key_index"`
	Key       canon.Hex    `json:"key"`
	Payload   int          `json:"payload"` // bytes of an encoded choice
	Points    int          `json:"points"`  // ciphertexts of a ballot
	Grace     int          `json:"grace"`
	Window    int          `json:"window"`
	Shuffles  int          `json:"shuffles"`
}

// RollLeaf is one leaf of the frozen roll, in seat order.
type RollLeaf struct {
	Seat   int       `json:"seat"`
	Person int       `json:"person"`
	Commit canon.Hex `json:"commit"` // the person's at the definition
}

// Draw records a lot before it is drawn: what is decided, and among whom in which
// order. It is the lot's input, see State.LotInput.
type Draw struct {
	Item    int       `json:"item"`
	Purpose string    `json:"purpose"` // "order" of the candidates, or "tie"
	Ballot  string    `json:"ballot"`  // of a tie; "" for an order
	Root    canon.Hex `json:"root"`    // of that ballot's seal; "" for an order
	Among   []string  `json:"among"`   // the item's options, or who is tied
	Places  int       `json:"places"`  // how many of them are drawn
}

// LotShare is one trustee's share of a lot with its proof.
type LotShare struct {
	Item    int       `json:"item"`
	Purpose string    `json:"purpose"`
	Ballot  string    `json:"ballot"`
	Trustee string    `json:"trustee"`
	Share   canon.Hex `json:"share"` // threshold.LotShare, 128 bytes
}

// Open opens a ballot. Checkpoint is a note with the quorum's cosignatures that
// covers the definition: no token exists before it.
type Open struct {
	Ballot     string `json:"ballot"`
	Person     int    `json:"person"`
	Checkpoint string `json:"checkpoint"`
}

// Close stops issuing.
type Close struct {
	Ballot string `json:"ballot"`
	Person int    `json:"person"`
}

// Stop is the urn's word that it accepts no more, and how many it holds.
type Stop struct {
	Ballot string `json:"ballot"`
	Cast   int    `json:"cast"`
}

// Counts reconciles: cast <= tokens <= eligible. Collected lists, in seat order,
// the seats that collected a token.
type Counts struct {
	Ballot    string `json:"ballot"`
	Eligible  int    `json:"eligible"`
	Tokens    int    `json:"tokens"`
	Cast      int    `json:"cast"`
	Collected []int  `json:"collected"`
}

// Seal fixes the sealed ballots: how many, and the RFC 6962 root over their
// encodings sorted by SHA-256; and in the same way the audited ones, which were
// opened instead of cast. Signed by the urn.
type Seal struct {
	Ballot      string    `json:"ballot"`
	Count       int       `json:"count"`
	Root        canon.Hex `json:"root"`
	Audited     int       `json:"audited"`
	AuditedRoot canon.Hex `json:"audited_root"`
}

// NoneAudited is the audited root of a ballot in which nothing was audited: the RFC
// 6962 root of an empty tree.
func NoneAudited() canon.Hex {
	root := sealed.Root(nil)
	return root[:]
}

// TypeReceipt is the type of the statement in which the urn signs a receipt. It is
// no entry; a Missing entry carries it.
const TypeReceipt = "receipt"

// Receipt is the urn's word that it has stored a ballot: body of a statement of
// TypeReceipt. It tells no choice, but joined to the voter it tells which ballot
// is whose.
type Receipt struct {
	Ballot string    `json:"ballot"`
	Leaf   canon.Hex `json:"leaf"` // RFC 6962 leaf hash of the encoding, 32 bytes
	Code   string    `json:"code"` // ballot code
}

// Missing stops a ballot: a receipt of the urn for a ballot that is not among the
// sealed ones. It names nobody. That the ballot is missing, everybody with the
// sealed list can see; the ballot can then only be void.
type Missing struct {
	Receipt Statement `json:"receipt"`
}

// Decrypt ends the check window. Checkpoint carries the quorum's cosignatures
// and covers the seal; the window runs from the quorum-th of them, by the
// witnesses' clocks.
type Decrypt struct {
	Ballot     string `json:"ballot"`
	Checkpoint string `json:"checkpoint"`
}

// Shuffle is one trustee's shuffle of the whole box. Input is the seal's root for
// the first, and the Output of the one before for every other; Output is SHA-256
// over the shuffled ciphertexts and their proof as the urn keeps them.
type Shuffle struct {
	Ballot  string    `json:"ballot"`
	Trustee string    `json:"trustee"`
	Input   canon.Hex `json:"input"`  // 32 bytes
	Output  canon.Hex `json:"output"` // 32 bytes
}

// Pass names a trustee that has not done in time what was its to do: its turn to
// shuffle goes to the next, or its shares are given up and another's may take
// their place. It may still come later. Signed by the urn.
type Pass struct {
	Ballot  string `json:"ballot"`
	Trustee string `json:"trustee"`
	Reason  string `json:"reason"`
}

// Shares is one trustee's part of the decryption: SHA-256 over its parts (32
// bytes a ciphertext of the last shuffle, in order) and their own proof, which
// the urn checks and which serves to find a culprit.
type Shares struct {
	Ballot  string    `json:"ballot"`
	Trustee string    `json:"trustee"`
	Parts   canon.Hex `json:"parts"` // 32 bytes
}

// Combine is the urn's sum of the parts of t trustees, in the order of their
// shares: SHA-256 over one point a ciphertext. They then prove it together.
type Combine struct {
	Ballot   string    `json:"ballot"`
	Trustees []string  `json:"trustees"`
	Points   canon.Hex `json:"points"` // 32 bytes
}

// Proof is one trustee's share in the collective proof that the combined points
// are what their shares make of the last shuffle.
type Proof struct {
	Ballot  string    `json:"ballot"`
	Trustee string    `json:"trustee"`
	Of      canon.Hex `json:"of"`    // SHA-256 of the Combine's canonical encoding
	Share   canon.Hex `json:"share"` // threshold.CollectiveShare, 128 bytes
}

// Reject takes a trustee out of this ballot, because its shuffle, its parts or its
// proof do not verify or were never sent: it names the culprit, and makes room
// for another trustee. Signed by the urn, which alone holds what was sent before
// the bundle is published.
type Reject struct {
	Ballot  string `json:"ballot"`
	Trustee string `json:"trustee"`
	Reason  string `json:"reason"`
}

// Result is what the kind's rules count. Signed by the urn, recomputed by
// everyone who verifies.
type Result struct {
	Ballot  string             `json:"ballot"`
	Cast    int                `json:"cast"`
	Valid   int                `json:"valid"`
	Invalid int                `json:"invalid"`
	Blank   int                `json:"blank"`
	Options []kind.OptionVotes `json:"options"`
	Elected []string           `json:"elected"`
	Ties    [][]string         `json:"ties"` // options that share the last place
}

// Certify is the chair's: SHA-256 of the result's canonical encoding, and whom the
// ballot elects, by votes and then by lot.
type Certify struct {
	Ballot  string    `json:"ballot"`
	Person  int       `json:"person"`
	Result  canon.Hex `json:"result"`
	Elected []string  `json:"elected"` // State.Elected
}

// Void ends a ballot without a result.
type Void struct {
	Ballot string `json:"ballot"`
	Reason string `json:"reason"`
}

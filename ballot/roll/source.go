package roll

import (
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
)

// Signers for the body: the office whose holder signs the manifest.
const (
	OfficeChair     = "chair"
	OfficeViceChair = "vice-chair"
	OfficeSecretary = "secretary"
)

// Source is what the two files say, as values. Parse gives it, Write writes it.
// Keys are SSH public keys in one line, "type base64".
type Source struct {
	Body        string
	Profile     string // one of Profiles
	Members     []Member
	Substitutes []Substitute
	Officers    []Officer
	Threshold   int // trustees that decrypt together, 2 or more and fewer than there are
	Trustees    []Party
	Quorum      int // witnesses that make a checkpoint, more than half
	Witnesses   []Party
	Registrar   Registrar
	Urn         Urn
	Policy      Policy
	Data        *Data // nil: not given, which is lawful in a rehearsal only

	Meeting   string
	Date      string // "2006-01-02"
	Place     string
	Rehearsal bool
	Contact   string // whom members ask, as invitations show it; "" where none is given
	Phone     string // and by what telephone number
	Items     []Item
	Urgent    []Urgent // on the agenda after Items, see Setup.Agenda
}

// Member (ledamot) holds a seat. Keys has one key or more; Offices none or more.
type Member struct {
	Name    string
	Seat    int
	Offices []string
	Keys    []string
}

// Substitute (ersättare) takes a seat when its holder is away. Order is the
// order of precedence, 1 first.
type Substitute struct {
	Name  string
	Order int
	Keys  []string
}

// Officer is a secretary who holds no seat.
type Officer struct {
	Name   string
	Office string
	Keys   []string
}

// Party is a trustee or a witness; Key is of type ssh-ed25519.
type Party struct {
	Name     string
	Operator string
	Key      string
}

// Registrar is the party that keeps roll and journal; JournalKey is of type
// ssh-ed25519. Addresses are host:port.
type Registrar struct {
	Operator   string
	Address    string
	HostKey    string
	JournalKey string
}

// Urn is the party that keeps the ballots; ReceiptKey is of type ssh-ed25519.
type Urn struct {
	Operator   string
	Booth      string
	Cast       string
	HostKey    string
	ReceiptKey string
	LinkKey    string
}

// Policy is what the body has decided for its secret ballots.
type Policy struct {
	Grace    int                // seconds
	Window   int                // seconds
	Shuffles int                // by distinct trustees, at least the threshold
	Signer   string             // OfficeChair or OfficeSecretary
	Remote   *manifest.Remote   // nil: nobody takes part from elsewhere
	Statutes *manifest.Statutes // nil but for an association that has written them down
}

// Item (ärende) of the agenda. Contest is nil where no secret ballot is held.
type Item struct {
	Title   string
	Class   string // journal.ClassElection and so on
	Contest *kind.Contest
}

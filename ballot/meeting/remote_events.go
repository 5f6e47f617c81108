package meeting

import "valurna/ballot/canon"

// Types of the events about taking part from elsewhere.
const (
	TypeRemoteApply      = "remote.apply"
	TypeRemoteAnswer     = "remote.answer"
	TypeRemoteIdentified = "remote.identified"
	TypeRemoteAdmit      = "remote.admit"
	TypeRemoteInRoom     = "remote.inroom"
	TypeRemoteSees       = "remote.sees"
	TypeRemoteLost       = "remote.lost"
	TypeRemoteBack       = "remote.back"
	TypeRemoteRoom       = "remote.room"
	TypeRemoteAsked      = "remote.asked"
	TypePaper            = "paper"
	TypePaperGot         = "paper.got"
	TypeAttest           = "attest"
	TypeAttestWithdraw   = "attest.withdraw"
)

var remoteEvents = map[string]func() any{
	TypeRemoteApply:      func() any { return new(RemoteApply) },
	TypeRemoteAnswer:     func() any { return new(RemoteAnswer) },
	TypeRemoteIdentified: func() any { return new(RemoteIdentified) },
	TypeRemoteAdmit:      func() any { return new(RemoteAdmit) },
	TypeRemoteInRoom:     func() any { return new(RemoteInRoom) },
	TypeRemoteSees:       func() any { return new(RemoteSees) },
	TypeRemoteLost:       func() any { return new(RemoteLost) },
	TypeRemoteBack:       func() any { return new(RemoteBack) },
	TypeRemoteRoom:       func() any { return new(RemoteRoom) },
	TypeRemoteAsked:      func() any { return new(RemoteAsked) },
	TypePaper:            func() any { return new(Paper) },
	TypePaperGot:         func() any { return new(PaperGot) },
	TypeAttest:           func() any { return new(Attest) },
	TypeAttestWithdraw:   func() any { return new(AttestWithdraw) },
}

// RemoteApply is a member's or substitute's application to take part from elsewhere.
// Chair and secretary hold their desks at the registrar: its entry is the delivery to
// both, and the entry's time is when they have it (A04).
type RemoteApply struct {
	Person int       `json:"person"`
	Reason canon.Hex `json:"reason"` // commitment to the special reason (A01)
	To     []string  `json:"to"`     // "secretary", "chair"
}

// RemoteAnswer is the chair's answer, also one that takes an earlier one back (A05).
type RemoteAnswer struct {
	Person   int       `json:"person"`
	Granted  bool      `json:"granted"`
	Decision string    `json:"decision"` // of the body, on which it rests: the policy's (A01)
	Reason   canon.Hex `json:"reason"`   // commitment
	By       int       `json:"by"`
}

// RemoteIdentified says that the chair has known face and voice, and heard the code
// that the desks of both show (A13).
type RemoteIdentified struct {
	Person int    `json:"person"`
	Code   string `json:"code"` // as SpokenCode writes it
	By     int    `json:"by"`
}

// RemoteAdmit lets a person take part from elsewhere.
type RemoteAdmit struct {
	Person int `json:"person"`
	By     int `json:"by"`
}

// RemoteInRoom says that the chair sees in the room who had applied to be elsewhere.
type RemoteInRoom struct {
	Person int `json:"person"`
	By     int `json:"by"`
}

// RemoteSees is one party's word that it sees and hears another in real time, or does
// not (A02, A03). 0 is the room: its word is given by who leads it, and who sees it
// sees all of it ("inte ens genom en överblick" had a council's decisions annulled).
type RemoteSees struct {
	Person int  `json:"person"`
	Of     int  `json:"of"`
	OK     bool `json:"ok"`
	By     int  `json:"by"`
}

// RemoteLost says that a line does not hold: the registrar's word (by 0) where the
// heartbeat is missing, the person's own or the chair's where sound or picture is, or
// where somebody else may listen.
type RemoteLost struct {
	Person int    `json:"person"`
	Cause  string `json:"cause"` // "heartbeat", "av", "overheard"
	By     int    `json:"by"`
}

// RemoteBack is the person's word that the line holds again.
type RemoteBack struct {
	Person int `json:"person"`
}

// RemoteRoom is a person's word that nobody else sees or hears at the far end (A06,
// A22). Item 0 is the meeting as a whole.
type RemoteRoom struct {
	Person int  `json:"person"`
	Item   int  `json:"item"`
	Alone  bool `json:"alone"`
}

// RemoteAsked says that the chair has asked about that, and whether the answer
// satisfies (A21).
type RemoteAsked struct {
	Person    int  `json:"person"`
	Satisfied bool `json:"satisfied"`
	By        int  `json:"by"`
}

// Paper is something that is handed out (A15).
type Paper struct {
	Paper int       `json:"paper"` // 1, 2, 3, … in this order
	Item  int       `json:"item"`  // 0: for the meeting as a whole
	Hash  canon.Hex `json:"hash"`  // SHA-256 of the content, 32 bytes
	Title string    `json:"title"` // at most 512 bytes
	By    int       `json:"by"`
}

// PaperGot is a person's receipt for a paper.
type PaperGot struct {
	Paper  int `json:"paper"`
	Person int `json:"person"`
}

// Attest is the chair's or the secretary's word for what no program can see.
type Attest struct {
	Guarantee string    `json:"guarantee"` // "G4", "D-urn"
	Statement string    `json:"statement"` // public; at most 512 bytes
	Document  canon.Hex `json:"document"`  // SHA-256 of what it rests on, or empty
	By        int       `json:"by"`
}

// AttestWithdraw ends all that was attested for a guarantee.
type AttestWithdraw struct {
	Guarantee string `json:"guarantee"`
	By        int    `json:"by"`
}

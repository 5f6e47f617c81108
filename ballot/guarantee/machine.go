package guarantee

// Casting is how votes are cast: what the chair has ordered, and what registrar and
// urn find when they audit themselves. That a server can lie about its own logs is why
// G18 asks for people.
type Casting struct {
	AllElectronic Known // journal: nobody votes on paper in the secret ballots of this meeting
	NoLogin       Known // urn: it accepts every visitor without a key or name
	NoAddress     Known // urn: neither store, log nor memory keeps a visitor's address
	NoOrder       Known // urn: nothing kept tells a ballot's time or order
	Apart         Known // both: they share no store, log or memory
	OneToken      Known // registrar: one durable conditional write a seat and ballot
	OneBallot     Known // urn: one durable conditional write a token
}

// Record is the public record and who watches it.
type Record struct {
	Cosigned      Number // witnesses whose cosignatures the latest checkpoint has
	CosignedAt    int64  // Unix seconds, by the witnesses' clocks, when that had its quorum; 0 is not shown
	Published     Known  // registrar's audit: observers reach journal and checkpoints without a key
	Tried         Known  // journal: a trial ballot with a vote in it was certified
	TrialVerified Known  // attestation or a program's audit: its bundle verifies against the manifest

	Reported  Known // the key exchanges of all connections are reported
	Exchanges []Exchange
}

// Exchange is an SSH key exchange and how many connections used it.
type Exchange struct {
	Algorithm   string
	Connections int
}

// Machine is what the preflight saw of the registrar's and the urn's machines and
// what is there now, from the journal and the programs' audits of themselves.
type Machine struct {
	Preflight Known // was run, passed and stands in the journal
	Program   Hash
	Policy    Hash
	Store     Hash
	Drift     Number // registrar's clock less the median of the witnesses', in seconds; may be negative
	Restarts  Known  // there was none, or each is journaled with a preflight after it
}

// Hash names something at the preflight and now; "" is not shown.
type Hash struct{ Preflight, Now string }

func (h Hash) unchanged() Known {
	if h.Preflight == "" || h.Now == "" {
		return NotShown
	}
	return when(h.Preflight == h.Now)
}

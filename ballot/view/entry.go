package view

// Entry is an entry of the journal in short: what happened to whom, in public.
type Entry struct {
	Seq    int64
	Time   int64 // Unix seconds
	Type   string
	By     []string // parties that have signed it: "trustee/anna"
	Person int      // these are 0 and "" where the entry names none
	Seat   int
	Item   int
	Motion int
	Ballot string
	Code   string // the kind, state, cause or choice that it names
}

// Witnessed is how far the witnesses have cosigned the journal.
type Witnessed struct {
	Size     int64 // entries that the newest cosigned checkpoint covers; 0: none yet
	Entries  int64 // that there are
	Root     string
	Cosigned []string // witnesses
	Quorum   int
	At       int64 // Unix seconds, by the registrar's clock
}

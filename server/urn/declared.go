package urn

// table is what a table of the store is declared to be, and column what it holds.
type table struct {
	name    string
	key     []string // the primary key, in its order
	columns []column
}

type column struct{ name, typ, holds string }

// declared lists all that the store keeps. The self-check compares it with the store
// itself: a table or column that nobody has declared here is one that could hold an
// address, a time or an order. Whoever adds one to the schema says here what it holds,
// and looks at G14 first.
var declared = []table{
	{"ballot", []string{"ballot"}, []column{
		{"ballot", "TEXT", "the ballot's name in the journal"},
		{"context", "BLOB", "hash of its definition"},
		{"keycheck", "BLOB", "tells its key from every other; derived from the key"},
		{"size", "INTEGER", "length of each of its sealed ballots"},
		{"stage", "INTEGER", "accepting, stopped, sealed or erased"},
		{"count", "INTEGER", "how many were in when it stopped"},
		{"root", "BLOB", "hash over the sorted ballots, public"},
		{"audited", "INTEGER", "how many were audited when it stopped, public"},
		{"audited_root", "BLOB", "hash over the sorted audited ballots, public"},
		{"published", "INTEGER", "whether the registrar has the bundle"},
	}},
	{"vote", []string{"ballot", "row"}, []column{
		{"ballot", "TEXT", "the ballot's name in the journal"},
		{"row", "BLOB", "keyed hash of the token key"},
		{"box", "BLOB", "random nonce and encrypted ballot, of one length"},
	}},
	{"mark", []string{"ballot", "row"}, []column{
		{"ballot", "TEXT", "the ballot's name in the journal"},
		{"row", "BLOB", "keyed hash of a token key, or of a ciphertext"},
		{"audited", "INTEGER", "whether it was opened as a test or given over to casting"},
	}},
	{"audited", []string{"ballot", "hash"}, []column{
		{"ballot", "TEXT", "the ballot's name in the journal"},
		{"hash", "BLOB", "hash of an audited ballot, public"},
		{"opened", "BLOB", "an audited ballot, public"},
	}},
	{"sealed", []string{"ballot", "hash"}, []column{
		{"ballot", "TEXT", "the ballot's name in the journal"},
		{"hash", "BLOB", "hash of a sealed ballot, public"},
		{"encoding", "BLOB", "a sealed ballot, public"},
	}},
}

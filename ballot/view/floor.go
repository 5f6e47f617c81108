package view

// Floor is the item that is handled now, and the question on it.
type Floor struct {
	Item      int      `json:"item"`  // 0: none is handled
	Stage     string   `json:"stage"` // "debate", "approved", "voting", …
	Motions   []Motion `json:"motions"`
	Order     []int    `json:"order"`     // in which the questions are put, the first being the main one; empty: none
	Perceived int      `json:"perceived"` // the motion that the chair has said prevails; 0: none
	Elected   []string `json:"elected"`   // by acclamation, before the gavel
	Asked     bool     `json:"asked"`     // a vote was asked for
	Vote      *Vote    `json:"vote"`      // that is held now
}

// Motion is a motion on it.
type Motion struct {
	Motion int    `json:"motion"`
	Kind   string `json:"kind"` // "main", "reject", "table", "remit", "candidate"
	Text   string `json:"text"`
	Person int    `json:"person"`
	Fate   string `json:"fate"` // "" while it stands
}

// Vote is an open vote, by names.
type Vote struct {
	Vote  int        `json:"vote"`
	Kind  string     `json:"kind"`
	Yes   int        `json:"yes"`   // motion that a yes is for
	No    int        `json:"no"`    // motion that a no is for; 0: against
	Turn  int        `json:"turn"`  // seat that is called; 0: all have voted
	Votes []SeatVote `json:"votes"` // so far, in the order called
}

// SeatVote is one seat's vote.
type SeatVote struct {
	Seat   int    `json:"seat"`
	Choice string `json:"choice"` // "yes", "no", "abstain"
}

package view

// Substitute is one of those who can be called in, in the order fixed for that (KL 5:18).
type Substitute struct {
	Person int    `json:"person"`
	Name   string `json:"name"` // "" for observers
	Seat   int    `json:"seat"` // on which the substitute serves; 0: none
	Here   bool   `json:"here"` // stands by
	Next   bool   `json:"next"` // is called in first
}

// Sight is what lacks before everybody is known to see and hear everybody (A03).
type Sight struct {
	Asked   int       `json:"asked"`   // pairs of which it has to be confirmed
	Missing []Missing `json:"missing"` // those of which it is not, as things stand
}

// Missing is one of them: whether From sees and hears Of. 0 is the room.
type Missing struct {
	From int `json:"from"`
	Of   int `json:"of"`
}

// Link is one's own connection to the meeting.
type Link struct {
	Lines    int    // connections that the person has now
	Exchange string // its key exchange, as SSH names it; "": unknown
	Quantum  bool   // which withstands a quantum computer
}

package view

// Speakers is the speakers' list of the item that is handled now.
type Speakers struct {
	Floor   *Speaker  `json:"floor"`   // nil: nobody has the floor
	Waiting []Speaker `json:"waiting"` // in the order in which they get it
	Line    bool      `json:"line"`    // the list is closed: only replies and points of order
}

// Speaker is one who has the floor or waits for it. Times are Unix seconds.
type Speaker struct {
	Person int    `json:"person"`
	Seat   int    `json:"seat"` // 0: none
	Name   string `json:"name"` // "" for observers
	Kind   string `json:"kind"` // "speech", "reply", "order"
	Asked  int64  `json:"asked"`
	Since  int64  `json:"since"` // since when the person has the floor; 0: waits
}

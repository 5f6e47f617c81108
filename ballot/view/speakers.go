package view

// Speakers are who speaks on the item that is handled now, and who has asked to.
type Speakers struct {
	Floor   *Speaker  `json:"floor"`   // nil: the floor is free
	Waiting []Speaker `json:"waiting"` // in the order in which they would be given the floor
	Line    bool      `json:"line"`    // the list is closed (streck i debatten)
}

// Speaker is one speech, held or asked for. Times are Unix seconds; 0 says that it has
// not happened.
type Speaker struct {
	Person int    `json:"person"`
	Seat   int    `json:"seat"`  // 0: none, as of a secretary
	Name   string `json:"name"`  // "" for observers
	Kind   string `json:"kind"`  // "speech", "reply", "order"
	Asked  int64  `json:"asked"` // 0: the chair called on the person without that
	Since  int64  `json:"since"` // when the person got the floor
}

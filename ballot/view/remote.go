package view

// Remote is somebody who takes part from elsewhere, or has applied to.
type Remote struct {
	Person int    `json:"person"`
	Seat   int    `json:"seat"` // on which the person sits, or that the person holds; 0: a substitute's
	Name   string `json:"name"` // "" for observers
	State  string `json:"state"`
	// Code is what the person says aloud and the chair reads along; shown to the person,
	// the chair and the secretary only, while there is a connection.
	Code string `json:"code"`
	Lost string `json:"lost"` // "av", "heartbeat", "overheard"; "" while the line holds
}

// States of one who takes part from elsewhere.
const (
	RemoteApplied    = "applied"
	RemoteRefused    = "refused"
	RemoteGranted    = "granted"
	RemoteIdentified = "identified"
	RemoteAdmitted   = "admitted"
	RemoteInRoom     = "in-room"
)

// Interruption is why nothing can be decided at the moment.
type Interruption struct {
	Rule  string `json:"rule"`  // "A14"
	Cause string `json:"cause"` // of an adjournment; "" where the meeting only waits
	Text  string `json:"text"`  // in English

	Form string   `json:"form,omitempty"` // as in a Problem
	Args []string `json:"args,omitempty"`
}

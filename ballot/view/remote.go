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
	// Reason is why the person wants to take part from elsewhere; shown to the same three.
	Reason string `json:"reason"`
	Lost   string `json:"lost"` // "av", "heartbeat", "overheard"; "" while the line holds
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

	// Choices are what the chair can lawfully do now; nobody else has any.
	Choices []Choice `json:"choices"`
}

// Choice is one of them: the screens have words for its consequences.
type Choice struct {
	Code    string `json:"code"`
	Command string `json:"command"`
	Person  int    `json:"person"` // whom it is about; 0: nobody
	Ballot  string `json:"ballot"`
}

// Codes of what a chair can do about an interruption.
const (
	ChoiceConfirm = "confirm" // everybody confirms anew to see and hear; then the meeting goes on
	ChoiceMend    = "mend"    // do what the panel says; then the meeting goes on
	ChoiceAbsent  = "absent"  // record as absent whose line does not come back
	ChoiceVoid    = "void"    // the open ballot
	ChoiceAside   = "aside"   // the item
	ChoiceClose   = "close"   // the meeting
)

package view

import "fmt"

// AuditDone is what a booth shows once a sealed ballot has been opened as a test and
// handed over to be published: its code, and how any device checks what it held (a
// command; "" if none). It is not the voter's vote.
type AuditDone struct {
	Code   string `json:"code"`
	Lookup string `json:"lookup"`
}

// AuditAsked is the refusal to open what may be cast already.
func AuditAsked() *Problem {
	return &Problem{Code: "audit-cast", Text: "This ballot was cast, or its token was asked for. It was not opened.", Next: "Cast it, or cast it again: it counts once."}
}

// AuditsUsed is the refusal of one test too many.
func AuditsUsed(most int) *Problem {
	return &Problem{Code: "audit-used", Text: fmt.Sprintf("You have tested the booth %d times in this vote, and no more tests are taken. Nothing was opened.", most), Next: "Cast this ballot, or go back to change it."}
}

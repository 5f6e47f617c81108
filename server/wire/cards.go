package wire

// Users that need a card instead of a key, at the registrar.
const (
	UserEnrol = "enrol" // the command is a code, the input a public key: nothing else
	UserLoan  = "loan"  // asked for a code: the jump to the booth and nothing else
)

// Commands of the chair and the secretary. PERSON is a seat's number, or p and a
// person's number.
const (
	CmdCard   = "card"   // PERSON [key|loan]: view.Card
	CmdRevoke = "revoke" // PERSON: view.Reply
)

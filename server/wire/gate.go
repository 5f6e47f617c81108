package wire

// CmdGate gives the panel of the guarantee gate, to everybody; CmdPreflight has chair or
// secretary fix what the meeting runs on, and gives the panel too.
const (
	CmdGate      = "gate"
	CmdPage      = "page"
	CmdPaper     = "paper"
	CmdRecord    = "record"
	CmdEvidence  = "evidence"
	CmdPreflight = "preflight"
)

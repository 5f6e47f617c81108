package wire

// Commands of the registrar with which the evening is tried out before.
const (
	CmdTest   = "test"   // view.Reply with its Test
	CmdTested = "tested" // chair and secretary: a list of view.Tested
)

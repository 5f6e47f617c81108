package meeting

var remoteEvents = map[string]func() any{}

var remoteCommands []Command

// remote is who takes part from elsewhere.
type remote struct{}

// remoteRules takes what happens with those who take part from elsewhere.
func (s *State) remoteRules(_ int64, _ any) (commit func(), known bool, err error) {
	return nil, false, nil
}

// Halted refuses every decision while somebody who takes part from elsewhere does not
// see or hear, or is overheard (A14, A22): nil while nothing of that kind is known.
func (s *State) Halted() error { return nil }

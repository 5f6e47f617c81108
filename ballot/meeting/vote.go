package meeting

var voteEvents = map[string]func() any{}

var voteCommands []Command

// votes are the open votes of the meeting.
type votes struct{}

// voteRules takes what happens in an open vote.
func (s *State) voteRules(_ int64, _ any) (commit func(), known bool, err error) {
	return nil, false, nil
}

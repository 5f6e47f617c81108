package meeting

var itemEvents = map[string]func() any{}

var itemCommands []Command

// agenda is how far the items have come.
type agenda struct{}

// items takes what happens to an item before it is voted on.
func (s *State) itemRules(_ int64, _ any) (commit func(), known bool, err error) {
	return nil, false, nil
}

// current is the item that is handled now; 0 is none.
func (s *State) current() int { return 0 }

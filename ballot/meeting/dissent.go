package meeting

import "slices"

// Dissent records that somebody dissents from a decision (reservation).
type Dissent struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// TypeDissent is its type.
const TypeDissent = "dissent"

// dissent accepts a reservation from whoever took part in the decision, as long as
// the meeting lasts (KL 4:27). Who abstained in the vote that decided has not taken
// part in it (KL 4:25).
func (s *State) dissent(d *Dissent) (func(), error) {
	if err := s.Decides(); err != nil {
		return nil, err
	}
	h := s.handling(d.Item)
	switch rule := s.ruleID("KL 4:27", "KL 4:27", "dissent"); {
	case h.decision == nil || h.decision.Outcome == Ended:
		return nil, refuse(rule, "item %d has no decision to dissent from", d.Item)
	case !slices.Contains(h.decision.Took, d.By):
		return nil, refuse(rule, "person %d took no part in deciding item %d; only who did may dissent", d.By, d.Item)
	case slices.Contains(h.dissents, d.By):
		return nil, refuse("dissent", "that is recorded already")
	}
	return func() {
		h := s.agenda.of(d.Item)
		h.dissents = append(h.dissents, d.By)
	}, nil
}

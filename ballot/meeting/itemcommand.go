package meeting

import (
	"strings"

	"valurna/ballot/kind"
)

// In these lists a command stands before every other that begins with its words.
var itemCommands = []Command{
	{"item begin", "ITEM", "chair", 1, 1, onItem(func(item, by int) any { return &ItemBegin{item, by} })},
	{"item add", "CLASS TITLE ... [elect PLACES NAME / NAME ...]", "chair", 2, -1, addItem},
	{"item returned", "ITEM", "secretary", 1, 1, onItem(func(item, by int) any { return &ItemReturned{item, by} })},
	{"item candidates", "PLACES", "chair", 1, 1, func(s *State, q Ask, a []string) ([]any, error) {
		places, err := number(a[0])
		return []any{&ItemCandidates{s.current(), places, q.By}}, err
	}},
	{"item debated", "", "chair", 0, 0, onCurrent(func(item, by int) any { return &ItemDebated{item, by} })},
	{"item aside", "", "chair", 0, 0, onCurrent(func(item, by int) any { return &ItemAside{item, by} })},
	{"item end", "[ITEM]", "chair", 0, 1, onItem(func(item, by int) any { return &ItemEnd{item, by} })},
	{"motion withdraw", "MOTION", "member", 1, 1, onMotion(func(item, motion, by int) any { return &MotionWithdraw{item, motion, by} })},
	{"motion refuse", "MOTION", "chair", 1, 1, onMotion(func(item, motion, by int) any { return &MotionRefuse{item, motion, by} })},
	{"motion", "main|reject|table|remit|candidate [TEXT ...]", "member", 1, -1, func(s *State, q Ask, a []string) ([]any, error) {
		item := s.current()
		return one(&Motion{len(s.handling(item).motions) + 1, item, a[0], strings.Join(a[1:], " "), q.By})
	}},
	{"nominate", "NAME", "member", 1, -1, func(s *State, q Ask, a []string) ([]any, error) {
		item := s.current()
		return one(&Motion{len(s.handling(item).motions) + 1, item, KindCandidate, strings.Join(a, " "), q.By})
	}},
	{"question approved", "", "chair", 0, 0, onCurrent(func(item, by int) any { return &QuestionApproved{item, by} })},
	{"question", "MOTION [MOTION ...]", "chair", 1, -1, func(s *State, q Ask, a []string) ([]any, error) {
		n, err := numbers(a)
		if err != nil {
			return nil, err
		}
		return one(&Question{s.current(), n[0], n[1:], q.By})
	}},
	{"acclaim", "MOTION|no", "chair", 1, 1, func(s *State, q Ask, a []string) ([]any, error) {
		c := &Acclaim{Item: s.current(), Elected: []string{}, By: q.By}
		if a[0] == No {
			return one(c)
		}
		var err error
		c.Motion, err = number(a[0])
		return []any{c}, err
	}},
	{"elect", "NAME / NAME ...", "chair", 1, -1, func(s *State, q Ask, a []string) ([]any, error) {
		return one(&Acclaim{Item: s.current(), Elected: names(a), By: q.By})
	}},
	{"gavel", "", "chair", 0, 0, onCurrent(func(item, by int) any { return &Gavel{item, by} })},
	{"dissent", "ITEM", "member", 1, 1, onItem(func(item, by int) any { return &Dissent{item, by} })},
}

// onCurrent asks something of the item that is handled now.
func onCurrent(event func(item, by int) any) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, _ []string) ([]any, error) { return one(event(s.current(), q.By)) }
}

// onItem asks it of the item that is named, or else of the one that is handled now.
func onItem(event func(item, by int) any) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, a []string) ([]any, error) {
		if len(a) == 0 {
			return one(event(s.current(), q.By))
		}
		item, err := number(a[0])
		return []any{event(item, q.By)}, err
	}
}

func onMotion(event func(item, motion, by int) any) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, a []string) ([]any, error) {
		n, err := number(a[0])
		return []any{event(s.current(), n, q.By)}, err
	}
}

// addItem reads a class and a title, and where somebody is to be elected the word
// "elect", the number of places and the candidates.
func addItem(s *State, q Ask, a []string) ([]any, error) {
	add := &ItemAdd{Item: len(s.items) + 1, Class: a[0], By: q.By}
	title := a[1:]
	for i, word := range a[:len(a)-1] {
		places, err := number(a[i+1])
		if word == "elect" && err == nil {
			title = a[1:max(i, 1)]
			add.Contest = &kind.Contest{Kind: kind.KOfN, Elect: places, Options: names(a[i+2:])}
			if places == 1 {
				add.Contest.Kind = kind.OneOfN
			}
		}
	}
	add.Title = strings.Join(title, " ")
	return one(add)
}

// names reads names with a stroke between them.
func names(words []string) []string {
	out := strings.Split(strings.Join(words, " "), "/")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// numbers reads one number or more.
func numbers(words []string) ([]int, error) {
	out := make([]int, len(words))
	for i, w := range words {
		n, err := number(w)
		if err != nil {
			return nil, err
		}
		out[i] = n
	}
	return out, nil
}

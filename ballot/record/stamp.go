package record

import (
	"fmt"
	"time"

	"valurna/ballot/journal"
)

// Time is Unix seconds by the registrar's clock. As text, and so in JSON, it is
// RFC 3339 in UTC.
type Time int64

// UTC is the same for package time.
func (t Time) UTC() time.Time { return time.Unix(int64(t), 0).UTC() }

// MarshalText writes RFC 3339.
func (t Time) MarshalText() ([]byte, error) { return t.UTC().AppendFormat(nil, time.RFC3339), nil }

// UnmarshalText reads what MarshalText writes.
func (t *Time) UnmarshalText(text []byte) error {
	u, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	*t = Time(u.Unix())
	return nil
}

// Stamp is where in the journal something stands.
type Stamp struct {
	Entry int64 `json:"entry"`
	Time  Time  `json:"time"`
}

// Who is a person, and the seat on which the person sat then; away from every seat the
// person's own, 0 without one. Person 0 is the rules alone, or the registrar by itself.
type Who struct {
	Person int `json:"person"`
	Seat   int `json:"seat"`
}

// Act is what one person did.
type Act struct {
	Stamp
	By Who `json:"by"`
}

func who(s *journal.State, person int) Who {
	seat := s.SeatOf(person)
	if p, ok := s.Person(person); ok && seat == 0 {
		seat = p.Seat
	}
	return Who{person, seat}
}

func everybody(s *journal.State, persons []int) []Who {
	out := make([]Who, 0, len(persons))
	for _, p := range persons {
		out = append(out, who(s, p))
	}
	return out
}

// act is the entry that is noted, as somebody's.
func (k *Keeper) act(s *journal.State, by int) Act { return Act{k.at, who(s, by)} }

// here is the entry that is noted, to point at.
func (k *Keeper) here() *Stamp { at := k.at; return &at }

func (k *Keeper) acted(s *journal.State, by int) *Act { a := k.act(s, by); return &a }

// list gives a list that is not nil, and not the state's own.
func list[T any](of []T) []T { return append([]T{}, of...) }

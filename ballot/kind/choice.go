package kind

import (
	"errors"

	"valurna/crypto/group"
)

// pointSize is how many bytes one point of a sealed ballot carries.
const pointSize = group.EmbedSize

// Choice is what one voter marked. A blank ballot has no options.
type Choice struct {
	Blank   bool
	Options []int // indices into Contest.Options, from 0, rising
}

// Reason says why an opened ballot is no valid choice.
type Reason string

// The reasons. Whatever a ballot could be recognised by makes it invalid.
const (
	ReasonContest    Reason = "contest"    // the contest itself is not sound
	ReasonUnreadable Reason = "unreadable" // the opened points carry no payload
	ReasonLength     Reason = "length"     // not the length of this contest's ballots
	ReasonMark       Reason = "mark"       // something stands outside the choice
	ReasonCount      Reason = "count"      // fewer names than are to be elected
	ReasonUnknown    Reason = "unknown"    // a name that is not on the ballot
	ReasonDouble     Reason = "double"     // a name twice
	ReasonOrder      Reason = "order"      // names out of order
)

// Invalid is the error of Decode: the ballot was opened and is no valid choice,
// so it counts as invalid. The sealed ballot itself was in order.
type Invalid struct{ Reason Reason }

func (e *Invalid) Error() string {
	return "kind: not a valid choice (" + string(e.Reason) + "); the ballot counts as invalid"
}

// PayloadSize is the length in bytes of an encoded choice before padding: 2 for
// one-of-n, 2 for each to be elected for k-of-n; 0 if the contest is not sound.
func (c Contest) PayloadSize() int {
	r, err := c.rules()
	if err != nil {
		return 0
	}
	return r.payloadSize(c)
}

// Points is how many points a sealed ballot needs: one for each 30 bytes of
// payload or part of them.
func (c Contest) Points() int { return (c.PayloadSize() + pointSize - 1) / pointSize }

// Encode writes a choice as Points()*30 bytes: the options' indices plus one, 16
// bits big endian each, rising, then zeros. A blank ballot is all zeros. A
// choice that would be invalid is refused, and the error names why.
func (c Contest) Encode(choice Choice) ([]byte, error) {
	r, err := c.rules()
	if err != nil {
		return nil, err
	}
	size := r.payloadSize(c)
	out := make([]byte, c.Points()*pointSize)
	if choice.Blank {
		if len(choice.Options) > 0 {
			return nil, errors.New("kind: the choice is blank and names options: decide which")
		}
		return out, nil
	}
	if err := r.encode(c, choice.Options, out[:size]); err != nil {
		return nil, err
	}
	return out, nil
}

// Decode reads an opened ballot, accepting only what Encode writes. Its only
// error is *Invalid. Nil stands for points that carry no payload.
func (c Contest) Decode(payload []byte) (Choice, error) {
	r, err := c.rules()
	if err != nil {
		return Choice{}, &Invalid{ReasonContest}
	}
	choice, invalid := decode(c, r, payload)
	if invalid != nil {
		return Choice{}, invalid
	}
	return choice, nil
}

func decode(c Contest, r rules, payload []byte) (Choice, *Invalid) {
	size := r.payloadSize(c)
	switch {
	case payload == nil:
		return Choice{}, &Invalid{ReasonUnreadable}
	case len(payload) != (size+pointSize-1)/pointSize*pointSize:
		return Choice{}, &Invalid{ReasonLength}
	case !zero(payload[size:]):
		return Choice{}, &Invalid{ReasonMark}
	case zero(payload):
		return Choice{Blank: true}, nil
	}
	options, invalid := r.decode(c, payload[:size])
	return Choice{Options: options}, invalid
}

func zero(b []byte) bool {
	for _, x := range b {
		if x != 0 {
			return false
		}
	}
	return true
}

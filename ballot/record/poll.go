package record

import (
	"encoding/json"

	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// ballots takes the entries about secret ballots and lots. Of the ceremony, and of the
// steps of counting, the state has what stands in the end.
func (k *Keeper) ballots(e *journal.Entry, s *journal.State) error {
	switch e.Type {
	case journal.TypeDraw:
		return k.draw(e)
	case journal.TypeLotShare:
		return k.drawn(e, s)
	case journal.TypeDefine:
		all := s.Ballots()
		k.define(all[len(all)-1], s)
		return nil
	}
	id, err := ballotOf(e)
	if id == "" || err != nil {
		return err
	}
	b, of := k.ballot(id), s.Ballot(id)
	b.State = of.Phase.String()
	switch e.Type {
	case journal.TypeOpen:
		b.Opened = k.acted(s, of.Open.Person)
	case journal.TypeClose:
		c, err := journal.Body[journal.Close](e)
		if err != nil {
			return err
		}
		b.Closed = k.acted(s, c.Person)
	case journal.TypeCounts:
		b.Counts = &Counts{of.Counts.Eligible, of.Counts.Tokens, of.Counts.Cast}
	case journal.TypeSeal:
		b.Seal = &Seal{k.at, of.Seal.Count, of.Seal.Root, of.Seal.Audited, of.Seal.AuditedRoot}
	case journal.TypeResult:
		k.result(b, of)
	case journal.TypeCertify:
		k.certify(b, of, s)
	case journal.TypeVoid:
		// Of a void ballot nothing is published, also if it was counted.
		b.Void, b.Result, b.Tie = &Void{k.at, of.Void.Reason}, nil, nil
	}
	return nil
}

// ballotOf is the ballot that an entry is about, of those entries that are noted; "" of
// every other.
func ballotOf(e *journal.Entry) (string, error) {
	switch e.Type {
	case journal.TypeOpen, journal.TypeClose, journal.TypeStop, journal.TypeCounts, journal.TypeSeal,
		journal.TypeDecrypt, journal.TypeResult, journal.TypeCertify, journal.TypeVoid:
		var body struct {
			Ballot string `json:"ballot"`
		}
		err := json.Unmarshal(e.Body, &body) // the rules have found it canonical
		return body.Ballot, err
	}
	return "", nil
}

func (k *Keeper) define(of *journal.Ballot, s *journal.State) {
	d := of.Definition
	b := Ballot{
		Ballot: d.Ballot, Title: d.Title, State: of.Phase.String(), Rehearsal: d.Rehearsal, Contest: d.Contest, Defined: k.at,
		Context: of.Context[:], Roll: list(d.Seats), RollRoot: d.Roll, Shuffled: []string{}, Decrypted: []string{},
	}
	if d.Trial() {
		k.r.Trials = append(k.r.Trials, b)
		return
	}
	b.Present = len(s.Present())
	it := k.of(d.Item)
	it.Ballots = append(it.Ballots, b)
}

// ballot gives a ballot that the rules have found to be there.
func (k *Keeper) ballot(id string) *Ballot {
	item, round, _ := journal.ParseBallotID(id)
	if item == journal.TrialItem {
		return &k.r.Trials[round-1]
	}
	return &k.of(item).Ballots[round-1]
}

func (k *Keeper) result(b *Ballot, of *journal.Ballot) {
	for _, sh := range of.Shuffles {
		b.Shuffled = append(b.Shuffled, sh.Trustee)
	}
	for _, sh := range of.Shares {
		b.Decrypted = append(b.Decrypted, sh.Trustee)
	}
	if of.Definition.Trial() {
		return
	}
	r := of.Result
	ties := [][]string{}
	for _, tie := range r.Ties {
		ties = append(ties, list(tie))
	}
	b.Result = &Result{k.at, r.Valid, r.Invalid, r.Blank, list(r.Options), list(r.Elected), ties}
}

func (k *Keeper) certify(b *Ballot, of *journal.Ballot, s *journal.State) {
	by := k.act(s, of.Certify.Person)
	b.Certified = &Certified{by, list(of.Certify.Elected), of.Certify.Result}
	if of.Definition.Trial() {
		b.Certified.Elected, b.Certified.Result = []string{}, nil
		return
	}
	if item := of.Definition.Item; s.DecidedBy(item) == b.Ballot {
		k.of(item).Decision = &Decision{
			Act: by, Outcome: meeting.Decided, Elected: list(of.Certify.Elected), Ballot: b.Ballot, Present: len(s.Present()), Took: []Who{},
		}
	}
}

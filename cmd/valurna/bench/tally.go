package bench

import (
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// tallyNote says what Tally is and is not.
const tallyNote = `Each party's work after the other's, in one process, as the programs do it. Not in it:
the grace, the check window and what the trustees verify in it (the sealed box), the
chair's key, connections on the one machine, the journal's and the stores' fsync.`

// Tally measures the way from the close of a ballot to its certified result: the urn
// sorts and seals, three trustees shuffle and two decrypt, each verifying what came
// before, the urn verifies what it keeps, and the registrar counts again.
func Tally(o Options) (*Report, error) {
	m, err := convene(o.Ballots, o.told("seats taken"))
	if err != nil {
		return nil, err
	}
	box, err := m.vote(o.Ballots, true, o.told("ballots cast"))
	if err != nil {
		return nil, err
	}
	limits, err := tallyLimit(o.Ballots)
	if err != nil {
		return nil, err
	}
	before, _, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	var parts []Part
	do := func(who, what string, work func() error) error {
		s, err := timed(work)
		parts = append(parts, part(who+" "+what, s))
		return err
	}
	took, peak, err := measured(func() error {
		err := do("urn", "sorts and seals", func() error {
			sealed.Sort(box)
			return m.seal(box)
		})
		if err != nil {
			return err
		}
		if _, err = m.count(box, true, do); err != nil {
			return err
		}
		// Here all parties share the generators, which each program makes for itself.
		return do("generators", "made four times more", func() error {
			return parallel.Try(4*o.Ballots, 1, func(i int) error {
				group.HashToPoint("bench", box[i%len(box)])
				return nil
			})
		})
	})
	if err != nil {
		return nil, err
	}
	after, costs, err := cost(limits, o.Ballots)
	if err != nil {
		return nil, err
	}
	r := newReport("tally", o.Ballots, took, peak, before, after, costs)
	r.Parts, r.Note = parts, tallyNote
	return r, nil
}

// tallyLimit adds up three shuffles, nine verifications of one (three by the urn, six
// by trustees), the registrar's recount, and two trustees' parts.
func tallyLimit(ballots int) ([]primitive, error) {
	recount, err := verifyLimit(ballots, len(trustees))
	if err != nil {
		return nil, err
	}
	one, err := verifyLimit(ballots, 1)
	if err != nil {
		return nil, err
	}
	none, err := verifyLimit(ballots, 0)
	if err != nil {
		return nil, err
	}
	const verifications = 9
	for i := range recount {
		recount[i].perBallot += verifications * (one[i].perBallot - none[i].perBallot)
	}
	shuffles, err := shuffleLimit(ballots)
	if err != nil {
		return nil, err
	}
	for _, p := range shuffles {
		p.perBallot *= float64(len(trustees))
		p.name += ", to shuffle"
		recount = append(recount, p)
	}
	return recount, nil
}

package guarantee

import (
	"slices"

	"valurna/ballot/manifest"
)

// facts is the evidence with what is computed from it once.
type facts struct {
	*Evidence
	listed  Known
	sights  map[[2]int]Known
	rows    map[int]row
	voting  Known // the guarantees of remote voting, of those judged so far
	failing int   // how many of them do not hold
}

// row is what one party has confirmed of the others.
type row struct {
	yes    int  // others than the room
	denied bool // one of them is shown not to be seen and heard
}

func newFacts(e *Evidence) *facts {
	f := &facts{Evidence: e, voting: Yes, sights: map[[2]int]Known{}, rows: map[int]row{}}
	people, seats := map[int]bool{}, map[int]bool{}
	sound := true
	for _, p := range e.Remote.People {
		sound = sound && p.Number > 0 && p.Seat > 0 && !people[p.Number] && !seats[p.Seat]
		people[p.Number], seats[p.Seat] = true, true
	}
	f.listed = all(e.Remote.Listed, when(sound))
	for _, s := range e.Remote.Sights {
		pair := [2]int{s.By, s.Of}
		if earlier, doubled := f.sights[pair]; doubled {
			f.sights[pair] = all(earlier, s.Says)
		} else {
			f.sights[pair] = known(s.Says)
		}
	}
	for pair, k := range f.sights {
		if by, of := pair[0], pair[1]; by != of && people[by] && people[of] {
			r := f.rows[by]
			if k == Yes {
				r.yes++
			}
			r.denied = r.denied || k == No
			f.rows[by] = r
		}
	}
	return f
}

// note keeps what A20 asks about.
func (f *facts) note(finding Finding) {
	if !finding.Effect.Refuses(Voting) || finding.Verdict == Holds {
		return
	}
	f.failing++
	if finding.Verdict == Fails {
		f.voting = No
	} else {
		f.voting = all(f.voting, NotShown)
	}
}

// chairs are those whose word is or was the chair's; nobody where no chair is known.
func (f *facts) chairs() []int {
	if f.Meeting.Chair < 1 {
		return []int{0}
	}
	return append([]int{f.Meeting.Chair}, f.Meeting.Spoke...)
}

// profile says whether the body's profile is one of those given.
func (f *facts) profile(of ...string) Known {
	if !slices.Contains(manifest.Profiles(), f.Profile) {
		return NotShown
	}
	return when(slices.Contains(of, f.Profile))
}

// each asks the same of every remote member, and names one who lacks it: of whom it
// is shown before of whom nothing is shown, then the lowest number. Nobody is named
// if nobody lacks it.
func (f *facts) each(ask func(*Person) Known) (answer, *Person) {
	var who *Person
	worst, lacking := Yes, 0
	for i := range f.Remote.People {
		p := &f.Remote.People[i]
		k := known(ask(p))
		if k == Yes {
			continue
		}
		lacking++
		if who == nil || k == No && worst != No || k == worst && p.Number < who.Number {
			who, worst = p, k
		}
	}
	a := is(worst, number("remote", len(f.Remote.People)))
	if who != nil {
		a.args = append(a.args, number("person", who.Number), number("seat", who.Seat), number("lacking", lacking))
	}
	return a, who
}

// remoteListed asks first whether the list of remote members, of whom the other
// conditions of the guarantee ask, is all of them.
func remoteListed(id string) condition {
	return condition{
		Reason: Reason{
			Code: id + "-list",
			Want: "the list of remote members is complete",
			Lack: "The list of remote members is not complete, or holds a person or a seat twice.",
			Mend: "Enter everyone who takes part remotely, each on one seat.",
		},
		judge: func(f *facts) answer { return is(f.listed, number("remote", len(f.Remote.People))) },
	}
}

// ofEach is a condition on every remote member.
func ofEach(r Reason, ask func(*facts, *Person) Known) condition {
	r.Each = true
	return condition{Reason: r, judge: func(f *facts) answer {
		a, _ := f.each(func(p *Person) Known { return ask(f, p) })
		return a
	}}
}

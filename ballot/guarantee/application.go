package guarantee

import (
	"slices"
	"time"

	"valurna/ballot/manifest"
)

// applied, G3: who takes part remotely has applied at least five days before the day
// of the meeting, to secretary and chair both (A04), with a special reason (A01), and
// the chair has granted it; silence is no grant, and nobody else's word is one (A05).
var applied = guarantee{
	id: "G3", effect: Participation, source: "A01, A04, A05",
	holds: "All {remote} remote members applied in time with a reason, and the chair granted it.",
	conditions: []condition{
		remoteListed("G3"),
		ofEach(Reason{
			Code: "G3-secretary", Source: "A04",
			Want: "the application of person {person}, seat {seat}, was delivered to the secretary",
			Lack: "The application of person {person}, seat {seat}, was not delivered to the secretary.",
			Mend: "Person {person} takes part in the room, or the application's delivery to the secretary is entered.",
		}, func(_ *facts, p *Person) Known { return p.ToSecretary.shown() }),
		ofEach(Reason{
			Code: "G3-chair", Source: "A04",
			Want: "the application of person {person}, seat {seat}, was delivered to the chair",
			Lack: "The application of person {person}, seat {seat}, was not delivered to the chair.",
			Mend: "Person {person} takes part in the room, or the application's delivery to the chair is entered.",
		}, func(_ *facts, p *Person) Known { return p.ToChair.shown() }),
		{
			Reason: Reason{
				Code: "G3-late", Source: "A04", Each: true,
				Want: "the application of person {person}, seat {seat}, came in time; the last day was {last}",
				Lack: "The application of person {person}, seat {seat}, came on {day}; the last day was {last}.",
				Mend: "Person {person} takes part in the room.",
			},
			judge: late,
		},
		ofEach(Reason{
			Code: "G3-reason", Source: "A01",
			Want: "person {person}, seat {seat}, has a special reason to take part remotely",
			Lack: "Person {person}, seat {seat}, gave no special reason to take part remotely.",
			Mend: "Have person {person} give the reason, and enter it with the application.",
		}, func(_ *facts, p *Person) Known { return p.Reason }),
		ofEach(Reason{
			Code: "G3-grant", Source: "A05",
			Want: "the chair has granted the application of person {person}, seat {seat}",
			Lack: "The application of person {person}, seat {seat}, is refused.",
			Mend: "The chair decides on the application of person {person}; without a grant the person takes part in the room.",
		}, func(_ *facts, p *Person) Known { return p.Grant.by() }),
		ofEach(Reason{
			Code: "G3-grantor", Source: "A05",
			Want: "it was the chair who granted the application of person {person}, seat {seat}",
			Lack: "The application of person {person}, seat {seat}, was granted by somebody who does not hold the chair.",
			Mend: "The chair decides on the application of person {person}; nobody else can.",
		}, grantedByChair),
	},
}

func grantedByChair(f *facts, p *Person) Known {
	if p.Grant.by() != Yes || f.Meeting.Chair < 1 {
		return NotShown
	}
	return when(slices.Contains(f.chairs(), p.Grant.By))
}

// late holds the later day of both deliveries against the last day: five days before
// the day of the meeting is in time, four days before is not. The body may demand
// more days (A08), an association's statutes any number from 1.
func late(f *facts) answer {
	last, dated := f.lastDay()
	a, who := f.each(func(p *Person) Known {
		day, ok := p.delivered()
		if !ok || !dated {
			return NotShown
		}
		return when(day <= last)
	})
	if who != nil {
		day, ok := who.delivered()
		a.args = append(a.args, date("day", day, ok), date("last", last, dated))
	}
	return a
}

// delivered is the day on which the second of the two had the application.
func (p *Person) delivered() (int64, bool) {
	secretary, ok := p.ToSecretary.day()
	chair, both := p.ToChair.day()
	return max(secretary, chair), ok && both
}

// lastDay is the last day for applications.
func (f *facts) lastDay() (int64, bool) {
	day, err := time.Parse(time.DateOnly, f.Meeting.Date)
	if err != nil {
		return 0, false
	}
	notice := DefaultNoticeDays
	if n := f.Policy.NoticeDays; n > notice || n > 0 && f.profile(manifest.ProfileAssociation) == Yes {
		notice = n
	}
	return day.Unix()/daySeconds - int64(min(notice, maxNotice)), true
}

// maxNotice in days keeps a senseless policy from moving the last day out of the
// calendar.
const maxNotice = 1000

// date writes a day as law and manifest do.
func date(name string, day int64, ok bool) Arg {
	if !ok {
		return Arg{name, "not known"}
	}
	return Arg{name, time.Unix(day*daySeconds, 0).UTC().Format(time.DateOnly)}
}

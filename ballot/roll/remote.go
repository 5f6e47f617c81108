package roll

import (
	"encoding/hex"
	"fmt"

	"valurna/ballot/manifest"
)

// remote reads [remote], the decision by which members may take part from
// elsewhere. Only the decision has to be there: a number that is left out is no
// stricter than it has to be, and hosted booths are allowed by name alone.
func (r *bodyReader) remote(top section) {
	t := top.single("remote", true)
	if t == nil {
		return
	}
	s := r.d.section(t, "[remote]", "decision", "document", "days", "line", "floor", "hosted", "post_quantum")
	if r.out.Profile == manifest.ProfileCommittee {
		r.d.add(t.line, "A24", "a committee meets in one place: nobody can be allowed to take part from elsewhere", "delete [remote] and its fields")
	}
	m := new(manifest.Remote)
	m.Decision, _ = s.text("decision", "KF 2026 § 41", maxText, "A01")
	m.Document = s.sha256("document", "A01")
	m.Days = s.stricter("days", manifest.LeastDays, 365, "A04, A08",
		fmt.Sprintf("an application is in at least %d days before the meeting, and a body may only ask for more", manifest.LeastDays))
	m.Line = s.stricter("line", manifest.MostLine, 1, "A08, A14",
		fmt.Sprintf("a meeting is adjourned when a line has been lost for %d seconds, and a body may only allow fewer", manifest.MostLine))
	m.Floor = s.stricter("floor", manifest.LeastFloor, maxSeat, "A08, A17",
		fmt.Sprintf("a vote is hidden among at least %d voters, and a body may only ask for more", manifest.LeastFloor))
	if t.fields["hosted"] != nil {
		m.Hosted, _ = s.boolean("hosted", "false")
	}
	if t.fields["post_quantum"] != nil {
		m.PostQuantum, _ = s.boolean("post_quantum", "false")
	}
	r.out.Policy.Remote = m
}

// stricter reads a number that may be left out and may go from the least strict
// one to the strictest; which of the two is larger differs. Only what is looser
// breaks the rule.
func (s section) stricter(name string, least, strictest int, rule, why string) int {
	if s.t.fields[name] == nil {
		return least
	}
	n, v := s.integer(name, least, -maxSeat, maxSeat)
	low, high := min(least, strictest), max(least, strictest)
	if v == nil || low <= n && n <= high {
		return n
	}
	text, fix := fmt.Sprintf("%s is %d", name, n), fmt.Sprintf("write %s = %s", name, span(low, high))
	if loose := (n < least) == (least < strictest); loose {
		s.d.add(v.line, rule, text+": "+why, fix)
	} else {
		s.d.add(v.line, "", text, fix)
	}
	return n
}

// sha256 reads the 64 digits of a hash, in the upper case of some programs too.
func (s section) sha256(name, rule string) []byte {
	text, v := s.text(name, "9f86d081…", maxText, rule)
	if v == nil {
		return nil
	}
	hash, err := hex.DecodeString(text)
	if err != nil || len(hash) != 32 {
		s.d.add(v.line, rule, name+" is not the SHA-256 hash of a file", "write the 64 digits that sha256sum FILE prints, or on Windows certutil -hashfile FILE SHA256")
		return nil
	}
	return hash
}

// statutes reads [statutes], which an association alone has.
func (r *bodyReader) statutes(top section) {
	t := top.single("statutes", true)
	if t == nil {
		return
	}
	s := r.d.section(t, "[statutes]", "quorum", "more_than", "majority", "of")
	// An unknown profile has a finding of its own.
	if p := r.out.Profile; p != "" && p != manifest.ProfileAssociation {
		r.d.add(t.line, "", fmt.Sprintf("statutes belong to an association; profile %q has its law", p), "delete [statutes] and its fields")
	}
	m := new(manifest.Statutes)
	m.Quorum, _ = s.integer("quorum", 50, 0, 100)
	more, v := s.boolean("more_than", "true")
	if more && m.Quorum == 100 {
		r.d.add(v.line, "", "more_than is true and quorum 100: there are no more than all", "write more_than = false")
	}
	m.MoreThan = more
	m.Majority, v = s.integer("majority", 0, 0, 100)
	m.Of, _ = s.integer("of", 1, 1, 100)
	if m.Of > 0 && m.Majority > m.Of {
		r.d.add(v.line, "", fmt.Sprintf("a majority of %d votes in %d: there are no more than all", m.Majority, m.Of), "write majority = 2 and of = 3 for two thirds")
	}
	r.out.Policy.Statutes = m
}

// writeRemote writes [remote], or shows it in comments to a body that could have it.
func writeRemote(w *writer, s Source) {
	r := s.Policy.Remote
	if r == nil {
		// No example may show what the law refuses, or is not known to allow.
		if s.Profile == manifest.ProfileCommittee || s.Profile == manifest.ProfileDanish {
			return
		}
		r = &manifest.Remote{Decision: "KF 2026 § 41", Days: manifest.LeastDays, Line: manifest.MostLine, Floor: manifest.LeastFloor}
	}
	w.WriteString("\n")
	w.comment(
		"Members who take part from elsewhere (distansdeltagande, fjerndeltagelse). Without",
		"this section nobody may, and all vote in booths of their own (valurna join). A body",
		"may be stricter here than it has to be, never looser.",
		"decision: what allows it, by its number in the minutes. document: the SHA-256 hash of",
		"the file with that decision (protokollsutdrag), 64 digits, as sha256sum prints it.",
		"days: how many before the meeting an application has to be in; 5 or more.",
		"line: seconds for which a line may be lost before the meeting is adjourned (ajournering,",
		"afbrydelse); 20 or fewer.",
		"floor: voters among whom each vote is hidden (valhemlighet, stemmehemmelighed); 5 or more.",
		"hosted: true if a booth (valbås, stemmeboks) may be on the urn's machine, for ssh alone,",
		"once somebody has attested that the urn's operator is independent of the registrar's.",
		"post_quantum: true if every connection has to withstand a later quantum computer too.")
	w.optionalSection(s.Policy.Remote != nil, func(w *writer) {
		w.header("[remote]")
		w.text("decision", r.Decision)
		w.text("document", r.Document.String())
		w.integer("days", r.Days)
		w.integer("line", r.Line)
		w.integer("floor", r.Floor)
		w.boolean("hosted", r.Hosted)
		w.boolean("post_quantum", r.PostQuantum)
	})
}

// writeStatutes writes [statutes], or shows it in comments to an association.
func writeStatutes(w *writer, s Source) {
	m := s.Policy.Statutes
	if m == nil {
		if s.Profile != manifest.ProfileAssociation {
			return
		}
		m = &manifest.Statutes{Quorum: 50, MoreThan: true, Of: 1}
	}
	w.WriteString("\n")
	w.comment(
		"What an association's statutes (stadgar, vedtægter) say where the law says nothing.",
		"quorum: percent of the seats that are taken (beslutsförhet, beslutningsdygtighed).",
		"more_than: true if it takes more than that (mer än hälften), false if just as much does",
		"(mindst halvdelen).",
		"majority, of: the share of the votes that a decision takes (kvalificerad majoritet,",
		"kvalificeret flertal): 2 of 3 for two thirds; 0 of 1: more for it than against it.")
	w.optionalSection(s.Policy.Statutes != nil, func(w *writer) {
		w.header("[statutes]")
		w.integer("quorum", m.Quorum)
		w.boolean("more_than", m.MoreThan)
		w.integer("majority", m.Majority)
		w.integer("of", m.Of)
	})
}

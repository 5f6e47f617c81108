package roll

import (
	"fmt"
	"strings"

	"valurna/ballot/kind"
)

// Write makes both files, with comments, from values. Parse gives the values
// back, as long as they are lawful and members and substitutes are in order.
func Write(s Source) (body, meeting []byte) {
	return writeBody(s), writeMeeting(s)
}

// writer writes one file. Comments explain a section once, before its first.
type writer struct{ strings.Builder }

// comment writes lines that each begin with #.
func (w *writer) comment(lines ...string) {
	for _, l := range lines {
		w.WriteString(strings.TrimRight("# "+l, " ") + "\n")
	}
}

func (w *writer) header(name string) { fmt.Fprintf(w, "\n%s\n", name) }

func (w *writer) text(name, v string) { fmt.Fprintf(w, "%s = %s\n", name, quote(v)) }

// optional writes a field that may be left out; without a value it stands there as
// a comment, with an example.
func (w *writer) optional(name, v, example string) {
	if v == "" {
		w.WriteString("# ")
		v = example
	}
	w.text(name, v)
}

// optionalSection writes a section that may be left out; what is not given stands
// there as comments.
func (w *writer) optionalSection(given bool, write func(*writer)) {
	section := new(writer)
	write(section)
	for line := range strings.Lines(section.String()) {
		if !given && line != "\n" {
			w.WriteString("# ")
		}
		w.WriteString(line)
	}
}

func (w *writer) integer(name string, v int) { fmt.Fprintf(w, "%s = %d\n", name, v) }

func (w *writer) boolean(name string, v bool) { fmt.Fprintf(w, "%s = %t\n", name, v) }

// list writes short lists in one line, long ones with one element a line.
func (w *writer) list(name string, values []string) {
	quoted := make([]string, len(values))
	size := len(name)
	for i, v := range values {
		quoted[i] = quote(v)
		size += len(quoted[i]) + 2
	}
	if size < 80 {
		fmt.Fprintf(w, "%s = [%s]\n", name, strings.Join(quoted, ", "))
		return
	}
	fmt.Fprintf(w, "%s = [\n", name)
	for _, q := range quoted {
		fmt.Fprintf(w, "  %s,\n", q)
	}
	w.WriteString("]\n")
}

func (w *writer) keys(keys []string) {
	if len(keys) == 1 {
		w.text("key", keys[0])
		return
	}
	w.list("keys", keys)
}

// quote writes a basic string of TOML (section "String" of TOML 1.0).
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func writeBody(s Source) []byte {
	w := new(writer)
	w.comment(
		"The body that meets, its people, and who runs which part of its secret ballots.",
		"Lines that begin with # are comments. Test your changes with: valurna check DIR",
		"",
		"Wherever a key is asked for, paste the one line of the PUBLIC key, the file that",
		"ends in .pub: ssh-ed25519 AAAA… A private key never belongs in this file.",
	)
	w.WriteString("\n")
	w.comment("The body (organ), as it stands in the notice of the meeting.")
	w.text("body", s.Body)
	w.WriteString("\n")
	w.comment(
		"The kind of body; it decides which law applies:",
		"  se-fullmaktige         council (fullmäktige)",
		"  se-namnd               board (nämnd)",
		"  se-utskott             committee (utskott)",
		"  dk-kommunalbestyrelse  Danish council: named votes only, no secret ballot",
		"  association            association (förening)",
	)
	w.text("profile", s.Profile)
	w.WriteString("\n")
	w.comment("How many trustees (nyckelförvaltare) it takes to decrypt: at least 2, and fewer", "than there are, so that one lost key loses nothing.")
	w.integer("threshold", s.Threshold)
	w.WriteString("\n")
	w.comment("How many witnesses (kontrollvittnen) have to confirm the journal: more than half.")
	w.integer("quorum", s.Quorum)
	writePeople(w, s)
	writeParties(w, s)
	return []byte(w.String())
}

func writePeople(w *writer, s Source) {
	for i, m := range s.Members {
		if i == 0 {
			w.WriteString("\n")
			w.comment(
				"Members (ledamöter), one section a seat. Numbers of seats may leave gaps.",
				"offices: \"chair\" (ordförande), exactly one; \"vice-chair\" (vice ordförande);",
				"\"secretary\" (sekreterare). Leave the line out where there is none.",
				"Several keys of one person: keys = [\"ssh-ed25519 AAAA…\", \"ssh-ed25519 AAAA…\"]",
			)
		}
		w.header("[[member]]")
		w.text("name", m.Name)
		w.integer("seat", m.Seat)
		if len(m.Offices) > 0 {
			w.list("offices", m.Offices)
		}
		w.keys(m.Keys)
	}
	for i, u := range s.Substitutes {
		if i == 0 {
			w.WriteString("\n")
			w.comment("Substitutes (ersättare). order: who steps in first (1), second (2), …")
		}
		w.header("[[substitute]]")
		w.text("name", u.Name)
		w.integer("order", u.Order)
		w.keys(u.Keys)
	}
	for i, o := range s.Officers {
		if i == 0 {
			w.WriteString("\n")
			w.comment("A secretary (sekreterare) who is no member.")
		}
		w.header("[[officer]]")
		w.text("name", o.Name)
		w.text("office", o.Office)
		w.keys(o.Keys)
	}
}

func writeParties(w *writer, s Source) {
	parties := func(role string, list []Party, comment ...string) {
		for i, p := range list {
			if i == 0 {
				w.WriteString("\n")
				w.comment(comment...)
			}
			w.header("[[" + role + "]]")
			w.text("name", p.Name)
			w.text("operator", p.Operator)
			w.text("key", p.Key)
		}
	}
	parties("trustee", s.Trustees,
		"Trustees (nyckelförvaltare) hold the key to the ballots together: tellers, the",
		"opposition, an auditor. name: one word. operator: who runs the machine; machines",
		"of one operator count as one. key: of type ssh-ed25519.")
	parties("witness", s.Witnesses,
		"Witnesses (kontrollvittnen) watch the journal: observers, the press, another",
		"municipality. key: of type ssh-ed25519.")
	w.WriteString("\n")
	w.comment(
		"The registrar (röstlängdstjänst) knows who may vote and never sees a ballot.",
		"address: host and port where members log in. host_key: its SSH host key.",
		"journal_key: of type ssh-ed25519, signs the journal (händelselogg).")
	w.header("[registrar]")
	w.text("operator", s.Registrar.Operator)
	w.text("address", s.Registrar.Address)
	w.text("host_key", s.Registrar.HostKey)
	w.text("journal_key", s.Registrar.JournalKey)
	w.WriteString("\n")
	w.comment(
		"The urn (valurna) keeps the ballots and never learns who voted. Have it run by",
		"somebody else than the registrar: a booth (valbås) on the urn is secret only then.",
		"booth: for members who have only ssh, in rehearsals and where [remote] allows it.",
		"cast: for booths on members' own machines.",
		"host_key: SSH host key of both. receipt_key: of type ssh-ed25519, signs receipts.",
		"link_key: with it the urn logs in at the registrar.")
	w.header("[urn]")
	w.text("operator", s.Urn.Operator)
	w.text("booth", s.Urn.Booth)
	w.text("cast", s.Urn.Cast)
	w.text("host_key", s.Urn.HostKey)
	w.text("receipt_key", s.Urn.ReceiptKey)
	w.text("link_key", s.Urn.LinkKey)
	w.WriteString("\n")
	w.comment(
		"What the body has decided for its secret ballots (sluten omröstning).",
		"grace: seconds for those who are voting when the chair closes the ballot.",
		"window: seconds for members' booths to check that their ballot is sealed (försegling).",
		"shuffles: trustees that mix the ballots before any is opened; at least the threshold.",
		"signer: who signs for the body, \"chair\" (ordförande) or \"secretary\" (sekreterare).")
	w.header("[policy]")
	w.integer("grace", s.Policy.Grace)
	w.integer("window", s.Policy.Window)
	w.integer("shuffles", s.Policy.Shuffles)
	w.text("signer", s.Policy.Signer)
	writeRemote(w, s)
	writeStatutes(w, s)
	writeData(w, s)
}

func writeMeeting(s Source) []byte {
	w := new(writer)
	w.comment("One meeting (sammanträde) and its agenda (föredragningslista).", "Test your changes with: valurna check DIR")
	w.WriteString("\n")
	w.comment("What this meeting is called, as in the notice (kallelse); and its day.")
	w.text("meeting", s.Meeting)
	w.text("date", s.Date)
	w.WriteString("\n")
	w.comment("The room. A meeting at a distance has one too.")
	w.text("place", s.Place)
	w.WriteString("\n")
	w.comment(
		"true: a rehearsal (repetition). Nothing that is voted on then counts.",
		"false: a meeting that decides. No ballot opens, and nobody takes part from elsewhere,",
		"as long as a guarantee of it is not shown (secrecy, complete count, insight); what is",
		"missing the running registrar says: valurna preflight HOST. A trial ballot, certified",
		"with a vote in it, comes before the first that decides.")
	w.boolean("rehearsal", s.Rehearsal)
	w.WriteString("\n")
	w.comment("Whom members ask before the meeting, and the number to ring when it does not work.", "Both stand on their invitations (valurna invite) and may be left out.")
	w.optional("contact", s.Contact, "Cia Ceder, cia.ceder@exempelby.example")
	w.optional("phone", s.Phone, "+46 8 123 45 67")
	for i, it := range s.Items {
		if i == 0 {
			w.WriteString("\n")
			w.comment(
				"Items (ärenden), in the order of the agenda. class is one of",
				"  election (val), employment (anställning av personal), decision (beslut),",
				"  information (information)",
				"A secret ballot, [item.ballot], is lawful on an election or an employment only",
				"(kommunallagen 5:54); an association may hold one on other items too.",
				"kind: \"one-of-n\" elects one; \"k-of-n\" elects as many as elect says.",
				"options: the names, in the order in which they stand on the ballot (valsedel).")
		}
		w.header("[[item]]")
		w.text("title", it.Title)
		w.text("class", it.Class)
		if c := it.Contest; c != nil {
			w.header("[item.ballot]")
			w.text("kind", c.Kind)
			if c.Kind != kind.OneOfN {
				w.integer("elect", c.Elect)
			}
			w.list("options", c.Options)
		}
	}
	writeUrgent(w, s)
	return []byte(w.String())
}

package roll

import "github.com/pelletier/go-toml/v2/unstable"

// Data is what the body has settled as controller (personuppgiftsansvarig) of the
// meeting's personal data (A23). It stands in body.toml only, not in the manifest.
type Data struct {
	Controller string // the body or board that answers for the data
	Contact    string // its data protection officer, or an address
	Keep       int    // days after the meeting until keys and stores are erased, 1 to MaxKeep
	Encrypted  bool   // the disks under the registrar's and the urn's stores are encrypted
}

// MaxKeep is the longest time, in days, that keys and stores may be kept.
const MaxKeep = 3650

// data reads [data]. Whether it may be missing hangs on the other file: needData.
func (r *bodyReader) data(top section) {
	t := top.single("data", true)
	if t == nil {
		return
	}
	s := r.d.section(t, "[data]", "controller", "contact", "keep", "encrypted")
	m := new(Data)
	m.Controller, _ = s.text("controller", "Kommunfullmäktige i Exempelby", maxText, "A23")
	m.Contact, _ = s.text("contact", "dataskyddsombud@exempelby.example", maxContact, "A23")
	m.Keep, _ = s.integer("keep", 90, 1, MaxKeep)
	m.Encrypted, _ = s.boolean("encrypted", "true")
	r.out.Data = m
}

// needData refuses a meeting that decides where nobody answers for the data, or
// where they lie on disks that are not encrypted.
func needData(body, meeting *document) {
	if !isFalse(meeting.root.fields["rehearsal"]) {
		return
	}
	switch v := body.root.fields["data"]; {
	case v == nil && !body.partial:
		body.add(1, "A23", "this meeting decides, and there is no section [data]: nobody answers for its personal data",
			"write [data] on a line of its own, and below it controller, contact, keep and encrypted")
	case v != nil && v.table != nil && isFalse(v.table.fields["encrypted"]):
		body.add(v.table.lines["encrypted"], "A23", "encrypted is false, and this meeting decides: the stores of registrar and urn hold personal data",
			"encrypt the disks on which they lie, and then write encrypted = true")
	}
}

// isFalse is false too for what is missing or of another kind: those have findings
// of their own.
func isFalse(v *value) bool { return v != nil && v.kind == unstable.Bool && v.text == "false" }

// writeData writes [data], or shows it in comments. The example promises nothing:
// whoever takes its marks away has to say who answers, and that disks are encrypted.
func writeData(w *writer, s Source) {
	m := s.Data
	if m == nil {
		m = &Data{Keep: 90}
	}
	w.WriteString("\n")
	w.comment(
		"Who answers for the meeting's personal data (personuppgiftsansvarig, dataansvarlig).",
		"A rehearsal may do without this section, a meeting that decides may not.",
		"controller: the body or board. contact: the data protection officer (dataskyddsombud,",
		"databeskyttelsesrådgiver), or an address.",
		"keep: days after the meeting until its keys and stores are erased, 1 to 3650; think of",
		"the time for appeals. Erasing is the operators' act: no program does it for them.",
		"encrypted: true once the disks on which the registrar's and the urn's stores lie are.")
	w.optionalSection(s.Data != nil, func(w *writer) {
		w.header("[data]")
		w.text("controller", m.Controller)
		w.text("contact", m.Contact)
		w.integer("keep", m.Keep)
		w.boolean("encrypted", m.Encrypted)
	})
}

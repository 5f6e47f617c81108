package roll

import (
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/kind"
)

// topFields are the fields and sections that stand at the top of each file.
var topFields = map[string][]string{
	BodyFile: {"body", "profile", "threshold", "quorum", "member", "substitute", "officer",
		"trustee", "witness", "registrar", "urn", "policy", "remote", "statutes", "data"},
	MeetingFile: {"meeting", "date", "place", "rehearsal", "contact", "phone", "item", "urgent"},
}

const (
	maxText     = 512 // bytes; what the manifest takes
	maxContact  = 120 // bytes; one line of an invitation
	maxSeat     = 1_000_000
	exampleKey  = "ssh-ed25519 AAAA…"
	exampleOpts = `["Anna Andersson", "Bo Berg"]`
)

// bodyReader is the state of reading one body.toml.
type bodyReader struct {
	d        *document
	out      *Source
	keys     keyring
	seats    map[int]int // seat -> line
	orders   map[int]int // substitute's order -> line
	offices  map[string]holder
	machines []machine
}

func readBody(d *document, out *Source) {
	r := &bodyReader{d: d, out: out, keys: keyring{}, seats: map[int]int{}, orders: map[int]int{}, offices: map[string]holder{}}
	top := d.section(d.root, "", topFields[BodyFile]...)
	out.Body, _ = top.text("body", "Kommunfullmäktige i Exempelby", maxText, "")
	out.Profile, _ = top.oneOf("profile", Profiles()...)
	members := top.tables("member")
	if len(members) == 0 && !d.partial {
		d.add(1, "", "the body has no member", "write a [[member]] section for every seat")
	}
	for _, t := range members {
		r.member(t)
	}
	for _, t := range top.tables("substitute") {
		r.substitute(t)
	}
	for _, t := range top.tables("officer") {
		r.officer(t)
	}
	r.parties(top)
	r.servers(top)
	r.policy(top)
	r.remote(top)
	r.statutes(top)
	r.data(top)
	r.chair()
}

func (r *bodyReader) member(t *table) {
	s := r.d.section(t, "[[member]]", "name", "seat", "offices", "key", "keys")
	var m Member
	m.Name, _ = s.text("name", "Anna Andersson", kind.MaxName, "")
	who := called("the member", m.Name)
	seat, v := s.integer("seat", 1, 1, maxSeat)
	if v != nil {
		if first, doubled := r.seats[seat]; doubled {
			r.d.add(v.line, "A13", fmt.Sprintf("seat %d is given twice (first in line %d)", seat, first), "give every member a seat of their own; gaps are allowed")
		} else {
			r.seats[seat] = v.line
		}
	}
	m.Seat = seat
	if t.fields["offices"] != nil {
		m.Offices = r.officesOf(s, who)
	}
	m.Keys = r.personKeys(s, who)
	r.out.Members = append(r.out.Members, m)
}

func (r *bodyReader) officesOf(s section, who string) []string {
	v := s.list("offices", `["chair"]`, "")
	if v == nil {
		return nil
	}
	var out []string
	for _, e := range v.list {
		if !r.d.word(e, "offices", []string{OfficeChair, OfficeViceChair, OfficeSecretary}) {
			continue
		}
		if slices.Contains(out, e.text) {
			r.d.add(e.line, "", fmt.Sprintf("%s has the office %q twice", who, e.text), "keep one of the two")
			continue
		}
		out = append(out, e.text)
		r.hold(e, who)
	}
	return out
}

// hold notes who has an office; chair and secretary are each held by one.
func (r *bodyReader) hold(v *value, who string) {
	if v.text == OfficeViceChair {
		return
	}
	if first, doubled := r.offices[v.text]; doubled {
		r.d.add(v.line, "", fmt.Sprintf("there is a second %s (first: %s in line %d)", v.text, first.who, first.line),
			"keep the office with one person; a deputy is a vice-chair")
		return
	}
	r.offices[v.text] = holder{who, v.line}
}

func (r *bodyReader) substitute(t *table) {
	s := r.d.section(t, "[[substitute]]", "name", "order", "key", "keys")
	var p Substitute
	p.Name, _ = s.text("name", "Bo Berg", kind.MaxName, "")
	order, v := s.integer("order", 1, 1, maxSeat)
	if v != nil {
		if first, doubled := r.orders[order]; doubled {
			r.d.add(v.line, "", fmt.Sprintf("order %d is given twice (first in line %d)", order, first), "give every substitute a place of their own in the order")
		} else {
			r.orders[order] = v.line
		}
	}
	p.Order = order
	p.Keys = r.personKeys(s, called("the substitute", p.Name))
	r.out.Substitutes = append(r.out.Substitutes, p)
}

func (r *bodyReader) officer(t *table) {
	s := r.d.section(t, "[[officer]]", "name", "office", "key", "keys")
	var o Officer
	o.Name, _ = s.text("name", "Cia Ceder", kind.MaxName, "")
	who := called("the officer", o.Name)
	if v := s.field("office", `"secretary"`, ""); v != nil {
		switch {
		case v.text == OfficeChair || v.text == OfficeViceChair:
			r.d.add(v.line, "", fmt.Sprintf("%s holds no seat and cannot be %s", who, v.text),
				fmt.Sprintf("write offices = [%q] in that person's [[member]] section", v.text))
		case r.d.word(v, "office", []string{OfficeSecretary}):
			o.Office = v.text
			r.hold(v, who)
		}
	}
	o.Keys = r.personKeys(s, who)
	r.out.Officers = append(r.out.Officers, o)
}

// personKeys reads key = "…" or keys = ["…", "…"].
func (r *bodyReader) personKeys(s section, who string) []string {
	one, many := s.t.fields["key"], s.t.fields["keys"]
	if one != nil && many != nil {
		r.d.add(many.line, "", fmt.Sprintf("%s has both \"key\" and \"keys\"", who), "write all of them in one list: keys = [\"…\", \"…\"]")
		return nil
	}
	if many == nil {
		if v := s.field("key", `"`+exampleKey+`"`, "A13"); v != nil {
			return []string{r.keys.key(r.d, v, "key", who, false)}
		}
		return nil
	}
	list := s.list("keys", `["`+exampleKey+`"]`, "A13")
	if list == nil {
		return nil
	}
	if len(list.list) == 0 {
		r.d.add(list.line, "A13", fmt.Sprintf("%s has no key", who), "write the one line of the file that ends in .pub: "+exampleKey)
	}
	var out []string
	for _, v := range list.list {
		out = append(out, r.keys.key(r.d, v, "key", who, false))
	}
	return out
}

// chair looks for what is only seen at the end: the chair, and the signer.
func (r *bodyReader) chair() {
	if r.d.partial {
		return
	}
	if r.offices[OfficeChair].line == 0 {
		r.d.add(1, "", "the body has no chair", `write offices = ["chair"] in the [[member]] section of whoever presides`)
	}
	if r.out.Policy.Signer == OfficeSecretary && r.offices[OfficeSecretary].line == 0 {
		line := 1
		if p := r.d.root.fields["policy"]; p != nil && p.table != nil {
			line = p.table.lines["signer"]
		}
		r.d.add(line, "", "the secretary signs, but the body has none", `write signer = "chair", or add an [[officer]] section with office = "secretary"`)
	}
}

// called names a person in a finding.
func called(what, name string) string {
	if name == "" {
		return what
	}
	return fmt.Sprintf("%s %q", what, strings.ReplaceAll(name, `"`, "'"))
}

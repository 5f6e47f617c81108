package roll

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/manifest"
)

// machine is one place that an operator runs.
type machine struct {
	trustee  bool // else the registrar's or the urn's
	operator string
	line     int
}

// parties reads trustees and witnesses with the numbers that decide.
func (r *bodyReader) parties(top section) {
	names := map[string]int{}
	trustees := top.tables("trustee")
	for _, t := range trustees {
		r.out.Trustees = append(r.out.Trustees, r.party(t, "trustee", names))
	}
	witnesses := top.tables("witness")
	for _, t := range witnesses {
		r.out.Witnesses = append(r.out.Witnesses, r.party(t, "witness", names))
	}
	n, w := len(trustees), len(witnesses)
	threshold, v := top.integer("threshold", 2, -maxSeat, maxSeat)
	if v != nil && !r.d.partial && (threshold < 2 || threshold >= n) {
		text := fmt.Sprintf("threshold is %d: one trustee alone could decrypt", threshold)
		if threshold >= 2 {
			text = fmt.Sprintf("threshold is %d of %d trustees: one lost key would lose every ballot", threshold, n)
		}
		fix := "name at least three trustees, and write threshold = 2"
		if n >= 3 {
			fix = "write threshold = " + span(2, n-1)
		}
		r.d.add(v.line, "", text, fix)
	}
	r.out.Threshold = threshold
	quorum, v := top.integer("quorum", 2, -maxSeat, maxSeat)
	if v != nil && !r.d.partial && (2*quorum <= w || quorum > w) {
		fix := "write quorum = " + span(w/2+1, w)
		if w == 0 {
			fix = "add a [[witness]] section"
		}
		r.d.add(v.line, "", fmt.Sprintf("quorum is %d of %d witnesses: it must be more than half, so that no two quorums are disjoint", quorum, w), fix)
	}
	r.out.Quorum = quorum
}

// span writes a range of numbers.
func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return fmt.Sprintf("%d up to %d", low, high)
}

func (r *bodyReader) party(t *table, role string, names map[string]int) Party {
	s := r.d.section(t, "[["+role+"]]", "name", "operator", "key")
	var p Party
	name, v := s.text("name", "anna", maxText, "")
	if v != nil {
		switch first, doubled := names[name]; {
		case len(name) > 64 || strings.ContainsAny(name, " +/"):
			r.d.add(v.line, "", fmt.Sprintf("name %q cannot name a %s", name, role), "write one word of at most 64 bytes, without space, + or /")
		case doubled:
			r.d.add(v.line, "", fmt.Sprintf("name %q stands for two parties (first in line %d)", name, first), "give every trustee and witness a name of its own")
		default:
			names[name] = v.line
		}
	}
	p.Name = name
	p.Operator = r.operator(s, role == "trustee")
	if v := s.field("key", `"`+exampleKey+`"`, ""); v != nil {
		p.Key = r.keys.key(r.d, v, "key", called("the "+role, name), true)
	}
	return p
}

// operator reads who runs a machine. A witness's is only shown.
func (r *bodyReader) operator(s section, trustee bool) string {
	name, v := s.text("operator", "Exempelby kommun, IT", maxText, "")
	if v != nil && s.label != "[[witness]]" {
		r.machines = append(r.machines, machine{trustee, name, v.line})
	}
	return name
}

// servers reads [registrar] and [urn] and holds all operators against the
// threshold: machines of one operator count as one.
func (r *bodyReader) servers(top section) {
	addresses := map[string]holder{}
	if t := top.single("registrar", false); t != nil {
		s := r.d.section(t, "[registrar]", "operator", "address", "host_key", "journal_key")
		g := &r.out.Registrar
		g.Operator = r.operator(s, false)
		g.Address = r.address(s, "address", addresses)
		g.HostKey = r.partyKey(s, "host_key", false)
		g.JournalKey = r.partyKey(s, "journal_key", true)
	}
	if t := top.single("urn", false); t != nil {
		s := r.d.section(t, "[urn]", "operator", "booth", "cast", "host_key", "receipt_key", "link_key")
		u := &r.out.Urn
		u.Operator = r.operator(s, false)
		u.Booth = r.address(s, "booth", addresses)
		u.Cast = r.address(s, "cast", addresses)
		u.HostKey = r.partyKey(s, "host_key", false)
		u.ReceiptKey = r.partyKey(s, "receipt_key", true)
		u.LinkKey = r.partyKey(s, "link_key", false)
	}
	r.operators()
}

func (r *bodyReader) partyKey(s section, name string, plain bool) string {
	v := s.field(name, `"`+exampleKey+`"`, "")
	if v == nil {
		return ""
	}
	return r.keys.key(r.d, v, name, "the "+strings.Trim(s.label, "[]"), plain)
}

// operators refuses an operator that holds enough shares to decrypt alone, and
// the same of the registrar's and the urn's together: the first knows who votes,
// the second holds the ballots (A17).
func (r *bodyReader) operators() {
	if r.out.Threshold < 2 || r.d.partial {
		return
	}
	t, held, told := r.out.Threshold, map[string]int{}, map[string]bool{}
	var servers []string
	for _, m := range r.machines {
		if !m.trustee {
			servers = append(servers, manifest.FoldOperator(m.operator))
		}
	}
	both := 0
	for _, m := range r.machines {
		if !m.trustee {
			continue
		}
		name := manifest.FoldOperator(m.operator)
		held[name]++
		if held[name] == t {
			told[name] = true
			r.d.add(m.line, "A17", fmt.Sprintf("the operator %q runs %d trustees, and %d decrypt every ballot", m.operator, t, t),
				"have this trustee run by somebody else: machines of one operator count as one")
		}
		if slices.Contains(servers, name) {
			if both++; both == t && !told[name] {
				r.d.add(m.line, "A17", fmt.Sprintf("the operators of registrar and urn together run %d trustees, and %d decrypt every ballot", t, t),
					"have this trustee run by somebody who runs neither")
			}
		}
	}
}

// address reads host:port and refuses one that is used before.
func (r *bodyReader) address(s section, name string, used map[string]holder) string {
	text, v := s.text(name, "meeting.example:22", maxText, "")
	if v == nil {
		return ""
	}
	if !validAddress(text) {
		r.d.add(v.line, "", fmt.Sprintf("%s %q is not an address", name, text), "write host and port: meeting.example:22, 192.0.2.1:22 or [2001:db8::1]:22")
		return ""
	}
	who := name + " of " + s.label
	if first, doubled := used[strings.ToLower(text)]; doubled {
		r.d.add(v.line, "", fmt.Sprintf("%s is the same address as %s in line %d", who, first.who, first.line), "give registrar, booth and cast a port each")
		return ""
	}
	used[strings.ToLower(text)] = holder{who, v.line}
	return text
}

// validAddress accepts a host name or an IP address (IPv6 in brackets), a colon
// and a port in plain digits.
func validAddress(s string) bool {
	i := strings.LastIndexByte(s, ':')
	if i < 1 {
		return false
	}
	host, port := s[:i], s[i+1:]
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
		return false
	}
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		a, err := netip.ParseAddr(inner)
		return ok && err == nil && a.Is6()
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range label {
			if !strings.ContainsRune(hostLetters, c) {
				return false
			}
		}
	}
	return len(host) <= 253
}

const hostLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

func (r *bodyReader) policy(top section) {
	t := top.single("policy", false)
	if t == nil {
		return
	}
	s := r.d.section(t, "[policy]", "grace", "window", "shuffles", "signer")
	p := &r.out.Policy
	p.Grace, _ = s.integer("grace", 60, 0, 3600)
	p.Window, _ = s.integer("window", 120, 0, 7*24*3600)
	shuffles, v := s.integer("shuffles", max(2, r.out.Threshold), -maxSeat, maxSeat)
	if low, n := r.out.Threshold, len(r.out.Trustees); v != nil && !r.d.partial && (shuffles < low || shuffles > n) && 2 <= low && low < n {
		// With fewer than t shuffles, those who are corrupt could be all that shuffle.
		r.d.add(v.line, "A17", fmt.Sprintf("shuffles is %d: at least as many of the %d trustees shuffle as decrypt together, so that one of them is honest", shuffles, n), "write shuffles = "+span(low, n))
	}
	p.Shuffles = shuffles
	p.Signer, _ = s.oneOf("signer", OfficeChair, OfficeSecretary)
}

package evidence

import (
	"valurna/ballot/canon"
	"valurna/ballot/verify"
)

// Report is what a check found.
type Report struct {
	Verdict string                `json:"verdict"` // of package verify
	Parts   []PartReport          `json:"parts"`
	Checks  []verify.Check        `json:"checks"`
	Meeting *verify.MeetingReport `json:"meeting"` // nil if the file could not be read
	Summary *Summary              `json:"summary"` // drawn again; nil unless it is the file's

	failed map[string]bool
}

// PartReport names a part by its content.
type PartReport struct {
	Name   string    `json:"name"`
	Size   int64     `json:"size"`
	SHA256 canon.Hex `json:"sha256"`
}

func newReport() *Report {
	return &Report{Parts: []PartReport{}, Checks: []verify.Check{}, failed: map[string]bool{}}
}

// NotRead is the report on bytes that are no evidence file.
func NotRead(err error) *Report {
	r := newReport()
	r.add(CheckContainer, err, err.Error())
	r.Verdict = verify.Unreadable
	return r
}

func (r *Report) add(id string, err error, detail string) {
	ok := err == nil
	r.failed[id] = !ok
	r.Checks = append(r.Checks, verify.Check{ID: id, OK: &ok, Detail: verify.Plain(detail)})
}

func (r *Report) skip(id, detail string) {
	r.failed[id] = true
	r.Checks = append(r.Checks, verify.Check{ID: id, Detail: detail})
}

// holds says whether a check was run and passed.
func (r *Report) holds(id string) bool {
	failed, run := r.failed[id]
	return run && !failed
}

// take copies the checks of the meeting.
func (r *Report) take(m *verify.MeetingReport) {
	r.Meeting = m
	for _, c := range m.Checks {
		r.Checks = append(r.Checks, c)
		r.failed[c.ID] = c.OK == nil || !*c.OK
	}
}

// conclude gives the verdict: the meeting's, unless a check of the file itself failed.
func (r *Report) conclude(meeting string) {
	r.Verdict = meeting
	if r.Failed() != "" && meeting != verify.Unreadable {
		r.Verdict = verify.Invalid
	}
}

// Exit gives the exit code of the verdict, as for a bundle.
func (r *Report) Exit() int { return (&verify.MeetingReport{Verdict: r.Verdict}).Exit() }

// Failed gives the first check that failed; "" if none did.
func (r *Report) Failed() string { return (&verify.MeetingReport{Checks: r.Checks}).Failed() }

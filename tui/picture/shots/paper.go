package shots

import (
	"context"

	"valurna/ballot/kind"
	"valurna/ballot/view"
)

// paper is the example's booth.
type paper struct{}

func (paper) Visit() (view.BoothVisit, error) {
	return view.BoothVisit{
		Body: "Kommunfullmäktige i Exempelby", Ballot: "4-1", Title: "Val av ordförande för revisorerna", Phase: view.PhaseOpen, Threshold: 2, Hosted: true,
		Contest: kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: candidates},
	}, nil
}

func (paper) Changed() <-chan struct{} { return nil }
func (paper) Seal(kind.Choice, string) (string, error) {
	return "7K3M-Q9TX-2B4N-HJ8C-VW5R-0ZPD-6E1F-YASG", nil
}
func (paper) Cast(context.Context) (view.CastDone, error)   { return view.CastDone{}, nil }
func (paper) Audit(context.Context) (view.AuditDone, error) { return view.AuditDone{}, nil }

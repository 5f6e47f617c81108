// Package crash ends a process, as a power cut would, at a named step, so that
// a test can show that no step loses a vote.
//
// At stands beside every durable step of the servers. In what is delivered it
// does nothing; a program built with the tag "crashpoints" kills itself there
// when the environment asks for it:
//
//	VALURNA_CRASH=urn.accept.stored              at the first passage
//	VALURNA_CRASH=urn.accept.stored#3            at the third
//	VALURNA_CRASH=witness.seen.saved@closing     at the first after a file "closing"
//	                                             is there, in VALURNA_CRASH_STAGES
//
// Several are separated by commas.
package crash

import (
	"slices"
	"strings"

	"valurna/ballot/journal"
)

// Names of the variables that a build with the tag reads.
const (
	Variable = "VALURNA_CRASH"
	Stages   = "VALURNA_CRASH_STAGES"
)

// Mark is what a process prints to standard error, with the point after it,
// before it kills itself.
const Mark = "killed at "

// entries are the types that a meeting with one ballot enters one by one, in
// that order.
var entries = []string{
	journal.TypeManifest, journal.TypeCommit, journal.TypeReveal, journal.TypeDeal, journal.TypeKeys,
	journal.TypeDraw, journal.TypeLotShare, journal.TypePresence, journal.TypeMeeting, journal.TypeDefine, journal.TypeOpen, journal.TypeClose,
	journal.TypeStop, journal.TypeCounts, journal.TypeSeal, journal.TypeDecrypt, journal.TypeShuffle,
	journal.TypeShares, journal.TypeCombine, journal.TypeProof, journal.TypeResult, journal.TypeCertify,
}

// statements are what a trustee sends.
var statements = []string{
	journal.TypeCommit, journal.TypeReveal, journal.TypeDeal, journal.TypeKeys, journal.TypeDefine, journal.TypeShuffle, journal.TypeShares,
	journal.TypeProof, journal.TypeLotShare,
}

// Points lists every point that one ballot passes, part by part, in about the
// order of passing. A stage after "@" is the test's.
var Points = slices.Concat(
	each("registrar.append.", entries, ".checked", ".stored"),
	[]string{
		"registrar.define.key", "registrar.sign.taken", "registrar.open.rows",
		"registrar.issue.asked", "registrar.issue.decided", "registrar.issue.signed",
		"registrar.quorum.reached@opening", "registrar.quorum.reached@sealing", "registrar.quorum.reached@certifying",
		"registrar.opened.checked", "registrar.opened.stored",
		"registrar.issuing.dropped", "registrar.publish.checked", "registrar.publish.stored",
	},
	[]string{
		"urn.key.created", "urn.key.got", "urn.box.begun",
		"urn.accept.checked", "urn.accept.stored", "urn.accept.signed", "urn.accept.stored#4",
		"urn.audit.checked", "urn.audit.stored", "urn.audit.handed",
		"urn.stop.due", "urn.stop.stored",
		"urn.seal.due", "urn.seal.unlocked", "urn.seal.stored",
		"urn.erase.due", "urn.erase.key", "urn.erase.rows",
		"urn.shuffle.stored", "urn.shuffle.stored#2", "urn.parts.stored", "urn.parts.stored#2", "urn.combined.stored", "urn.tally.counted",
		"urn.post.ballot.stop", "urn.post.ballot.seal", "urn.post.ballot.combine", "urn.post.ballot.result",
		"urn.publish.made", "urn.publish.taken", "urn.publish.marked",
	},
	[]string{"trustee.making.saved", "trustee.deal.saved", "trustee.shares.saved", "trustee.making.erased", "trustee.define.saved", "trustee.lot.saved"},
	each("trustee.send.", statements, ".due", ".answered"),
	[]string{
		"trustee.shuffle.decided", "trustee.shuffle.settled", "trustee.shuffle.put",
		"trustee.box.verified", "trustee.decrypt.decided", "trustee.decrypt.settled", "trustee.decrypt.put", "trustee.proof.saved", "trustee.share.erased",
	},
	each("witness.", []string{"seen.saved", "cosign.answered"}, "", "@opening", "@closing", "@sealing", "@certifying"),
	[]string{"booth.seed.saved", "booth.attempt.saved", "booth.audit.answered", "booth.asked.saved", "booth.token.got", "booth.ballot.saved", "booth.cast.answered", "booth.receipt.saved", "booth.included.saved"},
)

// Needs names the point at which a part must have been killed before it can pass
// another one at all.
var Needs = map[string]string{"urn.key.got": "urn.accept.stored"}

// Name is a point's name in the code, without passage and stage.
func Name(point string) string {
	if i := strings.IndexAny(point, "#@"); i >= 0 {
		return point[:i]
	}
	return point
}

// Part is the part that passes a point: registrar, urn, trustee, witness, booth.
func Part(point string) string {
	part, _, _ := strings.Cut(point, ".")
	return part
}

func each(before string, middle []string, after ...string) []string {
	var out []string
	for _, m := range middle {
		for _, a := range after {
			out = append(out, before+m+a)
		}
	}
	return out
}

package journal_test

import (
	"math"
	"strings"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
)

type definition = journal.Definition

var (
	definitionForgeries = []forgery{
		{"a ballot before the meeting is open", journal.TypeMeeting, 0, "definition", repeated(journal.TypeDefine, 0)},
		{"a definition that one trustee signed", journal.TypeDefine, 0, "definition", signedBy(anna)},
		{"a definition that nobody signed", journal.TypeDefine, 0, "definition", signedBy()},
		{"a definition that one trustee signed twice", journal.TypeDefine, 0, "signature", signedBy(anna, anna)},
		{"a definition with signatures in another order", journal.TypeDefine, 0, "signature", signedBy(cilla, anna)},
		{"a definition that a witness signed for a trustee", journal.TypeDefine, 0, "signature", signedBy(anna, manifest.ByWitness("dag"))},
		{"a definition that the registrar changed after the trustees signed", journal.TypeDefine, 0, "signature", func(f *forger) *journal.Entry {
			var d definition
			mustDecode(f.honest, &d)
			d.Issuing[10] ^= 1
			e := f.entry(journal.TypeDefine, d)
			e.Sigs = f.honest.Sigs
			return e
		}},
		{"a definition signed as another type of statement", journal.TypeDefine, 0, "signature", func(f *forger) *journal.Entry {
			e := f.signed()
			for _, by := range []string{anna, cilla} {
				e.Sigs = append(e.Sigs, must(journal.Sign(f.hash, by, partyKey(by), journal.TypeKeys, f.honest.Body)).Sig)
			}
			return e
		}},
		{"a ballot on an item without a contest", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Item, d.Ballot = 2, "2-1" })},
		{"a ballot on an item that is not on the agenda", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Item, d.Ballot = 4, "4-1" })},
		{"a ballot on an item before the first", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Item, d.Ballot = -1, "-1-1" })},
		{"a trial with the keys that the agenda's ballots need", journal.TypeDefine, 0, "trial", amend(func(d *definition) { d.Item, d.Ballot = 0, "0-1" })},
		{"a ballot that skips a round", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Ballot = "1-2" })},
		{"a ballot with a title that is not the item's", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Title = "Ansvarsfrihet" })},
		{"a ballot with its options in another order", journal.TypeDefine, 0, "definition", amend(func(d *definition) {
			o := d.Contest.Options
			o[0], o[1] = o[1], o[0]
		})},
		{"a ballot without one of the options", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Contest.Options = d.Contest.Options[:2] })},
		{"a rehearsal passed off as a real ballot", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Rehearsal = false })},
		{"a roll without a seat that is taken", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Seats = d.Seats[:4] })},
		{"a roll with a seat that nobody has", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Seats = append(d.Seats, 6) })},
		{"a roll of other people on the same seats", journal.TypeDefine, 1, "definition", func(f *forger) *journal.Entry {
			var before, d definition
			mustDecode(f.entries[f.at(journal.TypeDefine, 0)], &before)
			mustDecode(f.honest, &d)
			d.Roll = before.Roll
			return f.entry(journal.TypeDefine, d, bo, cilla)
		}},
		{"an issuing key that is too short", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Issuing = d.Issuing[:128] })},
		{"an even issuing key", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Issuing[255] &^= 1 })},
		{"an issuing key of an earlier ballot", journal.TypeDefine, 1, "definition", func(f *forger) *journal.Entry {
			var before, d definition
			mustDecode(f.entries[f.at(journal.TypeDefine, 0)], &before)
			mustDecode(f.honest, &d)
			d.Issuing = before.Issuing
			return f.entry(journal.TypeDefine, d, bo, cilla)
		}},
		{"a trustees' key of an earlier ballot", journal.TypeDefine, 1, "definition", func(f *forger) *journal.Entry {
			var before, d definition
			mustDecode(f.entries[f.at(journal.TypeDefine, 0)], &before)
			mustDecode(f.honest, &d)
			d.KeyIndex, d.Key = before.KeyIndex, before.Key
			return f.entry(journal.TypeDefine, d, bo, cilla)
		}},
		{"a key that skips an unused one", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.KeyIndex = 1 })},
		{"the key that is kept for lots", journal.TypeDefine, 1, "definition", amend(func(d *definition) { d.KeyIndex = keys - 1 })},
		{"a key with a negative index", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.KeyIndex = -1 })},
		{"a key that the ceremony did not make", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Key = commitment("key") })},
		{"a shorter check window than the body decided", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Window = 0 })},
		{"a shorter grace than the body decided", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Grace = 0 })},
		{"another number of shuffles than the body decided", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Shuffles = 3 })},
		{"ballots longer than the choice needs", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Points++ })},
		{"a choice longer than the contest's", journal.TypeDefine, 0, "definition", amend(func(d *definition) { d.Payload++ })},
		{"a second definition of a ballot", journal.TypeOpen, 0, "definition", repeated(journal.TypeDefine, 0)},
		{"a second ballot on an item whose first is not finished", journal.TypeOpen, 0, "definition", func(f *forger) *journal.Entry {
			var d definition
			mustDecode(f.entries[f.at(journal.TypeDefine, 0)], &d)
			d.Ballot, d.KeyIndex, d.Issuing = "1-2", 1, otherModulus(f.issuing)
			d.Key = f.state.Ceremony().Keys.Keys[1].Key
			return f.entry(journal.TypeDefine, d, anna, cilla)
		}},
		{"somebody leaves between definition and opening", journal.TypeOpen, 0, "frozen", repeated(journal.TypePresence, 5)},
	}

	pollForgeries = []forgery{
		{"a ballot opened that was never defined", journal.TypeOpen, 0, "ballot", amend(func(o *journal.Open) { o.Ballot = "3-1" })},
		{"a ballot opened by somebody without the chair", journal.TypeOpen, 0, "office", amend(func(o *journal.Open) { o.Person = 2 })},
		{"a ballot opened without a checkpoint", journal.TypeOpen, 0, "checkpoint", amend(func(o *journal.Open) { o.Checkpoint = "" })},
		{"a ballot opened on a checkpoint before its definition", journal.TypeOpen, 0, "checkpoint", openOn(func(f *forger) string { return f.note(f.honest.Seq - 1) })},
		{"a ballot opened on a checkpoint of one witness", journal.TypeOpen, 0, "checkpoint", openOn(func(f *forger) string { return f.noteBy(f.honest.Seq, f.root(f.honest.Seq), "eva") })},
		{"a ballot opened on a checkpoint that no witness saw", journal.TypeOpen, 0, "checkpoint", openOn(func(f *forger) string { return f.noteBy(f.honest.Seq, f.root(f.honest.Seq)) })},
		{"a ballot opened on a checkpoint of another journal", journal.TypeOpen, 0, "checkpoint", openOn(func(f *forger) string { return f.noteBy(f.honest.Seq, f.root(3), "dag", "eva") })},
		{"a ballot opened on a checkpoint of entries to come", journal.TypeOpen, 0, "checkpoint", openOn(func(f *forger) string { return f.noteBy(f.honest.Seq+1, f.root(f.honest.Seq), "dag", "eva") })},
		{"a ballot opened on a checkpoint with a line after it", journal.TypeOpen, 0, "checkpoint", openOn(func(f *forger) string { return f.note(f.honest.Seq) + "\n" })},
		{"a ballot opened with a signature", journal.TypeOpen, 0, "signature", signedBy(manifest.ByRegistrar)},
		{"a ballot closed before it opened", journal.TypeOpen, 0, "phase", repeated(journal.TypeClose, 0)},
		{"a ballot opened twice", journal.TypeClose, 0, "phase", repeated(journal.TypeOpen, 0)},
		{"a ballot opened again after it was closed", journal.TypeStop, 0, "phase", repeated(journal.TypeOpen, 0)},
		{"somebody arrives while a ballot is open", journal.TypeClose, 0, "frozen", instead(journal.TypePresence, journal.Presence{Person: 6, Seat: 5, Present: true, Place: commitment("place")})},
		{"somebody leaves in the grace", journal.TypeStop, 0, "frozen", repeated(journal.TypePresence, 5)},
		{"the meeting closed while a ballot is open", journal.TypeClose, 0, "meeting", repeated(journal.TypeMeeting, 1)},
		{"a ballot closed by somebody without the chair", journal.TypeClose, 0, "office", amend(func(c *journal.Close) { c.Person = 6 })},
		{"a ballot that does not exist closed", journal.TypeClose, 0, "ballot", amend(func(c *journal.Close) { c.Ballot = "1-01" })},

		{"the urn stops before the ballot is closed", journal.TypeClose, 0, "phase", instead(journal.TypeStop, journal.Stop{Ballot: first, Cast: 3}, manifest.ByUrn)},
		{"the urn stops within the grace", journal.TypeStop, 0, "grace", moved(0, -1)},
		{"the registrar stops in the urn's name", journal.TypeStop, 0, "signature", signedBy(manifest.ByRegistrar)},
		{"the urn holds more ballots than the roll has seats", journal.TypeStop, 0, "counts", amend(func(s *journal.Stop) { s.Cast = seats + 1 })},
		{"the urn holds fewer ballots than none", journal.TypeStop, 0, "counts", amend(func(s *journal.Stop) { s.Cast = -1 })},
		{"the urn stops twice", journal.TypeCounts, 0, "phase", repeated(journal.TypeStop, 0)},

		{"counts before the urn has stopped", journal.TypeStop, 0, "phase", repeated(journal.TypeCounts, 0)},
		{"counts of more ballots than the urn holds", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Cast = 4 })},
		{"counts of fewer ballots than the urn holds", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Cast = 2 })},
		{"more ballots than tokens", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Tokens, c.Collected = 2, []int{1, 2} })},
		{"more tokens than eligible seats", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Tokens, c.Collected = 6, []int{1, 2, 3, 4, 5, 6} })},
		{"more eligible than the roll has seats", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Eligible = 6 })},
		{"a token without the seat that collected it", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Collected = c.Collected[:3] })},
		{"a token of a seat that is not on the roll", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Collected[3] = 6 })},
		{"two tokens of one seat", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Collected[3] = 3 })},
		{"seats listed in the order in which they collected", journal.TypeCounts, 0, "counts", amend(func(c *journal.Counts) { c.Collected = []int{3, 1, 2, 5} })},
		{"counts with the urn's signature", journal.TypeCounts, 0, "signature", signedBy(manifest.ByUrn)},
		{"counts entered twice", journal.TypeSeal, 0, "phase", repeated(journal.TypeCounts, 0)},

		{"a seal before the counts", journal.TypeCounts, 0, "phase", repeated(journal.TypeSeal, 0)},
		{"a seal that the registrar made", journal.TypeSeal, 0, "signature", signedBy(manifest.ByRegistrar)},
		{"a seal over a ballot less than was counted", journal.TypeSeal, 0, "seal", amend(func(s *journal.Seal) { s.Count-- })},
		{"a seal over a ballot more than was counted", journal.TypeSeal, 0, "seal", amend(func(s *journal.Seal) { s.Count++ })},
		{"a seal with a short root", journal.TypeSeal, 0, "length", amend(func(s *journal.Seal) { s.Root = s.Root[:20] })},
		{"a seal with a short root of the audited ballots", journal.TypeSeal, 0, "length", amend(func(s *journal.Seal) { s.AuditedRoot = s.AuditedRoot[:20] })},
		{"a seal over fewer than no audited ballots", journal.TypeSeal, 0, "seal", amend(func(s *journal.Seal) { s.Audited = -1 })},
		{"a seal over an audited ballot that its root does not hold", journal.TypeSeal, 0, "seal", amend(func(s *journal.Seal) { s.Audited = 1 })},
		{"a seal whose root holds an audited ballot of none", journal.TypeSeal, 0, "seal", amend(func(s *journal.Seal) { s.AuditedRoot = commitment("one") })},
		{"a second seal of a ballot", journal.TypeDecrypt, 0, "phase", instead(journal.TypeSeal, journal.Seal{Ballot: first, Count: 3, Root: commitment("other box"), AuditedRoot: journal.NoneAudited()}, manifest.ByUrn)},
	}

	decryptForgeries = []forgery{
		{"decryption before the seal", journal.TypeSeal, 0, "phase", repeated(journal.TypeDecrypt, 0)},
		{"decryption within the check window", journal.TypeDecrypt, 0, "window", moved(0, -1)},
		{"decryption on a checkpoint before the seal", journal.TypeDecrypt, 0, "checkpoint", decryptOn(func(f *forger) string { return f.note(f.honest.Seq - 1) })},
		{"decryption on a checkpoint of one witness", journal.TypeDecrypt, 0, "checkpoint", decryptOn(func(f *forger) string { return f.noteBy(f.honest.Seq, f.root(f.honest.Seq), "dag") })},
		{"decryption on a checkpoint of another seal", journal.TypeDecrypt, 0, "checkpoint", decryptOn(func(f *forger) string { return f.noteBy(f.honest.Seq, f.root(1), "dag", "eva") })},
		{"decryption with a trustee's signature", journal.TypeDecrypt, 0, "signature", signedBy(anna)},
		{"shares before the check window is over", journal.TypeDecrypt, 0, "phase", repeated(journal.TypeShares, 0)},
		{"shares of a trustee that another signed", journal.TypeShares, 0, "signature", signedBy(anna)},
		{"shares of somebody who is no trustee", journal.TypeShares, 0, "signature", amend(func(s *journal.Shares) { s.Trustee = "dag" })},
		{"shares with a short hash", journal.TypeShares, 0, "length", amend(func(s *journal.Shares) { s.Parts = s.Parts[1:] })},
		{"shares of one trustee twice", journal.TypeShares, 1, "shares", repeated(journal.TypeShares, 0)},
		{"shares for a ballot that does not exist", journal.TypeShares, 0, "ballot", amend(func(s *journal.Shares) { s.Ballot = "2-1" })},
		{"shares of a third trustee where two suffice", journal.TypeCombine, 0, "enough", instead(journal.TypeShares, journal.Shares{Ballot: first, Trustee: "anna", Parts: commitment("parts")}, anna)},
		{"shares rejected by the registrar", journal.TypeShares, 1, "signature", instead(journal.TypeReject, reject("bo", "a proof fails"), manifest.ByRegistrar)},
		{"shares rejected that were never given", journal.TypeShares, 1, "reject", instead(journal.TypeReject, reject("anna", "a proof fails"), manifest.ByUrn)},
		{"shares rejected for a reason that misleads a terminal", journal.TypeShares, 1, "reason", instead(journal.TypeReject, reject("bo", "\u202e"), manifest.ByUrn)},
		{"shares rejected when the result stands", journal.TypeCertify, 0, "phase", instead(journal.TypeReject, reject("cilla", "late"), manifest.ByUrn)},
		{"decryption begun twice", journal.TypeResult, 0, "phase", repeated(journal.TypeDecrypt, 0)},
	}

	shuffleForgeries = []forgery{
		{"a shuffle before the check window is over", journal.TypeDecrypt, 0, "phase", repeated(journal.TypeShuffle, 0)},
		{"a shuffle of a trustee that another signed", journal.TypeShuffle, 0, "signature", signedBy(anna)},
		{"a shuffle of somebody who is no trustee", journal.TypeShuffle, 0, "signature", amend(func(s *journal.Shuffle) { s.Trustee = "dag" })},
		{"a shuffle without a hash", journal.TypeShuffle, 0, "length", amend(func(s *journal.Shuffle) { s.Output = nil })},
		{"a shuffle of another box", journal.TypeShuffle, 0, "overtaken", amend(func(s *journal.Shuffle) { s.Input = commitment("other box") })},
		{"a shuffle that passes the one before it by", journal.TypeShuffle, 1, "overtaken", amend(func(s *journal.Shuffle) { s.Input = held().state.Ballot(first).Seal.Root })},
		{"a shuffle for a ballot that does not exist", journal.TypeShuffle, 0, "ballot", amend(func(s *journal.Shuffle) { s.Ballot = "2-1" })},
		{"one trustee shuffles twice", journal.TypeShuffle, 1, "shuffle", func(f *forger) *journal.Entry {
			b := held().state.Ballot(first)
			return f.entry(journal.TypeShuffle, journal.Shuffle{Ballot: first, Trustee: "bo", Input: b.Shuffles[0].Output, Output: commitment("again")}, bo)
		}},
		{"a shuffle more than there are to be", journal.TypeShares, 0, "enough", func(f *forger) *journal.Entry {
			b := held().state.Ballot(first)
			return f.entry(journal.TypeShuffle, journal.Shuffle{Ballot: first, Trustee: "anna", Input: b.Shuffles[1].Output, Output: commitment("more")}, anna)
		}},
		{"shares of a box that nobody has shuffled", journal.TypeShuffle, 0, "unshuffled", repeated(journal.TypeShares, 0)},
		{"shares of a box that one trustee has shuffled", journal.TypeShuffle, 1, "unshuffled", repeated(journal.TypeShares, 0)},
		{"a trustee passed over that is not due", journal.TypeShuffle, 0, "pass", instead(journal.TypePass, pass("bo"), manifest.ByUrn)},
		{"a trustee passed over by the registrar", journal.TypeShuffle, 0, "signature", instead(journal.TypePass, pass("anna"), manifest.ByRegistrar)},
		{"a trustee passed over for a reason that misleads a terminal", journal.TypeShuffle, 0, "reason", instead(journal.TypePass, journal.Pass{Ballot: first, Trustee: "anna", Reason: "\u202e"}, manifest.ByUrn)},
		{"a trustee passed over when its work is done", journal.TypeShares, 0, "pass", instead(journal.TypePass, pass("bo"), manifest.ByUrn)},
		{"a shuffle rejected on which another was built", journal.TypeShares, 0, "reject", instead(journal.TypeReject, reject("bo", "false"), manifest.ByUrn)},
		{"a shuffle rejected after shares were given", journal.TypeShares, 1, "reject", instead(journal.TypeReject, reject("cilla", "false"), manifest.ByUrn)},
	}

	proofForgeries = []forgery{
		{"parts combined of one trustee", journal.TypeShares, 1, "combine", repeated(journal.TypeCombine, 0)},
		{"parts combined in another order", journal.TypeCombine, 0, "combine", amend(func(c *journal.Combine) { c.Trustees = []string{"cilla", "bo"} })},
		{"parts combined of a trustee that gave none", journal.TypeCombine, 0, "combine", amend(func(c *journal.Combine) { c.Trustees = []string{"bo", "anna"} })},
		{"parts combined of nobody", journal.TypeCombine, 0, "combine", amend(func(c *journal.Combine) { c.Trustees = nil })},
		{"parts combined by the registrar", journal.TypeCombine, 0, "signature", signedBy(manifest.ByRegistrar)},
		{"parts combined without a hash", journal.TypeCombine, 0, "length", amend(func(c *journal.Combine) { c.Points = nil })},
		{"parts combined twice", journal.TypeProof, 0, "combine", instead(journal.TypeCombine, journal.Combine{Ballot: first, Trustees: []string{"bo", "cilla"}, Points: commitment("others")}, manifest.ByUrn)},
		{"a proof before there is anything to prove", journal.TypeCombine, 0, "overtaken", repeated(journal.TypeProof, 0)},
		{"a proof of other points than stand", journal.TypeProof, 0, "overtaken", amend(func(p *journal.Proof) { p.Of = commitment("others") })},
		{"a proof that is no encoding", journal.TypeProof, 0, "proof", amend(func(p *journal.Proof) { p.Share[31] |= 0x80 })},
		{"a proof of another length", journal.TypeProof, 0, "proof", amend(func(p *journal.Proof) { p.Share = p.Share[1:] })},
		{"a proof that another trustee signed", journal.TypeProof, 0, "signature", signedBy(cilla)},
		{"a proof of a trustee without shares", journal.TypeProof, 0, "proof", func(f *forger) *journal.Entry {
			var p journal.Proof
			mustDecode(f.honest, &p)
			p.Trustee = "anna"
			return f.entry(journal.TypeProof, p, anna)
		}},
		{"a proof of one trustee twice", journal.TypeProof, 1, "proof", repeated(journal.TypeProof, 0)},
		{"a result before every trustee has proved", journal.TypeProof, 1, "result", repeated(journal.TypeResult, 0)},
	}

	missingForgeries = []forgery{
		{"a receipt without an entry before the seal", journal.TypeSeal, 0, "phase", missing(manifest.ByUrn, journal.TypeReceipt, first, 32)},
		{"a receipt without an entry after the result", journal.TypeCertify, 0, "phase", missing(manifest.ByUrn, journal.TypeReceipt, first, 32)},
		{"a receipt of a ballot that does not exist", journal.TypeDecrypt, 0, "phase", missing(manifest.ByUrn, journal.TypeReceipt, "9-1", 32)},
		{"a receipt that the registrar signed", journal.TypeDecrypt, 0, "receipt", missing(manifest.ByRegistrar, journal.TypeReceipt, first, 32)},
		{"another statement of the urn as a receipt", journal.TypeDecrypt, 0, "receipt", missing(manifest.ByUrn, journal.TypeStop, first, 32)},
		{"a receipt for a short leaf", journal.TypeDecrypt, 0, "length", missing(manifest.ByUrn, journal.TypeReceipt, first, 31)},
		{"a receipt whose signature was changed", journal.TypeDecrypt, 0, "signature", func(f *forger) *journal.Entry {
			st := must(journal.Sign(f.hash, manifest.ByUrn, partyKey(manifest.ByUrn), journal.TypeReceipt, receiptOf(first, 32)))
			st.Sig.Sig[0] ^= 1
			return f.entry(journal.TypeMissing, journal.Missing{Receipt: st})
		}},
	}

	endForgeries = []forgery{
		{"a result before enough trustees have decrypted", journal.TypeShares, 1, "result", repeated(journal.TypeResult, 0)},
		{"a result that the registrar counted", journal.TypeResult, 0, "signature", signedBy(manifest.ByRegistrar)},
		{"a result of more ballots than were sealed", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Cast++; r.Valid++ })},
		{"a result that loses a ballot", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Blank = 0 })},
		{"a result with fewer invalid ballots than none", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Invalid, r.Valid = -1, 3 })},
		{"a result whose sum overflows", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Valid, r.Invalid, r.Blank = math.MaxInt, math.MaxInt, 5 })},
		{"a result without one of the options", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Options = r.Options[:2] })},
		{"a result with options in another order", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { o := r.Options; o[0], o[1] = o[1], o[0] })},
		{"an option with more votes than there are valid ballots", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Options[1].Votes = 3 })},
		{"an option with fewer votes than none", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Options[0].Votes = -1 })},
		{"somebody elected who did not stand on the ballot", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Elected = []string{"\u202eadA"} })},
		{"more elected than there are places", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Elected = []string{"Bo Ek", "Ada"} })},
		{"somebody both elected and tied", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Ties = [][]string{{"Bo Ek", "Cai"}} })},
		{"a tie that is null", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Ties = nil })},
		{"a tie of nobody", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Ties = [][]string{{}} })},
		{"a tie that is null within", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Ties = [][]string{nil} })},
		{"a tie with oneself", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Ties = [][]string{{"Cai"}} })},
		{"two ties", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Elected, r.Ties = []string{}, [][]string{{"Ada"}, {"Bo Ek", "Cai"}} })},
		{"a tie for no place", journal.TypeResult, 0, "result", amend(func(r *journal.Result) { r.Ties = [][]string{{"Ada", "Cai"}} })},
		{"somebody else certified than has the votes", journal.TypeCertify, 0, "certify", amend(func(c *journal.Certify) { c.Elected = []string{"Ada"} })},
		{"nobody certified where somebody has the votes", journal.TypeCertify, 0, "certify", amend(func(c *journal.Certify) { c.Elected = []string{} })},
		{"a second result", journal.TypeCertify, 0, "phase", repeated(journal.TypeResult, 0)},
		{"a result certified before it stands", journal.TypeResult, 0, "phase", repeated(journal.TypeCertify, 0)},
		{"a result certified by somebody without the chair", journal.TypeCertify, 0, "office", amend(func(c *journal.Certify) { c.Person = 7 })},
		{"another result certified than stands", journal.TypeCertify, 0, "certify", amend(func(c *journal.Certify) {
			c.Result = journal.ResultHash(&journal.Result{Ballot: first, Options: []kind.OptionVotes{}})
		})},
		{"a certified ballot voided", journal.TypePresence, 5, "phase", instead(journal.TypeVoid, journal.Void{Ballot: first, Reason: "regret"})},
		{"a certified ballot certified again", journal.TypePresence, 5, "phase", repeated(journal.TypeCertify, 0)},
		{"the meeting closed before the result is certified", journal.TypeCertify, 0, "meeting", repeated(journal.TypeMeeting, 1)},
		{"a ballot voided that does not exist", journal.TypeVoid, 0, "phase", amend(func(v *journal.Void) { v.Ballot = "3-2" })},
		{"a ballot voided for a reason of many pages", journal.TypeVoid, 0, "reason", amend(func(v *journal.Void) { v.Reason = strings.Repeat("a", 513) })},
		{"a ballot voided for a reason that misleads a terminal", journal.TypeVoid, 0, "reason", amend(func(v *journal.Void) { v.Reason = "\u202ereason" })},
		{"a ballot voided with a signature", journal.TypeVoid, 0, "signature", signedBy(manifest.ByUrn)},
		{"a void ballot voided again", journal.TypeMeeting, 1, "phase", repeated(journal.TypeVoid, 0)},
		{"a void ballot opened again", journal.TypeMeeting, 1, "phase", func(f *forger) *journal.Entry { return f.again(journal.TypeOpen, 1) }},
	}
)

func pass(trustee string) journal.Pass {
	return journal.Pass{Ballot: first, Trustee: trustee, Reason: "too late"}
}

func reject(trustee, reason string) journal.Reject {
	return journal.Reject{Ballot: first, Trustee: trustee, Reason: reason}
}

func receiptOf(ballot string, leaf int) journal.Receipt {
	return journal.Receipt{Ballot: ballot, Leaf: make(canon.Hex, leaf), Code: "x"}
}

// missing is an entry with a receipt signed by a party as a type of statement.
func missing(by, typ, ballot string, leaf int) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		st := must(journal.Sign(f.hash, by, partyKey(by), typ, receiptOf(ballot, leaf)))
		return f.entry(journal.TypeMissing, journal.Missing{Receipt: st})
	}
}

func openOn(note func(*forger) string) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		return amend(func(o *journal.Open) { o.Checkpoint = note(f) })(f)
	}
}

func decryptOn(note func(*forger) string) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		return amend(func(d *journal.Decrypt) { d.Checkpoint = note(f) })(f)
	}
}

package words

import (
	"strings"

	"valurna/ballot/kind"
)

// Audit is what `valurna audit` says about a ballot that was opened as a test.
type Audit struct {
	Title, Held, Blank, Invalid, Compare, Fits, Differs, NoVote, Pending, Sealed string

	False, None, NotYet, Hidden, CodeForm, Nothing string
}

// OfAudit says in sentences, one a line, what an audited ballot held. fits is nil
// where no word was given.
func (w *Words) OfAudit(ballot, title, code string, c kind.Contest, valid bool, choice kind.Choice, sealed bool, fits *bool) string {
	f := &w.Audit
	lines := []string{Fill(f.Title, "ballot", ballot, "title", title, "code", code), f.Held}
	switch {
	case !valid:
		lines = append(lines, "  "+f.Invalid)
	case choice.Blank:
		lines = append(lines, "  "+f.Blank)
	}
	for _, i := range choice.Options {
		lines = append(lines, "  "+c.Options[i])
	}
	lines = append(lines, f.Compare)
	if fits != nil {
		lines = append(lines, map[bool]string{true: f.Fits, false: f.Differs}[*fits])
	}
	lines = append(lines, map[bool]string{true: f.Sealed, false: f.Pending}[sealed], f.NoVote)
	return strings.Join(lines, "\n")
}

var swedishAudit = Audit{
	Title:    "Omröstning {ballot}, {title}. Den öppnade valsedeln {code}:",
	Held:     "På den stod, så som den var förseglad:",
	Blank:    "BLANKT",
	Invalid:  "inget giltigt val: den skulle ha räknats som ogiltig",
	Compare:  "Jämför med det som du markerade i valbåset, och hela koden med den som du skrev upp innan du provade. Skiljer sig något har valbåset fuskat: säg till ordföranden.",
	Fits:     "Ditt eget ord stämmer: valsedeln gjordes för dig ensam.",
	Differs:  "FEL: valsedeln gjordes inte med ditt eget ord, så den kan ha visats för flera. Säg till ordföranden.",
	NoVote:   "Det var ett prov. Den är ingens röst och räknas inte.",
	Pending:  "Urnan har ännu inte förseglat omröstningen, så den här valsedeln står inte i förseglingen än.",
	Sealed:   "Den står i urnans försegling bland dem som aldrig blev röster.",
	False:    "FUSK ELLER FEL: det som publicerats under koden {code} öppnar inte valsedeln: {error}. Säg till ordföranden.",
	None:     "Ingen öppnad valsedel har koden {code}, och alla är publicerade. Jämför med koden som du skrev upp. Är den rätt har valbåset fuskat: säg till ordföranden.",
	NotYet:   "Ingen öppnad valsedel med koden {code} är publicerad än. Har du just provat: försök igen om några sekunder. Kommer den inte: säg till ordföranden.",
	Hidden:   "FUSK ELLER FEL: de publicerade valsedlarna är inte de som urnan förseglade. Säg till ordföranden.",
	CodeForm: "Det där är ingen hel valsedelskod. Inget har sökts. Skriv alla åtta grupperna.",
	Nothing:  "Inget har kontrollerats: {error}",
}

var danishAudit = Audit{
	Title:    "Afstemning {ballot}, {title}. Den åbnede stemmeseddel {code}:",
	Held:     "På den stod der, som den var forseglet:",
	Blank:    "BLANK",
	Invalid:  "intet gyldigt valg: den ville have talt som ugyldig",
	Compare:  "Sammenlign med det, du markerede i stemmeboksen, og hele koden med den, du skrev ned, før du prøvede. Er noget forskelligt, har stemmeboksen snydt: sig det til formanden.",
	Fits:     "Dit eget ord passer: stemmesedlen blev lavet til dig alene.",
	Differs:  "FEJL: stemmesedlen blev ikke lavet med dit eget ord, så den kan være vist til flere. Sig det til formanden.",
	NoVote:   "Det var en prøve. Den er ingens stemme og tæller ikke med.",
	Pending:  "Urnen har ikke forseglet afstemningen endnu, så denne stemmeseddel står ikke i forseglingen endnu.",
	Sealed:   "Den står i urnens forsegling blandt dem, der aldrig blev stemmer.",
	False:    "SNYD ELLER FEJL: det, der er offentliggjort under koden {code}, åbner ikke stemmesedlen: {error}. Sig det til formanden.",
	None:     "Ingen åbnet stemmeseddel har koden {code}, og alle er offentliggjort. Sammenlign med koden, som du skrev ned. Er den rigtig, har stemmeboksen snydt: sig det til formanden.",
	NotYet:   "Ingen åbnet stemmeseddel med koden {code} er offentliggjort endnu. Har du lige prøvet, så forsøg igen om nogle sekunder. Kommer den ikke: sig det til formanden.",
	Hidden:   "SNYD ELLER FEJL: de offentliggjorte stemmesedler er ikke dem, urnen forseglede. Sig det til formanden.",
	CodeForm: "Det er ikke en hel stemmeseddelkode. Intet er slået op. Skriv alle otte grupper.",
	Nothing:  "Intet er kontrolleret: {error}",
}

var englishAudit = Audit{
	Title:    "Vote {ballot}, {title}. The opened ballot paper {code}:",
	Held:     "It held, as it was sealed:",
	Blank:    "BLANK",
	Invalid:  "no valid choice: it would have counted as invalid",
	Compare:  "Compare it with what you marked in the booth, and the whole code with the one that you wrote down before you tested. If anything differs, the booth has cheated: tell the chair.",
	Fits:     "Your own word fits: the ballot paper was made for you alone.",
	Differs:  "WRONG: the ballot paper was not made with your own word, so it may have been shown to several voters. Tell the chair.",
	NoVote:   "This was a test. It is nobody's vote and is not counted.",
	Pending:  "The urn has not sealed the vote yet, so this ballot paper does not stand in the seal yet.",
	Sealed:   "It stands in the urn's seal, among those that never became votes.",
	False:    "CHEATED OR BROKEN: what is published under the code {code} does not open the ballot paper: {error}. Tell the chair.",
	None:     "No opened ballot paper has the code {code}, and all are published. Compare it with the code that you wrote down. If it is right, the booth has cheated: tell the chair.",
	NotYet:   "No opened ballot paper with the code {code} is published yet. If you have just tested, try again in a few seconds. If it does not come, tell the chair.",
	Hidden:   "CHEATED OR BROKEN: the published ballot papers are not those that the urn sealed. Tell the chair.",
	CodeForm: "That is no whole ballot code. Nothing was looked up. Type all eight groups.",
	Nothing:  "Nothing was checked: {error}",
}

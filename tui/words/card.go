package words

import (
	"strconv"
	"strings"

	"valurna/ballot/view"
)

// cardWords is what stands on a voting card.
type cardWords struct {
	title, seat, code   string
	keyFor, loanFor     string
	keyHow, loanHow     string
	unix, windows       string
	hostKey, boothKey   string
	once, aloud, lost   string
	instruction, prompt string
}

const cardWidth = 72

// Card writes a voting card: what it is for, the code, what to type, and what must
// not be done with it. It is plain text, to print, hand over or read out.
func (w *Words) Card(c view.Card) string {
	t := cards[w.Lang]
	var b strings.Builder
	line := func(s string) { b.WriteString(s + "\n") }
	rule := strings.Repeat("-", cardWidth)
	line(rule)
	line(t.title + "  " + strings.Join([]string{c.Body, c.Meeting, c.Date}, " · "))
	who := c.Name
	if c.Seat > 0 {
		who += ", " + t.seat + " " + strconv.Itoa(c.Seat)
	}
	line(who)
	line(rule)
	purpose, how := t.keyFor, t.keyHow
	if c.Purpose == view.CardLoan {
		purpose, how = t.loanFor, t.loanHow
	}
	line(purpose)
	line("")
	line("    " + t.code + "  " + c.Code)
	line("")
	line(how)
	for i, command := range c.Commands {
		if c.Purpose == view.CardKey {
			line("  " + []string{t.unix, t.windows}[min(i, 1)])
		}
		line("    " + command)
	}
	line("")
	line(t.hostKey)
	line("    " + c.KeyPrint)
	if c.Booth != "" {
		line(t.boothKey)
		line("    " + c.Booth)
	}
	line("")
	line(t.once)
	if c.Purpose == view.CardKey {
		line(t.aloud)
	}
	line(t.lost)
	line(rule)
	return b.String()
}

// LoanQuestion is what a loan terminal shows before it asks for a card's code.
func (w *Words) LoanQuestion() (instruction, prompt string) {
	return cards[w.Lang].instruction, cards[w.Lang].prompt
}

var cards = map[string]cardWords{
	"en": {
		title: "VOTING CARD", seat: "seat", code: "CODE",
		keyFor:      "For a new key on a new device. It takes the place of all the old ones.",
		loanFor:     "For one ballot on a machine that is lent out in the room.",
		keyHow:      "Make a key with ssh-keygen -t ed25519 if you have none, then type:",
		loanHow:     "On the machine that is lent out, type this, and the code when asked:",
		unix:        "macOS, Linux:",
		windows:     "Windows (PowerShell):",
		hostKey:     "The server's host key must be:",
		boothKey:    "and the booth's:",
		once:        "The code serves once. Keep it as you would a ballot paper.",
		aloud:       "Read aloud: the chair has seen the face or knows the voice, and asks back.",
		lost:        "Lost, or no longer good though you did not use it? Tell the chair at once.",
		instruction: "Loan terminal: type the code that stands on the card.", prompt: "Code: ",
	},
	"sv": {
		title: "RÖSTKORT", seat: "plats", code: "KOD",
		keyFor:      "För en ny nyckel på en ny enhet. Den ersätter alla gamla.",
		loanFor:     "För en omröstning på en lånad dator i salen.",
		keyHow:      "Gör en nyckel med ssh-keygen -t ed25519 om du inte har någon, skriv sedan:",
		loanHow:     "Skriv detta på den lånade datorn, och koden när den efterfrågas:",
		unix:        "macOS, Linux:",
		windows:     "Windows (PowerShell):",
		hostKey:     "Serverns värdnyckel ska vara:",
		boothKey:    "och valbåsets:",
		once:        "Koden gäller en gång. Förvara den som en valsedel.",
		aloud:       "Läses den upp: ordföranden har sett ansiktet eller känner rösten, och frågar.",
		lost:        "Borta, eller ogiltigt fast du inte använt det? Säg det genast till ordföranden.",
		instruction: "Låneterminal: skriv koden som står på kortet.", prompt: "Kod: ",
	},
	"da": {
		title: "STEMMEKORT", seat: "plads", code: "KODE",
		keyFor:      "Til en ny nøgle på en ny enhed. Den erstatter alle de gamle.",
		loanFor:     "Til én afstemning på en udlånt computer i salen.",
		keyHow:      "Lav en nøgle med ssh-keygen -t ed25519, hvis du ikke har en, og skriv så:",
		loanHow:     "Skriv dette på den udlånte computer, og koden, når der spørges om den:",
		unix:        "macOS, Linux:",
		windows:     "Windows (PowerShell):",
		hostKey:     "Serverens værtsnøgle skal være:",
		boothKey:    "og stemmeboksens:",
		once:        "Koden gælder én gang. Pas på den som på en stemmeseddel.",
		aloud:       "Læses den op: formanden har set ansigtet eller kender stemmen og spørger.",
		lost:        "Væk, eller ugyldigt, skønt du ikke har brugt det? Sig det straks til formanden.",
		instruction: "Låneterminal: skriv koden, der står på kortet.", prompt: "Kode: ",
	},
}

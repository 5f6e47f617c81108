package words

// Form is the questions that a step asks before it is done.
type Form struct {
	Of, Gone, Optional, Nothing, Chosen, Number, Day, Empty, Few string
}

var swedishForm = Form{
	Of:       "Fråga {n} av {all}",
	Gone:     "Det här kan inte göras just nu, för något har ändrats. Det du har skrivit finns kvar.",
	Optional: "Kan lämnas tomt.",
	Nothing:  "(tomt)",
	Chosen:   "{n} valda. Välj minst {least} och högst {most} med mellanslag.",
	Number:   "Skriv ett tal från {least} till {most}.",
	Day:      "Skriv en dag som 2026-11-30.",
	Empty:    "Skriv något först.",
	Few:      "Välj minst {least} först.",
}

var danishForm = Form{
	Of:       "Spørgsmål {n} af {all}",
	Gone:     "Det her kan ikke gøres lige nu, fordi noget har ændret sig. Det, du har skrevet, er bevaret.",
	Optional: "Kan stå tomt.",
	Nothing:  "(tomt)",
	Chosen:   "{n} valgt. Vælg mindst {least} og højst {most} med mellemrum.",
	Number:   "Skriv et tal fra {least} til {most}.",
	Day:      "Skriv en dag som 2026-11-30.",
	Empty:    "Skriv noget først.",
	Few:      "Vælg mindst {least} først.",
}

var englishForm = Form{
	Of:       "Question {n} of {all}",
	Gone:     "This cannot be done just now, because something has changed. What you have written is kept.",
	Optional: "May be left empty.",
	Nothing:  "(empty)",
	Chosen:   "{n} chosen. Choose at least {least} and at most {most} with the space bar.",
	Number:   "Write a number from {least} to {most}.",
	Day:      "Write a day like 2026-11-30.",
	Empty:    "Write something first.",
	Few:      "Choose at least {least} first.",
}

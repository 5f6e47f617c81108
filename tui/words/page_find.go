package words

// Find is searching in a list.
type Find struct {
	For, Found, None string
}

var swedishFind = Find{
	For:   "Sök: {text}",
	Found: "{n} av {all} visas",
	None:  "Inget passar. Esc visar alla igen.",
}

var danishFind = Find{
	For:   "Søg: {text}",
	Found: "{n} af {all} vises",
	None:  "Intet passer. Esc viser alle igen.",
}

var englishFind = Find{
	For:   "Search: {text}",
	Found: "{n} of {all} shown",
	None:  "Nothing matches. Esc shows all again.",
}

package words

// Hide is the meter of the anonymity set.
type Hide struct{ Among, Few, Alike string }

var swedishHide = Hide{
	Among: "Varje röst göms bland {n}; minst {enough} behövs.",
	Few:   "Färre än {enough}: ett resultat skulle avslöja för mycket om de {n} som har röstat. Låt fler rösta innan du stänger.",
	Alike: "Blir alla röster lika vet alla hur alla röstade.",
}

var danishHide = Hide{
	Among: "Hver stemme skjules blandt {n}; der skal mindst {enough} til.",
	Few:   "Færre end {enough}: et resultat ville røbe for meget om de {n}, der har stemt. Lad flere stemme, før du lukker.",
	Alike: "Bliver alle stemmer ens, ved alle, hvordan alle stemte.",
}

var englishHide = Hide{
	Among: "Each vote hides among {n}; at least {enough} are needed.",
	Few:   "Fewer than {enough}: a result would give away too much about the {n} who have voted. Let more vote before you close.",
	Alike: "If all votes are alike, everybody knows how all voted.",
}

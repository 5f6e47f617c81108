package words

var danishBooth = Booth{
	Title:   "stemmeboks",
	Machine: "Urnens maskine ser dit valg, men ikke hvem du er.",

	WelcomeTitle: "Velkommen til stemmeboksen",
	Welcome:      "Her er ét spørgsmål: {title}. Du markerer én af {n} muligheder, eller stemmer blankt.",
	WelcomeMany:  "Her er ét spørgsmål: {title}. Du markerer præcis {k} af {n} muligheder, eller stemmer blankt.",
	Secrecy:      "Stemmesedlen forsegles, før den lægges i urnen, og åbnes kun sammen med alle de andre, blandet. Sørg for, at ingen ser din skærm.",
	NotSecret:    "Denne afstemning er IKKE hemmelig: stemmesedlerne blandes ikke. Stem ikke her, hvis du er lovet en hemmelig afstemning; sig det til formanden.",
	Rehearsal:    "Dette er en øvelse. Den afgør intet.",
	Trial:        "PRØVEAFSTEMNING: den afgør intet.",
	TrialWelcome: "Dette er en prøveafstemning: alle prøver hele vejen til urnen, før det gælder. Den afgør intet og står ikke i protokollen.",
	Start:        "Du kan gå tilbage og ændre mening, lige til du afgiver din stemme. Tryk Enter for at begynde.",

	ChooseTitle:   "Markér dit valg",
	ChooseOne:     "Markér én. Intet er markeret på forhånd.",
	ChooseMany:    "Markér præcis {k}. Intet er markeret på forhånd.",
	Number:        "Tal markerer.",
	NumberMany:    "Skriv et nummer for at gå dertil.",
	Marked:        "{n} af {k} valgt",
	Blank:         "Blankt: jeg stemmer ikke på nogen af dem",
	NothingMarked: "Intet er markeret endnu. Flyt med pilene, og markér med mellemrum.",
	TooFew:        "{n} af {k} er valgt. Markér præcis {k}, eller Blankt.",
	TooMany:       "{k} er allerede valgt. Fjern først en med mellemrum.",

	WordTitle: "Et ord af dit eget (frivilligt)",
	WordWhy:   "Et ord, som kun du kender, gør din stemmeseddelkode forskellig fra alle andres, uanset hvad maskinen gør. Det blandes ind og kan ikke læses ud af koden.",
	WordHow:   "Skriv noget, ingen kan gætte, og ikke dit navn. Eller lad det stå tomt, og tryk Enter.",
	WordField: "Ord",
	WordEmpty: "(tomt: stemmeboksen vælger tilfældigt)",

	ReviewTitle:  "Er det rigtigt?",
	ReviewChoice: "Du har markeret",
	ReviewBlank:  "BLANKT: du stemmer ikke på nogen af dem.",
	ReviewWord:   "Dit eget ord: {word}",
	ReviewSeal:   "Tryk Enter for at forsegle stemmesedlen. Den afgives ikke ved det. Esc går tilbage for at ændre.",

	SealingTitle: "Forsegler",
	Sealing:      "Stemmesedlen forsegles … Intet er afgivet endnu.",

	CodeTitle:  "Forseglet, men IKKE afgivet endnu",
	NotIn:      "Din stemme er ikke afgivet endnu.",
	CodeIs:     "Din stemmeseddelkode:",
	CodeWhy:    "Skriv mindst de to første grupper ned. Når afstemningen er forseglet, kan du finde koden på den offentlige liste: så er din stemmeseddel talt med, uændret.",
	CodeSafe:   "Koden viser ikke, hvordan du stemte.",
	CodeUnsafe: "Vis den ikke til nogen: stemmesedlerne blandes ikke, så den, der har koden, kan se, hvordan du stemte, når bevisfilen er ude.",
	DropKey:    "k",
	Drop:       "kassér stemmesedlen og gå",
	CodeCast:   "Tryk {key} for at afgive din stemme. Den kan ikke ændres derefter. Esc går tilbage for at ændre.",
	CastYes:    "ja, afgiv min stemme",

	CastingTitle: "Afgiver din stemme",
	Casting:      "Din stemmeseddel lægges i valgurnen … Luk ikke vinduet. Vent, til der står her, at stemmen er afgivet.",

	DoneTitle:  "Din stemme er afgivet",
	Done:       "Valgurnen har den, sikkert gemt. Du skal ikke gøre mere.",
	DoneCode:   "Din stemmeseddelkode:",
	DoneLookup: "Søg den efter forseglingen: {lookup}",
	DoneLeave:  "Tryk q for at forlade stemmeboksen, og luk så vinduet.",

	InTitle: "Din stemme er allerede afgivet",
	In:      "Denne plads har afgivet sin stemme i »{title}«. En stemme kan ikke afgives to gange og ikke ændres. Du skal ikke gøre mere. Var det ikke dig: sig det til formanden nu.",

	NoneTitle: "Ingen afstemning er åben for dig",
	None:      "Tryk q. Når din første side, Nu, siger, at du skal stemme, så gå til stemmeboksen igen.",

	ClosedTitle:  "Afstemningen er lukket",
	Closed:       "Afstemningen »{title}« modtager ikke længere stemmesedler. Din stemme blev IKKE afgivet ved dette besøg. Sig det til formanden, hvis du ikke nåede det.",
	ClosedUnsure: "Afstemningen »{title}« modtager ikke længere stemmesedler. Det er usikkert, om din stemme er afgivet. Skriv din stemmeseddelkode ned: står den på den offentlige liste efter forseglingen, er din stemme talt med. Sig det til formanden.",

	ChangedTitle: "En anden afstemning nu",
	Changed:      "Stemmeboksen gælder nu en anden afstemning, så det, du havde markeret, er kasseret. Intet er afgivet.",

	SealFailed:   "Stemmesedlen kunne ikke forsegles: {error}. Intet er afgivet.",
	SealNext:     "Tryk Enter for at prøve igen. Går det heller ikke da: sig det til formanden.",
	Refused:      "Stemmen blev ikke modtaget: {error}. Dette forsøg lagde intet i urnen.",
	RefusedNext:  "Tryk Enter for at prøve igen, eller sig det til formanden.",
	NoAnswer:     "Der kom intet svar fra valgurnen: {error}. Det er usikkert, om din stemme er afgivet.",
	NoAnswerNext: "Tryk Enter for at prøve igen. Det er ufarligt: samme stemmeseddel tælles kun én gang.",
	LoadFailed:   "Stemmeboksen kan ikke se, hvordan afstemningen står: {error}. Intet er afgivet.",
	LoadNext:     "Den prøver igen af sig selv. Varer det ved: forlad den med q, og sig det til formanden.",

	Earlier: "Et tidligere forsøg sluttede uden svar, så det er usikkert, om din stemme er afgivet. Skriv din stemmeseddelkode ned: står den på den offentlige liste efter forseglingen, er din stemme talt med.",

	Left:         "Afstemningen lukker: {left} tilbage til at stemme.",
	CastNow:      "Tiden er gået. Afgiv din stemme nu, hvis det går.",
	LeaveTitle:   "Forlade stemmeboksen?",
	Leave:        "Din stemme er IKKE afgivet. Går du nu, afgives intet. Du kan komme tilbage, mens afstemningen er åben.",
	LeaveCode:    "Din stemmeseddel er forseglet, men IKKE afgivet. Går du nu, kasseres den. Du kan komme tilbage, mens afstemningen er åben.",
	LeaveCasting: "Vent: din stemmeseddel lægges i valgurnen. Det tager højst et minut.",
}

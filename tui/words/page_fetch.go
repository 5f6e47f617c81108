package words

// Fetch is what observers fetch, and what it proves.
type Fetch struct {
	Title, How, Proves, ProvesCounts, ProvesVotes, ProvesHistory, ProvesOrder, ProvesNot, NotHand,
	NotCoercion, NotHosted, NotEver string
}

var swedishFetch = Fetch{
	Title:         "Hämta och kontrollera",
	How:           "Skriv i ett eget fönster; HOST är adressen du loggade in på.",
	Proves:        "Det här bevisar det",
	ProvesCounts:  "Antalen stämmer: inlagda röster är högst så många som utlämnade röstbevis, och de högst så många som platserna i röstlängden.",
	ProvesVotes:   "Varje valsedel under förseglingen är räknad en gång, och resultatet är summan av dem.",
	ProvesHistory: "Alla ser samma journal: kontrollvittnen har skrivit under att inget har tagits bort eller ändrats.",
	ProvesOrder:   "Lotterna är dragna så som de är antecknade, och kan göras om av vem som helst.",
	ProvesNot:     "Det här bevisar det inte",
	NotHand:       "Att personen bakom nyckeln är den rätta: det svarar ordföranden och sekreteraren för.",
	NotCoercion:   "Att ingen har stått bredvid och sett på eller tvingat någon.",
	NotHosted:     "Att valurnans valbås lade in det val som visades: det kan väljaren prova, eller rösta i eget bås.",
	NotEver:       "Att valsedlarna förblir hemliga för alltid, mot kvantdatorer.",
}

var danishFetch = Fetch{
	Title:         "Hent og kontrollér",
	How:           "Skriv i et eget vindue; HOST er adressen, du loggede ind på.",
	Proves:        "Det beviser",
	ProvesCounts:  "Tallene stemmer: der er højst så mange afgivne stemmer som udleverede stemmebeviser, og højst så mange af dem som pladser på valglisten.",
	ProvesVotes:   "Hver stemmeseddel under forseglingen er talt én gang, og resultatet er summen af dem.",
	ProvesHistory: "Alle ser den samme journal: kontrolvidner har underskrevet, at intet er fjernet eller ændret.",
	ProvesOrder:   "Lodtrækningerne er gjort, som de er ført ind, og kan gentages af enhver.",
	ProvesNot:     "Det beviser det ikke",
	NotHand:       "At personen bag nøglen er den rette: det svarer formand og sekretær for.",
	NotCoercion:   "At ingen har stået ved siden af og set på eller tvunget nogen.",
	NotHosted:     "At valgurnens stemmeboks afgav det valg, der blev vist: det kan vælgeren prøve, eller stemme i egen boks.",
	NotEver:       "At stemmesedlerne forbliver hemmelige for altid, mod kvantecomputere.",
}

var englishFetch = Fetch{
	Title:         "Fetch and verify",
	How:           "Type it in a window of your own; HOST is the address you logged in to.",
	Proves:        "What this proves",
	ProvesCounts:  "The counts agree: no more ballots than tokens issued, and no more tokens than seats on the roll.",
	ProvesVotes:   "Every sealed ballot is counted once, and the result is their sum.",
	ProvesHistory: "Everybody sees the same journal: witnesses have cosigned that nothing was removed or changed.",
	ProvesOrder:   "The lots were drawn as recorded, and anybody can draw them again.",
	ProvesNot:     "What it does not prove",
	NotHand:       "That the person behind a key is the right one: chair and secretary answer for that.",
	NotCoercion:   "That nobody stood beside a voter, watching or forcing.",
	NotHosted:     "That the urn's booth cast the choice it showed: a voter can test that, or use an own booth.",
	NotEver:       "That ballots stay secret for ever, against quantum computers.",
}

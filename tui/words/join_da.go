package words

var danishJoin = Join{
	Banner:   "Egen stemmeboks: dit valg forlader aldrig denne maskine ukrypteret.",
	Touch:    "Rør ved din nøgle: den blinker og venter.",
	Distrust: "STOP. Stem ikke, og sig det til formanden: {error}",
	Missing:  "STOP. Din stemmeseddel i ”{title}” er IKKE blandt de forseglede, selv om urnen gav kvittering. Sig det straks til formanden, og gem filerne på denne maskine.",

	Vote: Told{"Stem nu: {title}", "Stemmeboksen åbnes i dette vindue. Intet lægges i urnen, før du siger til dér."},
	Asks: "Stem nu: {title}. Vælg det nedenfor. Intet lægges i urnen, før du siger til i stemmeboksen.",
	In:   "Din stemme i ”{title}” er afgivet. Der bedes ikke om mere af dig.",

	OwnBegun:    "Din stemme er ikke afgivet endnu: vælg ”Stem nu” og gå videre.",
	OwnCasting:  "Din stemmeseddel er færdig, men det vides ikke, om den er afgivet endnu. Den lægges i urnen af sig selv: lad vinduet stå åbent.",
	OwnIn:       "Din stemme er afgivet.",
	OwnOut:      "Din stemme blev IKKE afgivet: afstemningen lukkede forinden. Sig det til formanden, hvis du ikke nåede det.",
	Included:    "Kontrolleret af denne maskine: din stemmeseddel er blandt de forseglede, uændret.",
	NotIncluded: "DIN STEMMESEDDEL MANGLER blandt de forseglede, selv om urnen gav kvittering. Sig det straks til formanden.",

	DoneLeave: "Tryk q for at gå tilbage til første side.",
	Left:      "Du har forladt stemmeboksen. Første side siger, hvordan det står med din stemme.",

	Help: "Du stemmer i stemmeboksen, som åbnes i dette vindue, når du vælger ”Stem nu”. Første side siger, hvordan det står med din stemme; en stemme, der blev afbrudt, går videre af sig selv, når programmet kører.",

	TrustTitle:      "Er dette det rigtige møde?",
	TrustHow:        "Sammenlign de ti ord med indkaldelsen eller din invitation, højt og ord for ord.",
	TrustAsk:        "Er alle ti ens: skriv det første og det sidste ord, med mellemrum imellem. Er noget forskelligt: tryk Enter, og sig det til formanden.",
	TrustWrong:      "Det er ikke det første og det sidste ord. Intet blev sendt.",
	TrustNeeded:     "Ingen har sammenlignet mødets ord på denne maskine, og her er ingen terminal at spørge i. Intet blev sendt. Tilføj --words og indkaldelsens ti ord, eller --manifest FIL.",
	TrustNot:        "Du bekræftede ikke ordene, så intet blev sendt. Sig det til formanden, hvis de afviger fra indkaldelsen.",
	TrustLater:      "Husket: næste gang spørges der ikke, og ethvert andet møde i dets sted afvises.",
	Passphrase:      "Adgangsfrase til stemmeboksens optegnelser: ",
	PassphraseAgain: "Den samme adgangsfrase en gang til: ",
	KeyPassphrase:   "Adgangsfrase til {file}: ",
}

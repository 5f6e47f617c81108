package words

var swedishJoin = Join{
	Banner:   "Eget valbås: ditt val lämnar aldrig den här datorn okrypterat.",
	Touch:    "Rör vid din nyckel: den blinkar och väntar.",
	Distrust: "STOPP. Rösta inte, och säg till ordföranden: {error}",
	Missing:  "STOPP. Din valsedel i ”{title}” finns INTE bland de förseglade, fastän urnan gav kvitto. Säg genast till ordföranden, och behåll filerna på den här datorn.",

	Vote: Told{"Rösta nu: {title}", "Valbåset öppnas i det här fönstret. Inget läggs i urnan förrän du säger till där."},
	Asks: "Rösta nu: {title}. Välj det nedan. Inget läggs i urnan förrän du säger till i valbåset.",
	In:   "Din röst i ”{title}” är inlagd. Inget mer begärs av dig.",

	OwnBegun:    "Din röst är inte inlagd än: välj ”Rösta nu” och fortsätt.",
	OwnCasting:  "Din valsedel är färdig, men det är inte känt att den är inlagd än. Den läggs i urnan av sig själv: låt fönstret vara öppet.",
	OwnIn:       "Din röst är inlagd.",
	OwnOut:      "Din röst blev INTE inlagd: omröstningen stängdes före. Säg till ordföranden om du inte hann.",
	Included:    "Kontrollerat av den här datorn: din valsedel finns bland de förseglade, oförändrad.",
	NotIncluded: "DIN VALSEDEL FATTAS bland de förseglade, fastän urnan gav kvitto. Säg genast till ordföranden.",

	DoneLeave: "Tryck q för att gå tillbaka till första sidan.",
	Left:      "Du har lämnat valbåset. Första sidan säger hur det står med din röst.",

	Help: "Du röstar i valbåset, som öppnas i det här fönstret när du väljer ”Rösta nu”. Första sidan säger hur det står med din röst; en röst som bröts av går vidare av sig själv när programmet är igång.",

	TrustTitle:      "Är det här rätt sammanträde?",
	TrustHow:        "Jämför de tio orden med kallelsen eller din inbjudan, högt och ord för ord.",
	TrustAsk:        "Är alla tio lika: skriv det första och det sista ordet, med mellanslag emellan. Är något olika: tryck Enter, och säg till ordföranden.",
	TrustWrong:      "Det är inte det första och det sista ordet. Inget skickades.",
	TrustNeeded:     "Ingen har jämfört sammanträdets ord på den här datorn, och här finns ingen terminal att fråga i. Inget skickades. Lägg till --words och kallelsens tio ord, eller --manifest FIL.",
	TrustNot:        "Du bekräftade inte orden, så inget skickades. Säg till ordföranden om de skiljer sig från kallelsen.",
	TrustLater:      "Sparat: nästa gång frågas inget, och varje annat sammanträde i dess ställe avvisas.",
	Passphrase:      "Lösenfras för valbåsets anteckningar: ",
	PassphraseAgain: "Samma lösenfras en gång till: ",
	KeyPassphrase:   "Lösenfras för {file}: ",
}

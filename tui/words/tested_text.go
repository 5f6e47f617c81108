package words

var swedishTest = Test{
	Step: Told{"Prova vägen till valurnan", "Din nyckel, ditt fönster och vägen till valurnan provas. Ingen valsedel berörs, och det kan göras om."},

	Key:          "Nyckel: du är inloggad som {name} med nyckeln {print}.",
	WindowFits:   "Fönster: {cols}x{rows} tecken, det räcker.",
	WindowSmall:  "Fönster: {cols}x{rows} tecken, det är för litet.",
	WindowUntold: "Fönster: storleken är inte känd. Skriv ssh -t i stället för ssh, så provas den också; med numrerade rader spelar den ingen roll.",
	UrnAnswers:   "Valurna: den svarar röstlängdstjänsten på {address}, med den nyckel som manifestet har.",
	UrnSilent:    "Valurna: den svarar inte röstlängdstjänsten på {address}.",
	UrnOther:     "Valurna: det som svarar på {address} har EN ANNAN NYCKEL än manifestets.",
	NoBallot:     "Ingen valsedel har berörts.",

	TrialNone:  "Provomröstning: ingen är öppen för dig just nu.",
	TrialOpen:  "Provomröstning: den är öppen. Pröva att rösta i den; den avgör ingenting.",
	TrialToken: "Provomröstning: röstbeviset för din plats är hämtat. Såg du att din röst är inlagd, så har hela vägen fungerat. Annars: gå tillbaka till valbåset.",
	TrialVoted: "Provomröstning: du har röstat i den. Hela vägen har fungerat.",
	TrialGo:    "Öppna ett andra terminalfönster, låt det här stå öppet, och skriv där exakt så här:",
	TrialKey:   "Valurnans nyckel: {print}. Den ska vara densamma i din inbjudan och när ssh frågar. Annars: svara nej och ring numret på inbjudan.",

	Passed:     "Klart. Du behöver inte göra något mer före sammanträdet. Jämför valurnans fingeravtryck med din inbjudan första gången du går till valbåset.",
	MendWindow: "Gör nu: gör fönstret minst {needcols}x{needrows} tecken, eller texten mindre, och prova igen.",
	MendUrn:    "Gör nu: vänta en stund och prova igen. Förblir det så: ring numret på din inbjudan. Felet är inte ditt.",
	MendHost:   "Gör nu: rösta inte, och ring numret på din inbjudan. Felet är inte ditt.",

	ListTitle:  "{passed} av {all} har provat och är klara.",
	ListVoted:  "klar; har röstat på prov",
	ListPassed: "klar", ListWindow: "har provat; fönstret är för litet", ListUrn: "har provat; valurnan svarade inte",
	ListHost: "har provat; valurnan hade en annan nyckel", ListNot: "har inte provat",
}

var danishTest = Test{
	Step: Told{"Prøv vejen til valgurnen", "Din nøgle, dit vindue og vejen til valgurnen prøves. Ingen stemmeseddel berøres, og det kan gøres om."},

	Key:          "Nøgle: du er logget ind som {name} med nøglen {print}.",
	WindowFits:   "Vindue: {cols}x{rows} tegn, det er nok.",
	WindowSmall:  "Vindue: {cols}x{rows} tegn, det er for lidt.",
	WindowUntold: "Vindue: størrelsen er ikke kendt. Skriv ssh -t i stedet for ssh, så prøves den også; med nummererede linjer betyder den ikke noget.",
	UrnAnswers:   "Valgurne: den svarer valglistetjenesten på {address} med den nøgle, manifestet har.",
	UrnSilent:    "Valgurne: den svarer ikke valglistetjenesten på {address}.",
	UrnOther:     "Valgurne: det, der svarer på {address}, har EN ANDEN NØGLE end manifestets.",
	NoBallot:     "Ingen stemmeseddel er berørt.",

	TrialNone:  "Prøveafstemning: ingen er åben for dig lige nu.",
	TrialOpen:  "Prøveafstemning: den er åben. Prøv at stemme i den; den afgør intet.",
	TrialToken: "Prøveafstemning: stemmebeviset for din plads er hentet. Så du, at din stemme er afgivet, har hele vejen virket. Ellers: gå tilbage til stemmeboksen.",
	TrialVoted: "Prøveafstemning: du har stemt i den. Hele vejen har virket.",
	TrialGo:    "Åbn et andet terminalvindue, lad det her stå åbent, og skriv præcis sådan der:",
	TrialKey:   "Valgurnens nøgle: {print}. Den skal være den samme i din invitation, og når ssh spørger. Ellers: svar nej, og ring til nummeret på invitationen.",

	Passed:     "Færdig. Du skal ikke gøre mere før mødet. Sammenlign valgurnens fingeraftryk med din invitation, første gang du går til stemmeboksen.",
	MendWindow: "Gør nu: gør vinduet mindst {needcols}x{needrows} tegn, eller teksten mindre, og prøv igen.",
	MendUrn:    "Gør nu: vent lidt, og prøv igen. Bliver det ved, så ring til nummeret på din invitation. Fejlen er ikke din.",
	MendHost:   "Gør nu: stem ikke, og ring til nummeret på din invitation. Fejlen er ikke din.",

	ListTitle:  "{passed} af {all} har prøvet og er klar.",
	ListVoted:  "klar; har stemt på prøve",
	ListPassed: "klar til mødet", ListWindow: "har prøvet; vinduet er for lille", ListUrn: "har prøvet; valgurnen svarede ikke",
	ListHost: "har prøvet; valgurnen havde en anden nøgle", ListNot: "har ikke prøvet",
}

var englishTest = Test{
	Step: Told{"Try the way to the urn", "Your key, your window and the way to the urn are tried. No ballot is touched, and you may do it again."},

	Key:          "Key: you are logged in as {name} with the key {print}.",
	WindowFits:   "Window: {cols}x{rows} characters, that is enough.",
	WindowSmall:  "Window: {cols}x{rows} characters, that is too small.",
	WindowUntold: "Window: its size is not known. Write ssh -t in the place of ssh and it is tried too; with numbered lines it does not matter.",
	UrnAnswers:   "Urn: it answers the registrar at {address}, with the key that the manifest has.",
	UrnSilent:    "Urn: it does not answer the registrar at {address}.",
	UrnOther:     "Urn: what answers at {address} has ANOTHER KEY than the manifest's.",
	NoBallot:     "No ballot was touched.",

	TrialNone:  "Trial ballot: none is open to you just now.",
	TrialOpen:  "Trial ballot: it is open. Try to vote in it; it decides nothing.",
	TrialToken: "Trial ballot: the token for your seat has been collected. If you saw that your vote is in, the whole way has worked. If not: go back to the booth.",
	TrialVoted: "Trial ballot: you have voted in it. The whole way has worked.",
	TrialGo:    "Open a second terminal window, leave this one open, and type there exactly this:",
	TrialKey:   "The urn's key: {print}. It must be the same in your invitation, and when ssh asks. If not: answer no and ring the number on your invitation.",

	Passed:     "Done. There is nothing more to do before the meeting. Compare the urn's fingerprint with your invitation the first time that you go to the booth.",
	MendWindow: "Now: make the window at least {needcols}x{needrows} characters, or the letters smaller, and try again.",
	MendUrn:    "Now: wait a while and try again. If it stays so, ring the number on your invitation. The fault is not yours.",
	MendHost:   "Now: do not vote, and ring the number on your invitation. The fault is not yours.",

	ListTitle:  "{passed} of {all} have tried and are ready.",
	ListVoted:  "ready; has voted in a trial",
	ListPassed: "ready", ListWindow: "has tried; the window is too small", ListUrn: "has tried; the urn did not answer",
	ListHost: "has tried; the urn had another key", ListNot: "has not tried",
}

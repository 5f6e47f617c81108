package words

var danishInvite = Invite{
	Title:     "Invitation til øvelse i hemmelig afstemning",
	Rehearsal: "Dette er en øvelse: intet af det, der stemmes om, gælder. Vælg frit, og stem ikke om noget, der betyder noget for dig.",
	Hosted:    "Ved øvelsen må du bruge stemmeboksen på valgurnens maskine, som ikke kræver andet end ssh. Urnens maskine ser dit valg, men ikke hvem du er; valglistetjenesten ved, hvem du er, men ser kun det forseglede.",

	For: "Til", Substitute: "stedfortræder nr. {order}", Meeting: "Møde", Day: "Dag", Place: "Sted", Remote: "På afstand?",
	Contact: "Spørgsmål", Phone: "Problemer? Ring", Key: "Din nøgle",

	RemoteBy:      "Meld det til både sekretæren, {secretary}, og formanden, {chair}, senest {day}. [A04]",
	RemoteByChair: "Meld det til formanden, {chair}, og til den, der er sekretær, senest {day}. [A04]",
	RemoteRules:   "Jeres egne regler siger, hvornår det senest skal meldes, og til hvem.",

	WordsTitle:  "Mødets ti ord",
	WordsHow:    "De står også i indkaldelsen, og formanden kan læse dem op. Er et eneste ord anderledes, så log ikke ind, men ring.",
	PrintsTitle: "De to nøgler",
	PrintsHow:   "Et program, der spørger, om det kender en vært, viser et fingeraftryk. Det skal være et af disse to; svar ellers nej, og ring. Tro kun på valgurnens fingeraftryk fra dette ark, ikke fra nogen skærm.",
	Registrar:   "Login", Urn: "Stemmeboks",

	StepsTitle: "Sådan gør du",
	Try:        "Nogle dage før, der hvor du skal sidde: prøv din nøgle, dit vindue og vejen til valgurnen, og stem i prøveafstemningen, hvis den er åben.",
	Desk:       "På aftenen: log ind, og meld dig mødt. Skærmen siger, hvad der bedes om; ? forklarer.",
	Booth:      "Når en afstemning åbner: lad det første vindue stå åbent, åbn et til, og gå til stemmeboksen.",
	In:         "Du har stemt, når skærmen siger, at din stemme er afgivet. Sagde den det aldrig, så gå tilbage til stemmeboksen.",
	WaysTitle:  "Med dit program",

	Windows: Told{"Windows Terminal", "Tryk på Windowstasten, skriv terminal, tryk Enter, og skriv kommandoen. Ctrl+Skift+T åbner en ny fane til stemmeboksen. Bliver du spurgt om et fingeraftryk, så sammenlign med det ovenfor, og skriv yes."},
	Mac:     Told{"Terminal i macOS", "Tryk Cmd+mellemrum, skriv terminal, tryk Enter, og skriv kommandoen. Cmd+T åbner en ny fane til stemmeboksen. Bliver du spurgt om et fingeraftryk, så sammenlign med det ovenfor, og skriv yes."},
	Putty:   Told{"PuTTY 0.78 eller nyere", "Login: Host Name {host}, Port {port}; din nøgle (.ppk fra PuTTYgen) under Connection, SSH, Auth, Credentials; bruger member under Connection, Data. Gem som desk. Stemmeboks: Host Name {urnhost}, Port {urnport}, bruger ballot, ingen nøgle, Pageant fravalgt; vælg under Connection, Proxy SSH to proxy and use port forwarding med desk som proxy hostname."},
	Tablet:  Told{"iPad: Blink, Termius og andre", "Opret en vært til login: {host}, port {port}, bruger member, din nøgle. Opret en til stemmeboksen: {urnhost}, port {urnport}, bruger ballot, ingen nøgle, og den første som mellemled (jump host, ProxyJump eller host chain). Hav begge åbne side om side, for en app i baggrunden bliver afbrudt."},
	Join:    Told{"Programmet valurna, med stemmeboksen på din egen maskine", "Alt i ét vindue; dit valg forlader kun maskinen forseglet. Programmet spørger om det første og det sidste af de ti ord."},

	ConfigTitle: "Til den, der har en ssh_config: ingen spørgsmål og ingen omvej",
	ConfigHow:   "I filen config i mappen .ssh. Derefter: ssh valurna-desk, og til stemmeboksen ssh valurna-booth.",
	HostsHow:    "I filen valurna_hosts i samme mappe, hver linje ubrudt:",

	Weekdays: Weekdays{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},

	Decides: InviteDecides{
		Title: "Invitation til at logge ind og stemme",
		Gate:  "Det, der stemmes om, gælder. Er det ikke vist, at stemmerne forbliver hemmelige, at alle tælles, og at enhver kan kontrollere det, åbnes ingen hemmelig afstemning, og skærmen siger, hvad der mangler.",

		Until:  "Ansøg senest {day}, som trin 1 siger. [A04]",
		Never:  "Det må ingen ved dette møde: ingen beslutning tillader det.",
		Apply:  "Kun hvis du vil deltage på afstand: ansøg senest {day} med dine særlige grunde i stedet for {reason}. Ansøgningen går til både sekretæren og formanden, og formanden afgør.",
		Reason: "GRUND",

		Hosted: "Du stemmer med programmet valurna eller i stemmeboksen på valgurnens maskine, som ikke kræver andet end ssh. Når du er logget ind, siger skærmen, om den stemmeboks må bruges ved mødet: først skal nogen bevidne, at den, der driver urnen, er uafhængig. Urnens maskine ser dit valg, men ikke hvem du er; valglistetjenesten ved, hvem du er, men ser kun det forseglede.",
		Booth:  "Når en afstemning åbner: lad det første vindue stå åbent. Siger det, at stemmeboksen må bruges, så åbn et til, og gå derhen; stem ellers med programmet valurna, se nedenfor.",

		Own:     "Du stemmer med programmet valurna: en fil til Windows, macOS og Linux, som du får af den, der sender dette ark. Dit valg forlader kun maskinen forseglet. Prøv det i god tid: der er ingen anden stemmeboks ved dette møde.",
		Urn:     "Valgurne",
		Try:     "Nogle dage før, der hvor du skal sidde: start programmet, sammenlign de ti ord, skriv det første og det sidste, og stem i prøveafstemningen, hvis den er åben.",
		Desk:    "På aftenen: start det igen, og meld dig mødt. Skærmen siger, hvad der bedes om; ? forklarer.",
		Vote:    "Når en afstemning åbner: vælg ”Stem nu” i samme vindue.",
		In:      "Du har stemt, når skærmen siger, at din stemme er afgivet. Lad vinduet stå åbent, til det siger, at din stemmeseddel er blandt de forseglede.",
		Windows: Told{"Windows Terminal", "Gem programmet som valurna.exe i din hjemmemappe. Tryk på Windowstasten, skriv terminal, tryk Enter, og skriv kommandoen med .\\ foran."},
		Mac:     Told{"Terminal i macOS", "Gem programmet som valurna i din hjemmemappe. Tryk Cmd+mellemrum, skriv terminal, tryk Enter, skriv én gang chmod +x valurna og derefter kommandoen med ./ foran."},
		Other:   Told{"PuTTY, iPad, telefon", "De når login ({host}, port {port}, bruger member, din nøgle), men ingen stemmeboks: for at stemme skal du have en computer med programmet. Sig til i god tid, hvis du ikke har nogen."},

		ConfigHow: "I filen config i mappen .ssh. Derefter: ssh valurna-desk. Programmet valurna har ikke brug for den.",
	},
}

package words

var swedishInvite = Invite{
	Title:     "Inbjudan till övning i sluten omröstning",
	Rehearsal: "Det här är en övning: inget som röstas fram gäller. Välj fritt, och rösta inte om något som betyder något för dig.",
	Hosted:    "På övningen får du använda valbåset på valurnans dator, som inte kräver annat än ssh. Urnans dator ser ditt val men inte vem du är; röstlängdstjänsten vet vem du är men ser bara det förseglade.",

	For: "Till", Substitute: "ersättare nr {order}", Meeting: "Sammanträde", Day: "Dag", Place: "Plats", Remote: "På distans?",
	Contact: "Frågor", Phone: "Krångel? Ring", Key: "Din nyckel",

	RemoteBy:      "Anmäl det till både sekreteraren, {secretary}, och ordföranden, {chair}, senast {day}. [A04]",
	RemoteByChair: "Anmäl det till ordföranden, {chair}, och till den som är sekreterare senast {day}. [A04]",
	RemoteRules:   "Era egna regler säger när det senast ska anmälas, och till vem.",

	WordsTitle:  "Sammanträdets tio ord",
	WordsHow:    "De står också i kallelsen, och ordföranden kan läsa upp dem. Skiljer sig ett enda ord: logga inte in, utan ring.",
	PrintsTitle: "De två nycklarna",
	PrintsHow:   "Ett program som frågar om det känner igen en värd visar ett fingeravtryck. Det ska vara ett av de här två; svara annars nej, och ring. Tro på valurnans fingeravtryck bara från det här bladet, inte från någon skärm.",
	Registrar:   "Inloggning", Urn: "Valbås",

	StepsTitle: "Så gör du",
	Try:        "Några dagar före, där du ska sitta: prova din nyckel, ditt fönster och vägen till valurnan, och rösta i provomröstningen om den är öppen.",
	Desk:       "På kvällen: logga in och anmäl närvaro. Skärmen säger vad som begärs av dig; ? förklarar.",
	Booth:      "När en omröstning öppnas: låt det första fönstret vara öppet, öppna ett till och gå till valbåset.",
	In:         "Du har röstat när skärmen säger: din röst är inlagd. Sa den aldrig det, gå tillbaka till valbåset.",
	WaysTitle:  "Med ditt program",

	Windows: Told{"Windows Terminal", "Tryck på Windowstangenten, skriv terminal, tryck Enter och skriv kommandot. Ctrl+Skift+T öppnar en andra flik för valbåset. Får du frågan om ett fingeravtryck: jämför med ovan och skriv yes."},
	Mac:     Told{"Terminal i macOS", "Tryck Cmd+mellanslag, skriv terminal, tryck Enter och skriv kommandot. Cmd+T öppnar en andra flik för valbåset. Får du frågan om ett fingeravtryck: jämför med ovan och skriv yes."},
	Putty:   Told{"PuTTY 0.78 eller senare", "Inloggning: Host Name {host}, Port {port}; din nyckel (.ppk från PuTTYgen) under Connection, SSH, Auth, Credentials; användare member under Connection, Data. Spara som desk. Valbås: Host Name {urnhost}, Port {urnport}, användare ballot, ingen nyckel, Pageant avbockat; välj under Connection, Proxy SSH to proxy and use port forwarding med desk som proxy hostname."},
	Tablet:  Told{"iPad: Blink, Termius med flera", "Lägg upp en värd för inloggningen: {host}, port {port}, användare member, din nyckel. Lägg upp en för valbåset: {urnhost}, port {urnport}, användare ballot, ingen nyckel, och den första som mellanled (jump host, ProxyJump eller host chain). Ha båda öppna sida vid sida, för en app i bakgrunden kopplas ner."},
	Join:    Told{"Programmet valurna, med valbåset på din egen dator", "Allt i ett fönster; ditt val lämnar datorn bara förseglat. Programmet frågar efter det första och det sista av de tio orden."},

	ConfigTitle: "För den som har en ssh_config: inga frågor, och ingen omväg",
	ConfigHow:   "I filen config i mappen .ssh. Sedan: ssh valurna-desk, och till valbåset ssh valurna-booth.",
	HostsHow:    "I filen valurna_hosts i samma mapp, varje rad obruten:",

	Weekdays: Weekdays{"söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"},

	Decides: InviteDecides{
		Title: "Inbjudan att logga in och rösta",
		Gate:  "Det som röstas fram gäller. Är det inte visat att rösterna förblir hemliga, att alla räknas och att vem som helst kan kontrollera det, så öppnas ingen sluten omröstning, och skärmen säger vad som fattas.",

		Until:  "Ansök senast {day}, så som steg 1 säger. [A04]",
		Never:  "Det får ingen på det här sammanträdet: inget beslut tillåter det.",
		Apply:  "Bara om du vill delta på distans: ansök senast {day}, med dina särskilda skäl i stället för {reason}. Ansökan går till både sekreteraren och ordföranden, och ordföranden avgör.",
		Reason: "SKÄL",

		Hosted: "Du röstar med programmet valurna, eller i valbåset på valurnans dator, som inte kräver annat än ssh. När du har loggat in säger skärmen om det valbåset får användas på sammanträdet: först måste någon intyga att den som driver urnan är oberoende. Urnans dator ser ditt val men inte vem du är; röstlängdstjänsten vet vem du är men ser bara det förseglade.",
		Booth:  "När en omröstning öppnas: låt det första fönstret vara öppet. Säger det att valbåset får användas, öppna ett till och gå dit; rösta annars med programmet valurna, se nedan.",

		Own:     "Du röstar med programmet valurna: en fil för Windows, macOS och Linux, som du får av den som skickar det här bladet. Ditt val lämnar datorn bara förseglat. Prova i god tid: något annat valbås finns inte på det här sammanträdet.",
		Urn:     "Valurna",
		Try:     "Några dagar före, där du ska sitta: starta programmet, jämför de tio orden, skriv det första och det sista, och rösta i provomröstningen om den är öppen.",
		Desk:    "På kvällen: starta det igen och anmäl närvaro. Skärmen säger vad som begärs av dig; ? förklarar.",
		Vote:    "När en omröstning öppnas: välj ”Rösta nu” i samma fönster.",
		In:      "Du har röstat när skärmen säger: din röst är inlagd. Låt fönstret vara öppet tills det säger att din valsedel finns bland de förseglade.",
		Windows: Told{"Windows Terminal", "Spara programmet som valurna.exe i din hemmapp. Tryck på Windowstangenten, skriv terminal, tryck Enter och skriv kommandot med .\\ framför."},
		Mac:     Told{"Terminal i macOS", "Spara programmet som valurna i din hemmapp. Tryck Cmd+mellanslag, skriv terminal, tryck Enter, skriv en gång chmod +x valurna, och sedan kommandot med ./ framför."},
		Other:   Told{"PuTTY, iPad, telefon", "De når inloggningen ({host}, port {port}, användare member, din nyckel) men inget valbås: för att rösta behöver du en dator med programmet. Säg till i god tid om du inte har någon."},

		ConfigHow: "I filen config i mappen .ssh. Sedan: ssh valurna-desk. Programmet valurna behöver den inte.",
	},
}

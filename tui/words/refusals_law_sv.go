package words

// swedishLaw are the refusals by rules that are sources of law. Each is true of every
// reason for which its rule refuses; the reason itself stands before it (Why).
var swedishLaw = map[string]refusal{
	"A01": {
		"Att delta på distans kräver ett särskilt skäl, och stöd i det beslut som tillåter det. Ingenting har antecknats.",
		"Skriv skälet: remote apply SKÄL",
	},
	"A02": {
		"Den som deltar på distans är med först när ordföranden har släppt in personen, med ljud och bild i realtid. Ingenting har antecknats.",
		"Ordföranden släpper in personen (remote admit) eller antecknar att personen är i rummet (remote inroom).",
	},
	"A03": {
		"Alla ska se och höra varandra på lika villkor, och var och en bekräftar det för egen del. Ingenting har antecknats.",
		"Den som fattas bekräftar bild och ljud: remote sees all. För rummet gör ordföranden det: room sees all",
	},
	"A04": {
		"En anmälan om distansdeltagande ska ha nått både sekreteraren och ordföranden i tid. Ingenting har antecknats.",
		"Den som inte har anmält sig i tid deltar i rummet. Tala med ordföranden.",
	},
	"A05": {
		"Ordföranden ensam avgör vem som får delta på distans, och ett uteblivet svar är inget ja. Ingenting har antecknats.",
		"Anmälan görs med remote apply SKÄL. Ordföranden svarar (remote grant eller remote refuse), och identifierar och släpper in den som fått ja.",
	},
	"A06": {
		"Den som deltar på distans ska sitta så att ingen obehörig ser eller hör, och säga det för sammanträdet och på nytt för varje ärende med sluten omröstning. Ingenting har antecknats.",
		"Personen bekräftar att ingen annan ser eller hör: remote alone",
	},
	"A11": {
		"Sammanträdet hålls på en plats med minst en ledamot i rummet, och den som leder rummet säger vem som är där. Ingenting har antecknats.",
		"Visa dig för ordföranden, som antecknar det: remote inroom PERSON. Utan plats, eller utan någon i rummet, kan ingen delta på distans.",
	},
	"A13": {
		"Alla ska kunna identifieras säkert: ordföranden känner ansikte och röst, och hör de två ord som personens egen skärm visar. Ingenting har antecknats.",
		"Låt personen läsa orden från sin skärm, och skriv: remote identify PERSON ORD ORD. Stämmer de inte är det inte personens nyckel.",
	},
	"A14": {
		"Är ljud eller bild borta avbryts sammanträdet, tills alla åter deltar på lika villkor. Ingenting har antecknats.",
		"När förbindelsen är tillbaka (remote back) bekräftar alla bild och ljud på nytt. Är sammanträdet ajournerat återupptar ordföranden det: meeting resume",
	},
	"A15": {
		"Ett ärende avgörs först när alla som deltar på distans har fått de handlingar som delats ut. Ingenting har antecknats.",
		"Låt personen läsa handlingen och kvittera den: paper got HANDLING",
	},
	"A20": {
		"Där en sluten omröstning kan komma att hållas deltar ingen på distans förrän garantierna är visade. Det som inte är visat gäller inte. Ingenting har antecknats.",
		"Se vad som fattas (gate), ordna det och gör steget igen. Annars hålls sammanträdet med alla i rummet.",
	},
	"A21": {
		"Ordföranden frågar var och en på distans om någon annan ser eller hör, och ska vara nöjd med svaret. Ingen intygar det för sig själv. Ingenting har antecknats.",
		"Fråga personen och anteckna svaret: remote asked PERSON yes",
	},
	"A22": {
		"Den som deltar på distans svarar själv för att ingen annan ser eller hör. Tills det är ordnat avgörs ingenting. Ingenting har antecknats.",
		"Personen går undan och säger till (remote back), bekräftar att ingen annan ser eller hör (remote alone), och ordföranden frågar på nytt (remote asked).",
	},
	"A24": {
		"Utskott och fullmäktigeberedningar sammanträder i ett rum. Lagen ger ingen rätt att delta på distans där, och inget undantag kan göras. Ingenting har antecknats.",
		"Delta i rummet, eller låt en ersättare göra det.",
	},
	"A25": {
		"Sammanträdet är inte beslutsfört. På distans räknas bara den som är insläppt och har ljud och bild. Ingenting har antecknats.",
		"Vänta tills fler är med, kalla in ersättare (substitute PLATS) eller ajournera: meeting adjourn quorum",
	},
	"KL 4:27": {
		"Reservera sig får den som har deltagit i avgörandet av ärendet, innan sammanträdet avslutas. Ingenting har antecknats.",
		"Vänta tills ärendet är avgjort, och skriv: dissent ÄRENDE. Den som avstod i omröstningen har inte deltagit.",
	},
	"KL 5:13": {
		"Fullmäktiges sammanträde ska tillkännages på anslagstavlan, och alla kallas, minst en vecka före dagen. Sammanträdet är inte öppnat.",
		"Sekreteraren antecknar de två dagarna: notice ANSLAGEN KALLAD. Kom de för sent hålls sammanträdet en annan dag.",
	},
	"KL 5:16": {
		"Ledamöter får delta på distans bara om fullmäktige (i en förening: stadgarna) har beslutat det, och manifestet nämner beslutet. Ingenting har antecknats.",
		"Delta i rummet. Finns beslutet ska det skrivas in i organets fil och manifestet göras om före sammanträdet.",
	},
	"KL 5:18": {
		"Ersättarna tjänstgör i den ordning som är bestämd mellan dem. Ingenting har antecknats.",
		"En ersättare som har kommit säger till: standby here. Ordföranden kallar in den som står först: substitute PLATS",
	},
	"KL 5:20": {
		"Den som har avbrutit tjänstgöringen av annat skäl än jäv får inte tjänstgöra igen samma dag. Ingenting har antecknats.",
		"Kalla in en ersättare: substitute PLATS",
	},
	"KL 5:47": {
		"Den som är jävig deltar inte i handläggningen av ärendet. Ingenting har antecknats.",
		"Låt någon annan göra det. Är ordföranden jävig tar en vice ordförande över: chair PERSON disqualified",
	},
	"KL 5:50": {
		"Yrkanden om bordläggning och återremiss prövas för sig, före själva saken, och en återremiss motiveras. Ingenting har antecknats.",
		"Ställ proposition på det yrkandet först: question YRKANDE. Återremiss yrkas med skäl: motion remit SKÄL",
	},
	"KL 5:53": {
		"Beslut fattas i ordning. Överläggningen avslutas. Alla förslag läggs fram så att de kan besvaras med ja eller nej. Ordföranden säger vad som har beslutats. Klubban faller om ingen begär omröstning. Ingenting har antecknats.",
		"Gör nästa steg i ordningen: item debated, question, question approved, acclaim, och sedan gavel eller, om omröstning är begärd, vote open",
	},
	"KL 5:54": {
		"Omröstningar är öppna, utom i ärenden om val eller anställning av personal: där är de slutna. Ingenting har antecknats.",
		"Håll den omröstning som ärendet kräver: vote open, eller vid val och anställning ballot open ÄRENDE. Pågår den redan: vänta tills den är klar.",
	},
	"KL 5:56": {
		"Vid lika röstetal har ordföranden utslagsröst, också om ordföranden har avstått. Inget resultat har antecknats.",
		"Ordföranden avger utslagsrösten: vote result yes eller vote result no",
	},
	"KL 5:57": {
		"När överläggningen är avslutad läggs inget nytt fram och inget tas tillbaka. Ingenting har antecknats.",
		"Ordföranden ställer proposition på de yrkanden som finns: question YRKANDE [YRKANDE …]",
	},
	"KL 6:30": {
		"Den som är jävig i en nämnd varken deltar i handläggningen eller är närvarande vid den. Ingenting har antecknats.",
		"Personen lämnar sin plats och rummet medan ärendet handläggs, och kommer tillbaka efteråt. Är ordföranden jävig tar en vice ordförande över: chair PERSON disqualified",
	},
	"KL 6:33": {
		"Också i en nämnd prövas bordläggning och återremiss för sig, före själva saken. Ingenting har antecknats.",
		"Ställ proposition på det yrkandet först: question YRKANDE",
	},
	"87.1.4": {
		"Enligt det danska ministeriets uttalande 87.1.4 röstar en dansk kommunalbestyrelse inte hemligt. Ingenting har antecknats.",
		"Håll en öppen omröstning med namn: vote open",
	},
}

package words

// danishLaw is as swedishLaw.
var danishLaw = map[string]refusal{
	"A01": {
		"Fjerndeltagelse kræver en særlig grund og hjemmel i den beslutning, der tillader det. Intet er ført ind.",
		"Skriv grunden: remote apply GRUND",
	},
	"A02": {
		"Den, der deltager ved fjerndeltagelse, er først med, når formanden har lukket personen ind, med lyd og billede i realtid. Intet er ført ind.",
		"Formanden lukker personen ind (remote admit) eller fører ind, at personen er i lokalet (remote inroom).",
	},
	"A03": {
		"Alle skal se og høre hinanden på lige vilkår, og hver især bekræfter det for egen del. Intet er ført ind.",
		"Den, der mangler, bekræfter billede og lyd: remote sees all. For lokalet gør formanden det: room sees all",
	},
	"A04": {
		"En anmodning om fjerndeltagelse skal have nået både sekretæren og formanden i tide. Intet er ført ind.",
		"Den, der ikke har anmodet i tide, deltager i lokalet. Tal med formanden.",
	},
	"A05": {
		"Formanden alene afgør, hvem der må deltage ved fjerndeltagelse, og et udeblevet svar er ikke et ja. Intet er ført ind.",
		"Man anmoder med remote apply GRUND. Formanden svarer (remote grant eller remote refuse) og identificerer og lukker den ind, der har fået ja.",
	},
	"A06": {
		"Den, der deltager ved fjerndeltagelse, skal sidde, så ingen uvedkommende ser eller hører, og sige det for mødet og på ny for hver sag med hemmelig afstemning. Intet er ført ind.",
		"Personen bekræfter, at ingen anden ser eller hører: remote alone",
	},
	"A11": {
		"Mødet holdes på et sted med mindst ét medlem i lokalet, og den, der leder lokalet, siger, hvem der er der. Intet er ført ind.",
		"Vis dig for formanden, der fører det ind: remote inroom PERSON. Uden et sted, eller uden nogen i lokalet, kan ingen deltage ved fjerndeltagelse.",
	},
	"A13": {
		"Alle skal kunne identificeres sikkert: formanden kender ansigt og stemme og hører de to ord, som personens egen skærm viser. Intet er ført ind.",
		"Lad personen læse ordene fra sin skærm, og skriv: remote identify PERSON ORD ORD. Passer de ikke, er det ikke personens nøgle.",
	},
	"A14": {
		"Er lyd eller billede væk, afbrydes mødet, til alle igen deltager på lige vilkår. Intet er ført ind.",
		"Når forbindelsen er tilbage (remote back), bekræfter alle billede og lyd på ny. Er mødet afbrudt, genoptager formanden det: meeting resume",
	},
	"A15": {
		"En sag afgøres først, når alle, der deltager ved fjerndeltagelse, har fået de bilag, der er delt ud. Intet er ført ind.",
		"Lad personen læse bilaget og kvittere for det: paper got BILAG",
	},
	"A20": {
		"Hvor der kan blive holdt hemmelig afstemning, deltager ingen ved fjerndeltagelse, før garantierne er vist. Det, der ikke er vist, gælder ikke. Intet er ført ind.",
		"Se, hvad der mangler (gate), bring det i orden, og gør skridtet igen. Ellers holdes mødet med alle i lokalet.",
	},
	"A21": {
		"Formanden spørger hver fjerndeltager, om nogen anden ser eller hører, og skal være tilfreds med svaret. Ingen bekræfter det for sig selv. Intet er ført ind.",
		"Spørg personen, og før svaret ind: remote asked PERSON yes",
	},
	"A22": {
		"Den, der deltager ved fjerndeltagelse, står selv inde for, at ingen anden ser eller hører. Før det er i orden, afgøres intet. Intet er ført ind.",
		"Personen går for sig selv og siger til (remote back), bekræfter, at ingen anden ser eller hører (remote alone), og formanden spørger på ny (remote asked).",
	},
	"A24": {
		"Svenske underudvalg (utskott og fullmäktigeberedning) holder møde i ét lokale. Loven giver ingen ret til fjerndeltagelse der, og der kan ikke gøres nogen undtagelse. Intet er ført ind.",
		"Deltag i lokalet, eller lad en stedfortræder gøre det.",
	},
	"A25": {
		"Mødet er ikke beslutningsdygtigt. Ved fjerndeltagelse tæller kun den, der er lukket ind og har lyd og billede. Intet er ført ind.",
		"Vent, til flere er med, indkald stedfortrædere (substitute PLADS), eller afbryd mødet: meeting adjourn quorum",
	},
	"KL 4:27": {
		"Afvigende mening kan den anmelde, der har deltaget i sagens afgørelse, før mødet afsluttes. Intet er ført ind.",
		"Vent, til sagen er afgjort, og skriv: dissent SAG. Den, der undlod at stemme, har ikke deltaget.",
	},
	"KL 5:13": {
		"Et møde i kommunalbestyrelsen (fullmäktige) skal bekendtgøres på opslagstavlen, og alle indkaldes, mindst en uge før dagen. Mødet er ikke åbnet.",
		"Sekretæren fører de to dage ind: notice OPSLÅET INDKALDT. Kom de for sent, holdes mødet en anden dag.",
	},
	"KL 5:16": {
		"Medlemmer må kun deltage ved fjerndeltagelse, hvis kommunalbestyrelsen (i en forening: vedtægterne) har besluttet det, og manifestet nævner beslutningen. Intet er ført ind.",
		"Deltag i lokalet. Findes beslutningen, skal den skrives ind i organets fil og manifestet laves om før mødet.",
	},
	"KL 5:18": {
		"Stedfortræderne træder til i den rækkefølge, der er fastsat mellem dem. Intet er ført ind.",
		"En stedfortræder, der er kommet, siger til: standby here. Formanden indkalder den, der står først: substitute PLADS",
	},
	"KL 5:20": {
		"Den, der har afbrudt sin deltagelse af anden grund end inhabilitet, må ikke træde til igen samme dag. Intet er ført ind.",
		"Indkald en stedfortræder: substitute PLADS",
	},
	"KL 5:47": {
		"Den, der er inhabil, deltager ikke i behandlingen af sagen. Intet er ført ind.",
		"Lad en anden gøre det. Er formanden inhabil, tager en næstformand over: chair PERSON disqualified",
	},
	"KL 5:50": {
		"Forslag om udsættelse og tilbagesendelse afgøres for sig, før selve sagen, og en tilbagesendelse begrundes. Intet er ført ind.",
		"Sæt det forslag til afstemning først: question FORSLAG. Tilbagesendelse foreslås med grund: motion remit GRUND",
	},
	"KL 5:53": {
		"Beslutninger træffes i rækkefølge. Drøftelsen sluttes. Alle forslag stilles, så de kan besvares med ja eller nej. Formanden siger, hvad der er besluttet. Hammeren falder, hvis ingen kræver afstemning. Intet er ført ind.",
		"Gør det næste skridt i rækkefølgen: item debated, question, question approved, acclaim, og derefter gavel eller, hvis afstemning er krævet, vote open",
	},
	"KL 5:54": {
		"Afstemninger er åbne, undtagen i sager om valg eller ansættelse af personale: dér er de hemmelige. Intet er ført ind.",
		"Hold den afstemning, sagen kræver: vote open, eller ved valg og ansættelse ballot open SAG. Er den i gang: vent, til den er færdig.",
	},
	"KL 5:56": {
		"Ved lige mange stemmer har formanden den udslagsgivende stemme, også hvis formanden har undladt at stemme. Der er ikke ført noget resultat ind.",
		"Formanden afgiver den udslagsgivende stemme: vote result yes eller vote result no",
	},
	"KL 5:57": {
		"Når drøftelsen er sluttet, stilles der intet nyt, og intet trækkes tilbage. Intet er ført ind.",
		"Formanden sætter de forslag, der findes, til afstemning: question FORSLAG [FORSLAG …]",
	},
	"KL 6:30": {
		"Den, der er inhabil i et udvalg (nämnd), hverken deltager i behandlingen eller er til stede under den. Intet er ført ind.",
		"Personen forlader sin plads og lokalet, mens sagen behandles, og kommer tilbage bagefter. Er formanden inhabil, tager en næstformand over: chair PERSON disqualified",
	},
	"KL 6:33": {
		"Også i et udvalg (nämnd) afgøres udsættelse og tilbagesendelse for sig, før selve sagen. Intet er ført ind.",
		"Sæt det forslag til afstemning først: question FORSLAG",
	},
	"87.1.4": {
		"Efter ministeriets udtalelse 87.1.4 må kommunalbestyrelsen ikke stemme hemmeligt. Intet er ført ind.",
		"Hold en åben afstemning med navne: vote open",
	},
}

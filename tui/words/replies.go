package words

// replies by language and code. English is what the servers write themselves.
var replies = map[string]map[string]string{
	"sv": {
		"checked-in":     "Du är incheckad.",
		"checked-out":    "Du är utcheckad.",
		"attendance":     "Närvaron är ändrad.",
		"chosen":         "Valbåset gäller nu den omröstning som du valde.",
		"meeting-open":   "Sammanträdet är öppnat.",
		"meeting-closed": "Sammanträdet är avslutat.",
		"ballot-open":    "Omröstningen är öppen.",
		"ballot-closing": "Omröstningen stängs: inga nya besök i valbåset. De som är där har en kort tid kvar.",
		"certified":      "Resultatet är fastställt.",
		"enrolled":       "Din nya nyckel är inlagd. De gamla öppnar ingenting längre. Logga in med den nu.",
		"revoked":        "Nycklarna öppnar ingenting längre, och alla deras sessioner är avslutade. Med ett röstkort lägger personen in en ny nyckel.",
		"voided":         "Omröstningen är ogiltig.",
		"booth-left":     "Du har lämnat valbåset. Första sidan säger hur det står med din röst.",
	},
	"da": {
		"checked-in":     "Du er tjekket ind.",
		"checked-out":    "Du er tjekket ud.",
		"attendance":     "Fremmødet er ændret.",
		"chosen":         "Stemmeboksen gælder nu den afstemning, du valgte.",
		"meeting-open":   "Mødet er åbnet.",
		"meeting-closed": "Mødet er afsluttet.",
		"ballot-open":    "Afstemningen er åben.",
		"ballot-closing": "Afstemningen lukker: ingen nye besøg i stemmeboksen. De, der er der, har en kort tid tilbage.",
		"certified":      "Resultatet er fastslået.",
		"enrolled":       "Din nye nøgle er lagt ind. De gamle åbner intet længere. Log ind med den nu.",
		"revoked":        "Nøglerne åbner intet længere, og alle deres sessioner er afsluttet. Med et stemmekort lægger personen en ny nøgle ind.",
		"voided":         "Afstemningen er ugyldig.",
		"booth-left":     "Du har forladt stemmeboksen. Første side siger, hvordan det står med din stemme.",
	},
}

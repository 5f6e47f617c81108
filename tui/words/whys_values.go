package words

// values are words that stand in a reason for a value; see Why.
var values = map[string]map[string]string{
	"sv": {
		"called": "kallat", "rollcall": "upprop", "open": "öppet", "closed": "avslutat",
		"the room": "rummet", "more than": "mer än", "at least": "minst", "statutes": "stadgarna", "true": "ja", "false": "nej",
		"the commitment": "Bindningen", "the commitment to the reason": "Bindningen till skälet", "the hash of the paper": "Handlingens kontrollsumma",
		"the program's hash": "Programmets kontrollsumma", "the policy's hash": "Policyns kontrollsumma", "the store's hash": "Lagrets kontrollsumma",
		"papers are handed out": "Handlingar delas ut", "papers are received": "Handlingar kvitteras",
		"guarantees are attested": "Garantier intygas", "attestations are withdrawn": "Intyg tas tillbaka", "preflights are made": "Förkontroller görs",
	},
	"da": {
		"called": "indkaldt", "rollcall": "navneopråb", "open": "åbent", "closed": "afsluttet",
		"the room": "lokalet", "more than": "mere end", "at least": "mindst", "statutes": "vedtægterne", "true": "ja", "false": "nej",
		"the commitment": "Bindingen", "the commitment to the reason": "Bindingen til grunden", "the hash of the paper": "Bilagets kontrolsum",
		"the program's hash": "Programmets kontrolsum", "the policy's hash": "Politikkens kontrolsum", "the store's hash": "Lagerets kontrolsum",
		"papers are handed out": "Bilag deles ud", "papers are received": "Der kvitteres for bilag",
		"guarantees are attested": "Garantier attesteres", "attestations are withdrawn": "Attestationer trækkes tilbage", "preflights are made": "Forkontroller laves",
	},
}

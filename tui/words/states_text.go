package words

var swedishStates = States{
	Adjourned: "Sammanträdet är ajournerat: {cause}. Inget beslutas så länge.",
	Waits:     "Sammanträdet kan inte besluta just nu.",

	Cause: Causes{
		Time: "uppehåll i tiden", Order: "för ordningens skull", Line: "ljud eller bild försvann (A14)",
		Gate: "en garanti är inte uppfylld (A20)", Quorum: "för få är närvarande (A25)",
	},
	Remote: Remotes{
		Applied: "har anmält sig, väntar på ordförandens svar", Refused: "har fått nej, deltar i rummet",
		Granted: "har fått ja, ska identifieras", Identified: "identifierad, ska släppas in",
		Admitted: "deltar på distans", InRoom: "i rummet",
	},
	Lost: Losses{AV: "ljud eller bild borta", Heartbeat: "ingen kontakt", Overheard: "någon annan ser eller hör"},
	Stage: Stages{
		Waiting: "väntar", Debate: "överläggning", Debated: "överläggningen avslutad", Question: "propositionsordning föreslagen",
		Approved: "propositionsordning godkänd", Perceived: "ordföranden har sagt sin uppfattning, klubban väntar",
		VoteAsked: "omröstning begärd", Voting: "öppen omröstning pågår", Aside: "lagt åt sidan",
		Decided: "avgjort", Tabled: "bordlagt", Remitted: "återremitterat", Ended: "avslutat",
	},
	Motion: Motions{
		Main: "yrkande", Reject: "avslag", Table: "bordläggning", Remit: "återremiss", Candidate: "nominering",
		Withdrawn: "återtaget", Refused: "ställs inte under proposition", Lost: "fallet",
	},
	Floor: Floors{Speech: "anförande", Reply: "replik", Order: "ordningsfråga"},
	Vote: Votes{
		Table: "om bordläggning", Remit: "om återremiss", Counter: "om motförslag (kontraproposition)", Final: "huvudförslag mot motförslag",
		Yes: "ja", No: "nej", Abstain: "avstår",
	},
	Hand: Hands{
		Absent: "ordföranden är inte här", Line: "ordförandens förbindelse är bruten", Disqualified: "ordföranden är jävig i ärendet",
		Elected: "vald vid sammanträdet", Oldest: "ålderspresident: längst i uppdraget, äldst om flera", Back: "tillbaka till den valda ordföranden",
	},
	Choice: Choices{
		Confirm: Told{"Låt alla bekräfta bild och ljud på nytt", "När alla har bekräftat att de ser och hör varandra kan sammanträdet gå vidare."},
		Mend:    Told{"Ordna det som garantierna saknar", "Panelen säger vad som fattas och hur det ordnas. När allt är uppfyllt kan sammanträdet gå vidare."},
		Absent:  Told{"Anteckna person {person} som inte närvarande", "Personen räknas inte längre, och en ersättare kan träda in. I fullmäktige får personen inte tjänstgöra igen samma dag, också om förbindelsen kommer tillbaka (kommunallagen 5 kap. 20 §)."},
		Void:    Told{"Gör omröstning {ballot} ogiltig", "Ingen av dess valsedlar räknas eller visas. Det går att rösta om med nya röstbevis."},
		Aside:   Told{"Lägg ärendet åt sidan", "Inget är beslutat i ärendet. Sammanträdet kan komma tillbaka till det."},
		Close:   Told{"Avsluta sammanträdet", "Det som inte är avgjort förblir oavgjort. Det kan inte ångras."},
	},
}

var danishStates = States{
	Adjourned: "Mødet er afbrudt: {cause}. Der besluttes intet så længe.",
	Waits:     "Mødet kan ikke beslutte noget lige nu.",

	Cause: Causes{
		Time: "pause i tiden", Order: "for ordenens skyld", Line: "lyd eller billede forsvandt (A14)",
		Gate: "en garanti er ikke opfyldt (A20)", Quorum: "for få er til stede (A25)",
	},
	Remote: Remotes{
		Applied: "har anmodet, venter på formandens svar", Refused: "har fået nej, deltager i lokalet",
		Granted: "har fået ja, skal identificeres", Identified: "identificeret, skal lukkes ind",
		Admitted: "deltager ved fjerndeltagelse", InRoom: "i lokalet",
	},
	Lost: Losses{AV: "lyd eller billede er væk", Heartbeat: "ingen kontakt", Overheard: "en anden ser eller hører"},
	Stage: Stages{
		Waiting: "venter", Debate: "drøftelse", Debated: "drøftelsen sluttet", Question: "afstemningsrækkefølge foreslået",
		Approved: "afstemningsrækkefølge godkendt", Perceived: "formanden har sagt sin opfattelse, hammeren venter",
		VoteAsked: "afstemning krævet", Voting: "åben afstemning i gang", Aside: "lagt til side",
		Decided: "afgjort", Tabled: "udsat", Remitted: "sendt tilbage", Ended: "afsluttet",
	},
	Motion: Motions{
		Main: "forslag", Reject: "forkastelse", Table: "udsættelse", Remit: "tilbagesendelse", Candidate: "kandidatforslag",
		Withdrawn: "trukket tilbage", Refused: "sættes ikke til afstemning", Lost: "faldet",
	},
	Floor: Floors{Speech: "indlæg", Reply: "replik", Order: "til forretningsordenen"},
	Vote: Votes{
		Table: "om udsættelse", Remit: "om tilbagesendelse", Counter: "om modforslag", Final: "hovedforslag mod modforslag",
		Yes: "ja", No: "nej", Abstain: "stemmer ikke",
	},
	Hand: Hands{
		Absent: "formanden er her ikke", Line: "formandens forbindelse er brudt", Disqualified: "formanden er inhabil i sagen",
		Elected: "valgt på mødet", Oldest: "aldersformand: længst i hvervet, ældst hvis flere", Back: "tilbage til den valgte formand",
	},
	Choice: Choices{
		Confirm: Told{"Lad alle bekræfte billede og lyd på ny", "Når alle har bekræftet, at de ser og hører hinanden, kan mødet gå videre."},
		Mend:    Told{"Bring det i orden, som garantierne mangler", "Panelet siger, hvad der mangler, og hvordan det bringes i orden. Når alt er opfyldt, kan mødet gå videre."},
		Absent:  Told{"Notér person {person} som ikke til stede", "Personen tæller ikke længere, og en stedfortræder kan træde til. I et svensk fullmäktige må personen ikke træde til igen samme dag, heller ikke hvis forbindelsen kommer tilbage (kommunallagen kapitel 5 § 20)."},
		Void:    Told{"Gør afstemning {ballot} ugyldig", "Ingen af dens stemmesedler tælles eller vises. Der kan stemmes om med nye stemmebeviser."},
		Aside:   Told{"Læg sagen til side", "Intet er besluttet i sagen. Mødet kan vende tilbage til den."},
		Close:   Told{"Afslut mødet", "Det, der ikke er afgjort, forbliver uafgjort. Det kan ikke fortrydes."},
	},
}

var englishStates = States{
	Adjourned: "The meeting is adjourned: {cause}. Nothing is decided meanwhile.",
	Waits:     "The meeting cannot decide at the moment.",

	Cause: Causes{
		Time: "a break in time", Order: "for the sake of order", Line: "sound or picture was lost (A14)",
		Gate: "a guarantee does not hold (A20)", Quorum: "too few are present (A25)",
	},
	Remote: Remotes{
		Applied: "has applied, waits for the chair's answer", Refused: "was refused, takes part in the room",
		Granted: "was granted it, to be identified", Identified: "identified, to be admitted",
		Admitted: "takes part remotely", InRoom: "in the room",
	},
	Lost: Losses{AV: "sound or picture gone", Heartbeat: "no contact", Overheard: "somebody else sees or hears"},
	Stage: Stages{
		Waiting: "waiting", Debate: "debate", Debated: "debate closed", Question: "order of questions proposed",
		Approved: "order of questions approved", Perceived: "the chair has said what is decided, the gavel waits",
		VoteAsked: "a vote is asked for", Voting: "open vote under way", Aside: "put aside",
		Decided: "decided", Tabled: "tabled", Remitted: "sent back", Ended: "ended",
	},
	Motion: Motions{
		Main: "motion", Reject: "rejection", Table: "tabling", Remit: "sending back", Candidate: "nomination",
		Withdrawn: "withdrawn", Refused: "not put by the chair", Lost: "lost",
	},
	Floor: Floors{Speech: "speech", Reply: "reply", Order: "point of order"},
	Vote: Votes{
		Table: "on tabling", Remit: "on sending back", Counter: "on the counter-proposal", Final: "main proposal against counter-proposal",
		Yes: "yes", No: "no", Abstain: "abstains",
	},
	Hand: Hands{
		Absent: "the chair is not here", Line: "the chair's line is lost", Disqualified: "the chair is disqualified from the item",
		Elected: "elected at the meeting", Oldest: "senior member: longest in office, then oldest", Back: "back to the elected chair",
	},
	Choice: Choices{
		Confirm: Told{"Have everybody confirm picture and sound anew", "Once all have confirmed that they see and hear each other, the meeting can go on."},
		Mend:    Told{"Mend what the guarantees lack", "The panel says what is missing and how to mend it. Once everything holds, the meeting can go on."},
		Absent:  Told{"Record person {person} as absent", "The person no longer counts, and a substitute can step in. In a council the person may not serve again on the same day, even if the line comes back (kommunallagen chapter 5 section 20)."},
		Void:    Told{"Make ballot {ballot} void", "None of its ballot papers is counted or shown. It can be voted on again with new tokens."},
		Aside:   Told{"Put the item aside", "Nothing is decided on the item. The meeting may come back to it."},
		Close:   Told{"Close the meeting", "What is not decided stays undecided. This cannot be undone."},
	},
}

package words

var swedishGate = Gate{
	Holds: "uppfylld", Fails: "inte uppfylld", Unknown: "inte visad",
	NotShown: "Ingenting visar att {want}.",
	Each:     "Sammanlagt saknas det för {lacking} av {remote} som deltar på distans.",
	Refused:  "Steget kräver att garantin är uppfylld, och det som inte är visat gäller inte. Ingen kan gå förbi det. Ingenting har antecknats.",
	Look:     "Se vad som fattas (gate), ordna det och gör steget igen. Eller håll sammanträdet med alla i rummet.",

	Participation: "delta på distans", Voting: "rösta på distans i slutna omröstningar",
	Opening: "öppna en sluten omröstning", Hosted: "rösta i valurnans valbås",

	Admission: "när någon släpps in på distans", Agenda: "när dagordningen ändras", OpeningOf: "när en omröstning öppnas",
	Running: "medan en omröstning är öppen", Certification: "när ett resultat fastställs",
}

var danishGate = Gate{
	Holds: "opfyldt", Fails: "ikke opfyldt", Unknown: "ikke vist",
	NotShown: "Intet viser, at {want}.",
	Each:     "I alt mangler det for {lacking} af {remote}, der deltager ved fjerndeltagelse.",
	Refused:  "Skridtet kræver, at garantien er opfyldt, og det, der ikke er vist, gælder ikke. Ingen kan gå uden om det. Intet er ført ind.",
	Look:     "Se, hvad der mangler (gate), bring det i orden, og gør skridtet igen. Eller hold mødet med alle i lokalet.",

	Participation: "deltage ved fjerndeltagelse", Voting: "stemme ved fjerndeltagelse i hemmelige afstemninger",
	Opening: "åbne en hemmelig afstemning", Hosted: "stemme i valgurnens stemmeboks",

	Admission: "når nogen lukkes ind ved fjerndeltagelse", Agenda: "når dagsordenen ændres", OpeningOf: "når en afstemning åbnes",
	Running: "mens en afstemning er åben", Certification: "når et resultat fastslås",
}

var englishGate = Gate{
	Holds: "holds", Fails: "does not hold", Unknown: "not shown",
	NotShown: "Nothing shows that {want}.",
	Each:     "In all {lacking} of {remote} remote members lack it.",
	Refused:  "The step needs the guarantee to hold, and what is not shown does not hold. Nobody can go past it. Nothing was entered.",
	Look:     "See what is missing (gate), mend it, and take the step again. Or hold the meeting with everybody in the room.",

	Participation: "take part remotely", Voting: "vote remotely in secret ballots",
	Opening: "open a secret ballot", Hosted: "vote in the urn's booth",

	Admission: "when somebody is admitted remotely", Agenda: "when the agenda changes", OpeningOf: "when a ballot is opened",
	Running: "while a ballot is open", Certification: "when a result is certified",
}

var swedishTitles = map[string]string{
	"G1": "Beslut om distansdeltagande", "G2": "Organ som får mötas på distans", "G3": "Anmälan, skäl och ordförandens ja",
	"G4": "Fysiskt sammanträde", "G5": "Säker identitet", "G6": "Se och höra varandra", "G7": "Ingen obehörig ser eller hör",
	"G8": "Sekretess och känsliga uppgifter", "G9": "Handlingar hos alla", "G10": "Beslutsförhet och jäv",
	"G11": "Sluten omröstning får hållas", "G12": "Inget krav på omröstning med namn",
	"G13": "Alla röstar elektroniskt", "G14": "Rösten kan inte kopplas till väljaren", "G15": "Tillräckligt många röstande",
	"G16": "Varje röst räknas en gång", "G17": "Insyn för alla", "G18": "Två har sett vem som driver vad",
	"G19": "Samma program som vid förkontrollen", "G20": "Ensam när man röstar",
	"S1": "Kontrollvittnenas underskrifter", "S2": "Undertecknat manifest", "S3": "Genomförd provomröstning",
	"S4": "Nyckelförvaltarnas delar åtskilda", "S5": "Tillräckligt många blandningar", "S6": "Fristående valurna",
	"S7": "Känd nyckel till valurnan", "S8": "Förbindelsernas kryptering",
	"A20": "Ingen på distans utan säker sluten omröstning",
}

var danishTitles = map[string]string{
	"G1": "Beslutning om fjerndeltagelse", "G2": "Organ, der må mødes ved fjerndeltagelse", "G3": "Anmodning, grund og formandens ja",
	"G4": "Fysisk møde", "G5": "Sikker identitet", "G6": "Se og høre hinanden", "G7": "Ingen uvedkommende ser eller hører",
	"G8": "Fortrolige og følsomme oplysninger", "G9": "Bilag hos alle", "G10": "Beslutningsdygtighed og inhabilitet",
	"G11": "Hemmelig afstemning er lovlig", "G12": "Intet krav om afstemning ved navn",
	"G13": "Alle stemmer elektronisk", "G14": "Stemmen kan ikke føres til vælgeren", "G15": "Tilstrækkeligt mange stemmende",
	"G16": "Hver stemme tæller én gang", "G17": "Indsigt for alle", "G18": "To har set, hvem der driver hvad",
	"G19": "Samme program som ved forkontrollen", "G20": "Alene, når man stemmer",
	"S1": "Kontrolvidnernes underskrifter", "S2": "Underskrevet manifest", "S3": "Gennemført prøveafstemning",
	"S4": "Nøgleforvalternes dele holdt adskilt", "S5": "Tilstrækkeligt mange blandinger", "S6": "Uafhængig valgurne",
	"S7": "Kendt nøgle til valgurnen", "S8": "Forbindelsernes kryptering",
	"A20": "Ingen fjerndeltagelse uden sikker hemmelig afstemning",
}

var englishTitles = map[string]string{
	"G1": "Decision on remote participation", "G2": "A body that may meet remotely", "G3": "Application, reason and the chair's grant",
	"G4": "Physical meeting", "G5": "Reliable identity", "G6": "Seeing and hearing each other", "G7": "Nobody unauthorised sees or hears",
	"G8": "Secrecy and sensitive data", "G9": "Papers with everybody", "G10": "Quorum and disqualification",
	"G11": "A secret ballot is lawful", "G12": "No rule of named votes",
	"G13": "All vote electronically", "G14": "No way from vote to voter", "G15": "Enough voters",
	"G16": "Every vote counts once", "G17": "Insight for everybody", "G18": "Two have seen who runs what",
	"G19": "The program of the preflight", "G20": "Alone when voting",
	"S1": "The witnesses' cosignatures", "S2": "Signed manifest", "S3": "A trial ballot held",
	"S4": "The trustees' shares kept apart", "S5": "Enough shuffles", "S6": "Independent urn",
	"S7": "The urn's key is known", "S8": "How connections are encrypted",
	"A20": "Nobody remote without a safe secret ballot",
}

package words

var swedishBooth = Booth{
	Title:   "valbås",
	Machine: "Urnans dator ser ditt val, men inte vem du är.",

	WelcomeTitle: "Välkommen till valbåset",
	Welcome:      "Här finns en enda fråga: {title}. Du markerar ett av {n} alternativ, eller röstar blankt.",
	WelcomeMany:  "Här finns en enda fråga: {title}. Du markerar exakt {k} av {n} alternativ, eller röstar blankt.",
	Secrecy:      "Valsedeln förseglas innan den läggs i urnan, och öppnas bara tillsammans med alla andra, blandad. Se till att ingen ser din skärm.",
	NotSecret:    "Den här omröstningen är INTE hemlig: valsedlarna blandas inte. Rösta inte här om du har lovats en sluten omröstning; säg till ordföranden.",
	Rehearsal:    "Det här är en övning. Den avgör ingenting.",
	Trial:        "PROVOMRÖSTNING: den avgör ingenting.",
	TrialWelcome: "Det här är en provomröstning: alla prövar hela vägen till urnan innan det gäller. Den avgör ingenting och står inte i protokollet.",
	Start:        "Du kan gå tillbaka och ändra dig ända tills du lägger din röst. Tryck Enter för att börja.",

	ChooseTitle:   "Markera ditt val",
	ChooseOne:     "Markera ett. Inget är markerat i förväg.",
	ChooseMany:    "Markera exakt {k}. Inget är markerat i förväg.",
	Number:        "Siffror markerar.",
	NumberMany:    "Skriv ett nummer för att gå dit.",
	Marked:        "{n} av {k} valda",
	Blank:         "Blankt: jag röstar inte på någon av dem",
	NothingMarked: "Inget är markerat än. Flytta med pilarna och markera med mellanslag.",
	TooFew:        "{n} av {k} är valda. Markera exakt {k}, eller Blankt.",
	TooMany:       "{k} är redan valda. Ta först bort en med mellanslag.",

	WordTitle: "Ett eget ord (frivilligt)",
	WordWhy:   "Ett ord som bara du känner gör din valsedelskod olik alla andras, vad datorn än gör. Det blandas in och kan inte läsas ut ur koden.",
	WordHow:   "Skriv något som ingen kan gissa, och inte ditt namn. Eller lämna tomt och tryck Enter.",
	WordField: "Ord",
	WordEmpty: "(tomt: valbåset väljer slumpvis)",

	ReviewTitle:  "Stämmer det?",
	ReviewChoice: "Du har markerat",
	ReviewBlank:  "BLANKT: du röstar inte på någon av dem.",
	ReviewWord:   "Ditt eget ord: {word}",
	ReviewSeal:   "Tryck Enter för att försegla valsedeln. Den läggs inte i urnan av det. Esc går tillbaka för att ändra.",

	SealingTitle: "Förseglar",
	Sealing:      "Valsedeln förseglas … Inget har lagts i urnan än.",

	CodeTitle:  "Förseglad, men INTE inlagd än",
	NotIn:      "Din röst är inte inlagd än.",
	CodeIs:     "Din valsedelskod:",
	CodeWhy:    "Skriv upp minst de två första grupperna. När omröstningen är förseglad kan du hitta koden i den offentliga listan: då är din valsedel med i räkningen, oförändrad.",
	CodeSafe:   "Koden visar inte hur du röstade.",
	CodeUnsafe: "Visa den inte för någon: valsedlarna blandas inte, så den som har koden kan se hur du röstade när bevisfilen är ute.",
	DropKey:    "k",
	Drop:       "kasta valsedeln och lämna",
	CodeCast:   "Tryck {key} för att lägga din röst. Den kan inte ändras sedan. Esc går tillbaka för att ändra.",
	CastYes:    "ja, lägg min röst",

	CastingTitle: "Lägger din röst",
	Casting:      "Din valsedel läggs i valurnan … Stäng inte fönstret. Vänta tills det står här att rösten är inlagd.",

	DoneTitle:  "Din röst är inlagd",
	Done:       "Valurnan har den, säkert sparad. Du behöver inte göra något mer.",
	DoneCode:   "Din valsedelskod:",
	DoneLookup: "Sök den efter förseglingen: {lookup}",
	DoneLeave:  "Tryck q för att lämna valbåset och stäng sedan fönstret.",

	InTitle: "Din röst är redan inlagd",
	In:      "Den här platsen har lagt sin röst i ”{title}”. En röst kan inte läggas två gånger och inte ändras. Du behöver inte göra något mer. Var det inte du: säg till ordföranden nu.",

	NoneTitle: "Ingen omröstning är öppen för dig",
	None:      "Tryck q. När din första sida, Nu, säger att du ska rösta: gå till valbåset igen.",

	ClosedTitle:  "Omröstningen är stängd",
	Closed:       "Omröstningen ”{title}” tar inte längre emot valsedlar. Din röst blev INTE inlagd vid det här besöket. Säg till ordföranden om du inte hann.",
	ClosedUnsure: "Omröstningen ”{title}” tar inte längre emot valsedlar. Det är osäkert om din röst är inlagd. Skriv upp din valsedelskod: står den i den offentliga listan efter förseglingen är din röst räknad. Säg till ordföranden.",

	ChangedTitle: "En annan omröstning nu",
	Changed:      "Valbåset gäller nu en annan omröstning, så det du hade markerat har kastats. Inget har lagts i urnan.",

	SealFailed:   "Valsedeln kunde inte förseglas: {error}. Inget har lagts i urnan.",
	SealNext:     "Tryck Enter för att försöka igen. Går det inte då heller: säg till ordföranden.",
	Refused:      "Rösten togs inte emot: {error}. Det här försöket lade inget i urnan.",
	RefusedNext:  "Tryck Enter för att försöka igen, eller säg till ordföranden.",
	NoAnswer:     "Det kom inget svar från valurnan: {error}. Det är osäkert om din röst är inlagd.",
	NoAnswerNext: "Tryck Enter för att försöka igen. Det är ofarligt: samma valsedel räknas bara en gång.",
	LoadFailed:   "Valbåset kan inte se hur omröstningen står: {error}. Inget har lagts i urnan.",
	LoadNext:     "Det försöker igen av sig självt. Dröjer det: lämna med q och säg till ordföranden.",

	Earlier: "Ett tidigare försök slutade utan svar, så det är osäkert om din röst är inlagd. Skriv upp din valsedelskod: står den i den offentliga listan efter förseglingen är din röst räknad.",

	Left:         "Omröstningen stängs: {left} kvar att lägga din röst.",
	CastNow:      "Tiden är ute. Lägg din röst nu om det går.",
	LeaveTitle:   "Lämna valbåset?",
	Leave:        "Din röst är INTE inlagd. Lämnar du nu läggs inget i urnan. Du kan komma tillbaka medan omröstningen är öppen.",
	LeaveCode:    "Din valsedel är förseglad men INTE inlagd. Lämnar du nu kastas den. Du kan komma tillbaka medan omröstningen är öppen.",
	LeaveCasting: "Vänta: din valsedel läggs i urnan. Det tar högst en minut.",
}

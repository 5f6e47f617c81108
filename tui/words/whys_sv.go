package words

import "maps"

// swedishWhys are the forms of the meeting's refusals, as sentences; see Why.
var swedishWhys = union(swedishWhysOfMeeting, swedishWhysOfItems, swedishWhysOfRemote)

func union[T any](tables ...map[string]T) map[string]T {
	all := map[string]T{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// Of the first entries, the meeting as a whole, its chair, seats and commands.
var swedishWhysOfMeeting = map[string]string{
	"%T is no event of a meeting":   "{1} är ingen händelse i ett sammanträde.",
	"%s has %d bytes instead of 32": "{w1} har {2} byte i stället för 32.",
	"that is recorded already":      "Det är redan antecknat.",

	"%s came after the first entries were complete":                     "{1} kom efter att de första posterna var klara.",
	"the first entries are not complete":                                "De första posterna är inte klara.",
	"%d seats declared, %d entered; %d keys":                            "{1} platser är angivna och {2} införda; {3} nycklar.",
	"person %d came where person %d was due":                            "Person {1} kom där person {2} skulle stå.",
	"person %d: a member has a seat, a substitute none yet":             "Person {1}: en ledamot har en plats, en ersättare har ingen än.",
	"seat %d is held twice":                                             "Plats {1} har två innehavare.",
	"person %d: %q is no office, or is held twice":                      "Person {1}: {2} är inget uppdrag, eller står två gånger.",
	"the commitment of person %d is one that stands already":            "Bindningen för person {1} finns redan.",
	"item %d came where item %d was due":                                "Ärende {1} kom där ärende {2} skulle stå.",
	"item %d: %q is no class of item":                                   "Ärende {1}: {2} är inget slags ärende.",
	"item %d: %v":                                                       "Det gäller ärende {1} ({2}).",
	"item %d: %s":                                                       "Det gäller ärende {1}.",
	"item %d has no title":                                              "Ärende {1} har ingen rubrik.",
	"keys are changed from the first entries to the end of the meeting": "Nycklar byts från de första posterna till sammanträdets slut.",
	"%s from the first entries to the end of the meeting":               "{w1} från de första posterna till sammanträdets slut.",
	"a restart is recorded after the first preflight only":              "En omstart antecknas bara efter den första förkontrollen.",

	"the notice is recorded before the meeting is open": "Kungörelse och kallelse antecknas innan sammanträdet öppnas.",
	"%q is no day": "{1} är ingen dag.",
	"it is not recorded that the meeting was announced and its members summoned":     "Det är inte antecknat att sammanträdet har tillkännagetts och att ledamöterna har kallats.",
	"announced and summoned on %s and %s; that has to be at least %d days before %s": "Tillkännagivandet kom {1} och kallelsen {2}; det ska vara minst {3} dagar före {4}.",
	"ballot %s is not finished":                                 "Den slutna omröstningen {1} är inte avslutad.",
	"the meeting is %s and cannot become %q":                    "Sammanträdet är i skedet ”{w1}” och kan inte gå till ”{w2}”.",
	"the meeting is %s and cannot be adjourned":                 "Sammanträdet är i skedet ”{w1}” och kan inte ajourneras.",
	"the meeting is adjourned already":                          "Sammanträdet är redan ajournerat.",
	"%q is no cause to adjourn for":                             "{1} är inget skäl att ajournera.",
	"only the chair adjourns for %q":                            "Av det skälet, {1}, ajournerar bara ordföranden.",
	"the meeting is not adjourned":                              "Sammanträdet är inte ajournerat.",
	"the meeting is not open":                                   "Sammanträdet är inte öppet.",
	"the meeting is adjourned, since sound or picture was lost": "Sammanträdet är ajournerat, eftersom ljud eller bild försvann.",
	"the meeting is adjourned":                                  "Sammanträdet är ajournerat.",

	"person %d is not the secretary":                                                        "Person {1} är inte sekreterare.",
	"person %d is neither chair nor secretary":                                              "Person {1} är varken ordförande eller sekreterare.",
	"person %d does not hold the chair":                                                     "Person {1} leder inte sammanträdet.",
	"person %d does not hold the chair; it is for the chair alone":                          "Person {1} leder inte sammanträdet; det gör bara ordföranden.",
	"person %d holds the chair and is not here; a vice chair takes it: chair PERSON absent": "Person {1} är ordförande men är inte här; en vice ordförande tar över (chair PERSON absent).",
	"the chair is handed over from the first entries to the end of the meeting":             "Ordförandeskapet lämnas över från de första posterna till sammanträdets slut.",
	"person %d presides already, or is nobody":                                              "Person {1} leder redan sammanträdet, eller finns inte.",
	"person %d is not here, or is disqualified from this item":                              "Person {1} är inte här, eller är jävig i ärendet.",
	"person %d is no vice chair":                                                            "Person {1} är inte vice ordförande.",
	"the chair is here and able: only the chair hands it over":                              "Ordföranden är här och kan leda: bara ordföranden lämnar över.",
	"who presides hands the chair to the member whom the meeting has elected":               "Den som leder sammanträdet lämnar över till den ledamot som sammanträdet har valt.",
	"the chair goes back to whoever holds the office":                                       "Ordförandeskapet går tillbaka till den som är vald till ordförande.",
	"person %d is no member":                                                                "Person {1} är inte ledamot.",
	"somebody of the presidium is here and able to preside":                                 "Någon i presidiet är här och kan leda.",
	"%q is no cause to hand the chair over for":                                             "{1} är inget skäl att lämna över ordförandeskapet.",

	"write: %s":                                  "Skriv: {1}",
	"write: standby here, or standby gone":       "Skriv: standby here, eller standby gone",
	"write: speak line, or speak line off":       "Skriv: speak line, eller speak line off",
	"write: no, or nothing":                      "Skriv no, eller ingenting.",
	"write: yes, or no":                          "Skriv yes, eller no.",
	"%q is not a number":                         "Skriv ett tal i stället för {1}.",
	"%q is no SHA-256 in hexadecimal":            "Skriv en SHA-256 med 64 tecken i stället för {1}.",
	"there is no person %d":                      "Det finns ingen person {1}.",
	"there is no seat %d":                        "Det finns ingen plats {1}.",
	"person %d is neither member nor substitute": "Person {1} är varken ledamot eller ersättare.",

	"attendance is kept from the first entries to the end of the meeting":       "Närvaro antecknas från de första posterna till sammanträdets slut.",
	"attendance is frozen while ballot %s runs":                                 "Närvaron är låst medan den slutna omröstningen {1} pågår.",
	"attendance is frozen while vote %d runs":                                   "Närvaron är låst medan omröstning {1} pågår.",
	"no substitute stands by":                                                   "Ingen ersättare finns till hands.",
	"person %d is no substitute":                                                "Person {1} är inte ersättare.",
	"there is no person %d or no seat %d":                                       "Det finns ingen person {1}, eller ingen plats {2}.",
	"person %d has no right to seat %d":                                         "Person {1} har inte rätt till plats {2}.",
	"person %d does not sit on seat %d":                                         "Person {1} sitter inte på plats {2}.",
	"seat %d is taken":                                                          "Plats {1} är upptagen.",
	"person %d sits on seat %d already":                                         "Person {1} sitter redan på plats {2}.",
	"person %d has no seat now; members and serving substitutes take part":      "Person {1} sitter inte på någon plats nu; ledamöter och tjänstgörande ersättare deltar.",
	"person %d has broken off serving today and may serve again on another day": "Person {1} har avbrutit sin tjänstgöring i dag och får tjänstgöra igen en annan dag.",
	"substitute %d comes before substitute %d and stands by":                    "Ersättaren person {1} går före ersättaren person {2}, och finns till hands.",
	"%d of %d seats take part; a decision needs %s %d percent (%s)":             "{1} av {2} platser är med; ett beslut kräver {w3} {4} procent ({w5}).",
	"everybody here is disqualified from item %d: nobody is left to decide it":  "Alla som är här är jäviga i ärende {1}: ingen är kvar som kan avgöra det.",

	"disqualification is recorded from the first entries to the end of the meeting":                   "Jäv antecknas från de första posterna till sammanträdets slut.",
	"ballot %s on the item runs; its roll is fixed":                                                   "Den slutna omröstningen {1} i ärendet pågår; dess röstlängd är låst.",
	"vote %d on the item runs; its roll is fixed":                                                     "Omröstning {1} i ärendet pågår; dess röstlängd är låst.",
	"person %d is disqualified from item %d; a vice chair takes the chair: chair PERSON disqualified": "Person {1} är jävig i ärende {2}; en vice ordförande tar över (chair PERSON disqualified).",
	"person %d is disqualified from item %d and takes no part in it":                                  "Person {1} är jävig i ärende {2} och deltar inte i det.",
	"person %d is disqualified from item %d and has to leave seat %d first":                           "Person {1} är jävig i ärende {2} och ska först lämna plats {3}.",
	"person %d is disqualified from item %d and comes back after it":                                  "Person {1} är jävig i ärende {2} och kommer tillbaka efter det.",
}

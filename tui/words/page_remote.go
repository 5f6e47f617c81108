package words

// RemotePage is taking part from elsewhere.
type RemotePage struct {
	Reason,
	Title, Nobody, Sight, Missing, Pair, AllSee, Room, NoPanic string
}

var swedishRemotePage = RemotePage{
	Reason:  "Skäl: {reason}",
	Title:   "Deltagande på distans",
	Nobody:  "Ingen deltar på distans eller har anmält det.",
	Sight:   "Se och höra varandra",
	Missing: "{n} av {all} bekräftelser saknas: vem ser och hör vem.",
	Pair:    "{from}: ser och hör {of}?",
	AllSee:  "Alla har bekräftat att de ser och hör alla.",
	Room:    "salen",
	NoPanic: "F9 och F10 är för den som deltar på distans. Ingenting har hänt.",
}

var danishRemotePage = RemotePage{
	Reason:  "Grund: {reason}",
	Title:   "Fjerndeltagelse",
	Nobody:  "Ingen deltager ved fjerndeltagelse eller har anmodet om det.",
	Sight:   "Se og høre hinanden",
	Missing: "{n} af {all} bekræftelser mangler: hvem ser og hører hvem.",
	Pair:    "{from}: ser og hører {of}?",
	AllSee:  "Alle har bekræftet, at de ser og hører alle.",
	Room:    "salen",
	NoPanic: "F9 og F10 er for den, der deltager ved fjerndeltagelse. Intet er sket.",
}

var englishRemotePage = RemotePage{
	Reason:  "Reason: {reason}",
	Title:   "Remote participation",
	Nobody:  "Nobody takes part remotely or has applied to.",
	Sight:   "Seeing and hearing each other",
	Missing: "{n} of {all} confirmations are missing: who sees and hears whom.",
	Pair:    "{from}: sees and hears {of}?",
	AllSee:  "Everybody has confirmed to see and hear everybody.",
	Room:    "the hall",
	NoPanic: "F9 and F10 are for those who take part remotely. Nothing has happened.",
}

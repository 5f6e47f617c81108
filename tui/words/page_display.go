package words

// Display is the screen of the projector in the room.
type Display struct{ Nothing, Next, Speakers, Left string }

var swedishDisplay = Display{
	Nothing:  "Inget ärende behandlas just nu.",
	Next:     "Nästa ärende",
	Speakers: "Därefter: {names} ({n} väntar)",
	Left:     "… {n} rader till får inte plats",
}

var danishDisplay = Display{
	Nothing:  "Ingen sag behandles lige nu.",
	Next:     "Næste sag",
	Speakers: "Derefter: {names} ({n} venter)",
	Left:     "… {n} linjer mere er der ikke plads til",
}

var englishDisplay = Display{
	Nothing:  "No item is handled just now.",
	Next:     "Next item",
	Speakers: "Next: {names} ({n} wait)",
	Left:     "… {n} more lines do not fit",
}

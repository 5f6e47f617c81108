package words

// Acts is the page with everything that one may do.
type Acts struct {
	Title, How, None string
}

var swedishActs = Acts{
	Title: "Allt du kan göra nu",
	How:   "Bara det som är tillåtet just nu står här. Du tillfrågas alltid innan något görs.",
	None:  "Det finns inget du kan göra just nu.",
}

var danishActs = Acts{
	Title: "Alt, hvad du kan gøre nu",
	How:   "Kun det, der er tilladt lige nu, står her. Du bliver altid spurgt, før noget gøres.",
	None:  "Der er intet, du kan gøre lige nu.",
}

var englishActs = Acts{
	Title: "Everything you can do now",
	How:   "Only what is allowed just now is listed. You are always asked before anything is done.",
	None:  "There is nothing that you can do just now.",
}

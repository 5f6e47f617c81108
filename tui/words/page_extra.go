package words

// Extra is what a page fetches by itself.
type Extra struct {
	Failed string
}

var swedishExtra = Extra{
	Failed: "Det kunde inte hämtas: {error} Det försöks igen när något ändras.",
}

var danishExtra = Extra{
	Failed: "Det kunne ikke hentes: {error} Der prøves igen, når noget ændrer sig.",
}

var englishExtra = Extra{
	Failed: "It could not be fetched: {error} It is tried again when something changes.",
}

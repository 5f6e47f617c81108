package words

import "valurna/ballot/view"

func (w *Words) OfEvent(e view.Entry) string { return e.Type }

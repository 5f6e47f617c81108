package view

// Purposes of a card.
const (
	CardKey  = "key"  // enters a new key in the place of the old ones
	CardLoan = "loan" // opens the booth for one ballot on a machine of the meeting's
)

// Card is a voting card with a code that serves once. It is shown to whoever made
// it, and never again: what is kept is a hash of the code.
type Card struct {
	Body     string   `json:"body"`
	Meeting  string   `json:"meeting"`
	Date     string   `json:"date"`
	Person   int      `json:"person"`
	Seat     int      `json:"seat"` // 0: none
	Name     string   `json:"name"`
	Purpose  string   `json:"purpose"`
	Code     string   `json:"code"`      // "ABCD-EFGH-JKMN-PQRS"
	Commands []string `json:"commands"`  // what to type: macOS and Linux, then Windows
	KeyPrint string   `json:"key_print"` // SHA256 fingerprint of the host key that is met first
	Booth    string   `json:"booth"`     // and of the urn's, on a loan card; else ""
}

package view

// Work is how far the trustees are with a sealed ballot. They shuffle in turn, Due of
// them; then Threshold of them give their parts of the decryption, and prove them.
// Trustees are named as parties are: "trustee/anna".
type Work struct {
	Due       int      `json:"due"` // shuffles; 0 where nobody has voted
	Threshold int      `json:"threshold"`
	Shuffled  []string `json:"shuffled"` // in their order
	Shared    []string `json:"shared"`
	Combined  bool     `json:"combined"` // the urn has summed the parts
	Proved    []string `json:"proved"`
	// Waits names whom the next step waits for; several: any of those who could
	// still give their parts, or all who must prove. Empty: the urn is at work.
	Waits    []string  `json:"waits"`
	Passed   []Trouble `json:"passed"`   // late; it may still come
	Rejected []Trouble `json:"rejected"` // its work is out of this ballot
}

// Trouble is one trustee's, as the urn gave its reason: in English.
type Trouble struct {
	Trustee string `json:"trustee"`
	Reason  string `json:"reason"`
}

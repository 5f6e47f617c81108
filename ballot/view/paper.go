package view

// Paper is what was handed out, for an item or for the meeting.
type Paper struct {
	Paper int    `json:"paper"`
	Item  int    `json:"item"` // 0: for the meeting
	Title string `json:"title"`
	Hash  string `json:"hash"`  // SHA-256, hexadecimal
	Bytes int    `json:"bytes"` // 0: only its hash was handed out
	Got   int    `json:"got"`   // receipts
	Due   int    `json:"due"`   // members and substitutes, who can give one
	Mine  bool   `json:"mine"`  // I have given one
	// Missing are persons who take part now without a receipt, as far as there is room; to
	// those who hold an office only.
	Missing []int `json:"missing"`
}

// PaperText is a paper to be read in a terminal.
type PaperText struct {
	Paper    int
	Title    string
	Text     string // "" where it is not readable
	Readable bool   // it is text, and not too long to be read so
	Bytes    int
}

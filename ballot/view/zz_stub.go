package view

type Paper struct {
	Paper, Item int
	Title, Hash string
	Bytes       int
	At          int64
	Got, Due    int
	Mine        bool
	Missing     []int
}
type PaperText struct {
	Paper    int
	Title    string
	Text     string
	Readable bool
	Bytes    int
}
type Entry struct {
	Seq, Time                  int64
	Type                       string
	By                         []string
	Person, Seat, Item, Motion int
	Ballot, Code               string
}
type Witnessed struct {
	Size, Entries int64
	Root          string
	Cosigned      []string
	Quorum        int
	At            int64
}

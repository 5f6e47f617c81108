package kind

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// box encodes one ballot for each set of options; no options is a blank ballot.
func box(t testing.TB, c Contest, ballots ...[]int) [][]byte {
	t.Helper()
	var out [][]byte
	for _, options := range ballots {
		p, err := c.Encode(Choice{Blank: len(options) == 0, Options: options})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func TestMostVotesWins(t *testing.T) {
	c := chair()
	got := c.Count(box(t, c, []int{1}, []int{0}, []int{1}, nil, []int{2}))
	want := Tally{
		Valid: 4, Blank: 1, Reasons: map[Reason]int{},
		Options: []OptionVotes{{"Anna Berg", 1}, {"Bo Dahl", 2}, {"Cecilia Ek", 1}},
		Elected: []string{"Bo Dahl"}, Ties: [][]string{},
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v\nwant %+v", got, want)
	}
}

func TestATieForTheLastPlaceIsLeftToTheLot(t *testing.T) {
	for _, x := range []struct {
		name    string
		c       Contest
		ballots [][]int
		elected []string
		ties    [][]string
	}{
		{"one place, two with most", chair(), [][]int{{0}, {2}}, []string{}, [][]string{{"Anna Berg", "Cecilia Ek"}}},
		{"one place, all equal", chair(), [][]int{{2}, {0}, {1}}, []string{}, [][]string{{"Anna Berg", "Bo Dahl", "Cecilia Ek"}}},
		{"a tie below the last place is none", board(1, 3), [][]int{{0}, {0}, {1}, {2}}, []string{"Candidate 1"}, [][]string{}},
		{"a tie with room for all is none", board(2, 4), [][]int{{0, 2}, {0, 2}, {1, 3}}, []string{"Candidate 1", "Candidate 3"}, [][]string{}},
		{"one clear, two share the second place", board(2, 4), [][]int{{0, 3}, {0, 2}}, []string{"Candidate 1"}, [][]string{{"Candidate 3", "Candidate 4"}}},
		{"more votes stand first", board(2, 4), [][]int{{0, 3}, {0, 3}, {1, 3}}, []string{"Candidate 4", "Candidate 1"}, [][]string{}},
		{"nobody is elected without a vote", board(2, 4), nil, []string{}, [][]string{}},
		{"blank ballots elect nobody", chair(), [][]int{nil, nil}, []string{}, [][]string{}},
	} {
		got := x.c.Count(box(t, x.c, x.ballots...))
		if !reflect.DeepEqual(got.Elected, x.elected) || !reflect.DeepEqual(got.Ties, x.ties) {
			t.Errorf("%s: elected %q, ties %q; want %q, %q", x.name, got.Elected, got.Ties, x.elected, x.ties)
		}
	}
}

func TestInvalidAndBlankBallotsElectNobodyAndAreCountedApart(t *testing.T) {
	c := board(2, 4)
	ballots := append(box(t, c, []int{0, 1}, nil, nil), nil, payload(1, 3), payload(1, 4, 3), payload(1, 4, 3))
	got := c.Count(ballots)
	reasons := map[Reason]int{ReasonUnreadable: 1, ReasonCount: 1, ReasonOrder: 2}
	if got.Valid != 1 || got.Blank != 2 || got.Invalid != 4 || !reflect.DeepEqual(got.Reasons, reasons) {
		t.Fatalf("%+v", got)
	}
	if got.Options[2].Votes != 0 || got.Options[3].Votes != 0 {
		t.Fatalf("an invalid ballot gave votes: %+v", got.Options)
	}
}

func TestABallotBoxOfAnUnsoundContestIsAllInvalid(t *testing.T) {
	c := Contest{Kind: "ranked", Options: []string{"A", "B"}}
	got := c.Count([][]byte{payload(1, 1), payload(1)})
	if got.Invalid != 2 || got.Valid+got.Blank != 0 || len(got.Elected) != 0 || got.Reasons[ReasonContest] != 2 {
		t.Fatalf("%+v", got)
	}
}

func TestEveryBallotIsCountedOnceInWhateverOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	c := board(3, 7)
	var ballots [][]byte
	for range 500 {
		ballots = append(ballots, payload(1, uint16(rng.IntN(5)), uint16(rng.IntN(8)), uint16(rng.IntN(9))))
	}
	first := c.Count(ballots)
	votes, reasons := 0, 0
	for _, o := range first.Options {
		votes += o.Votes
	}
	for _, n := range first.Reasons {
		reasons += n
	}
	if first.Valid == 0 || first.Valid+first.Invalid+first.Blank != 500 || votes != 3*first.Valid || reasons != first.Invalid {
		t.Fatalf("%+v does not add up", first)
	}
	rng.Shuffle(len(ballots), func(i, j int) { ballots[i], ballots[j] = ballots[j], ballots[i] })
	if again := c.Count(ballots); !reflect.DeepEqual(first, again) {
		t.Fatalf("shuffled, the same ballots count differently:\n%+v\n%+v", first, again)
	}
}

func BenchmarkCount1000(b *testing.B) {
	c := board(15, 40)
	var ballots [][]byte
	for range 1000 {
		ballots = append(ballots, box(b, c, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})...)
	}
	for b.Loop() {
		c.Count(ballots)
	}
}

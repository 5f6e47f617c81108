package urn

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/server/wire"
)

// auditOf looks at a store alone.
func auditOf(t *testing.T, b *box) *selfAudit {
	return &selfAudit{u: &urn{box: b, config: Config{Dir: t.TempDir(), Rand: rand.Reader}, state: journal.NewState()}, most: map[string]int{}}
}

func TestEveryColumnIsDeclaredWithWhatItHolds(t *testing.T) {
	for _, table := range declared {
		for _, c := range table.columns {
			if c.holds == "" {
				t.Errorf("nobody says what %s.%s holds", table.name, c.name)
			}
		}
	}
	for key, holds := range printed {
		if holds == "" {
			t.Errorf("nobody says what %s holds in the log", key)
		}
	}
}

func TestSelfCheckFindsWhatTheStoreIsNotDeclaredToHold(t *testing.T) {
	const yes, no = wire.SelfYes, wire.SelfNo
	rebuilt := func(table, from, to string) string {
		_, create, _ := strings.Cut(schema, "CREATE TABLE "+table+" (")
		create, _, _ = strings.Cut(create, ";")
		after := strings.Replace(create, from, to, 1)
		if after == create {
			t.Fatalf("table %s has no %q", table, from)
		}
		return "DROP TABLE " + table + "; CREATE TABLE " + table + " (" + after
	}
	for _, c := range []struct{ name, change, noAddress, noOrder, oneBallot string }{
		{"nothing else", "", yes, yes, yes},
		{"a column for the time", "ALTER TABLE vote ADD COLUMN at INTEGER", no, no, no},
		{"a column for an address", "ALTER TABLE ballot ADD COLUMN address TEXT", no, no, no},
		{"a column far from the ballots", "ALTER TABLE sealed ADD COLUMN note TEXT", no, no, yes},
		{"a column under another name", "ALTER TABLE vote RENAME COLUMN box TO address", no, no, no},
		{"a computed column", "ALTER TABLE audited ADD COLUMN n INTEGER AS (length(opened))", no, no, yes},
		{"one column fewer", "ALTER TABLE mark DROP COLUMN audited", no, no, no},
		{"a column of another type", rebuilt("vote", "box    BLOB", "box    TEXT"), no, no, no},
		{"a table more", "CREATE TABLE visit (at INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID", no, no, yes},
		{"a table fewer", "DROP TABLE sealed", no, no, yes},
		{"a temporary table", "CREATE TEMP TABLE visit (address TEXT)", no, no, yes},
		{"numbers that go on", "CREATE TABLE n (i INTEGER PRIMARY KEY AUTOINCREMENT)", no, no, yes},
		{"another file", "ATTACH DATABASE ':memory:' AS log", no, no, yes},
		{"an index", "CREATE INDEX byBox ON vote (box)", no, no, no},
		{"a trigger", "CREATE TRIGGER t AFTER INSERT ON sealed BEGIN DELETE FROM mark; END", no, no, yes},
		{"a temporary trigger", "CREATE TEMP TRIGGER t AFTER INSERT ON main.vote BEGIN DELETE FROM mark; END", no, no, yes},
		{"a view", "CREATE VIEW v AS SELECT row FROM vote", no, no, yes},
		{"numbered rows", rebuilt("vote", ", WITHOUT ROWID", ""), yes, no, no},
		{"numbered marks", rebuilt("mark", ", WITHOUT ROWID", ""), yes, no, no},
		{"rows in another order", rebuilt("vote", "PRIMARY KEY (ballot, row)", "PRIMARY KEY (box, ballot)"), yes, no, no},
		{"a key the other way round", rebuilt("mark", "PRIMARY KEY (ballot, row)", "PRIMARY KEY (row, ballot)"), yes, no, no},
		{"values of any type", rebuilt("vote", "STRICT, ", ""), no, no, no},
		{"a row that is no hash", rebuilt("mark", " CHECK (length(row) = 32)", "") + "; INSERT INTO mark VALUES ('1-1', zeroblob(16), 0)", no, no, no},
		{"a ballot with something added", "INSERT INTO vote VALUES ('1-1', zeroblob(32), zeroblob(1000))", no, no, yes},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, s := begun(t, t.TempDir())
			if !strings.Contains(c.change, "DROP") {
				must(t, put(t, b, s, "anna", "yes"))
			}
			_, err := b.db.Exec(c.change)
			must(t, err)
			a := auditOf(t, b)
			noAddress, noOrder, why := a.store(t.Context())
			oneBallot, other := a.oneBallot(t.Context())
			if noAddress != c.noAddress || noOrder != c.noOrder || oneBallot != c.oneBallot {
				t.Errorf("no address %q, no order %q, one ballot %q", noAddress, noOrder, oneBallot)
			}
			if (why == nil) != (noOrder == yes) || (other == nil) != (oneBallot == yes) {
				t.Errorf("the reasons are %v and %v", why, other)
			}
		})
	}
}

func TestSelfCheckKnowsNothingOfAStoreThatItCannotRead(t *testing.T) {
	b, _ := begun(t, t.TempDir())
	must(t, b.close())
	a := auditOf(t, b)
	noAddress, noOrder, err := a.store(t.Context())
	oneBallot, other := a.oneBallot(t.Context())
	spent, third := a.spent(t.Context())
	if noAddress+noOrder+oneBallot+spent != "" || err == nil || other == nil || third == nil {
		t.Errorf("answered %q, %q, %q, %q", noAddress, noOrder, oneBallot, spent)
	}
}

func TestSelfCheckFindsAStoreThatTakesASecondBallot(t *testing.T) {
	own, _ := begun(t, t.TempDir())
	for _, c := range []struct{ name, from, to, want string }{
		{"as it is", "", "", wire.SelfYes},
		{"without a key", "	PRIMARY KEY (ballot, row)\n) STRICT, WITHOUT ROWID;\nCREATE TABLE mark", "	FOREIGN KEY (ballot) REFERENCES ballot\n) STRICT;\nCREATE TABLE mark", wire.SelfNo},
		{"with the ballot in its key", "	PRIMARY KEY (ballot, row)\n) STRICT, WITHOUT ROWID;\nCREATE TABLE mark", "	PRIMARY KEY (ballot, row, box)\n) STRICT, WITHOUT ROWID;\nCREATE TABLE mark", wire.SelfNo},
		{"that takes none", "CHECK (length(context) = 32)", "CHECK (length(context) = 33)", wire.SelfUnknown},
	} {
		changed := strings.Replace(schema, c.from, c.to, 1)
		if changed == schema && c.from != "" {
			t.Fatalf("the schema has no %q", c.from)
		}
		got, err := refusesSecond(t.Context(), filepath.Join(t.TempDir(), "x.db"), changed, rand.Reader, own)
		if got != c.want || (err == nil) != (c.want == wire.SelfYes) {
			t.Errorf("a store %s: %q, %v", c.name, got, err)
		}
	}
	if got, err := refusesSecond(t.Context(), filepath.Join(t.TempDir(), "x.db"), schema, strings.NewReader("too short"), own); got != wire.SelfUnknown || err == nil {
		t.Errorf("without randomness: %q, %v", got, err)
	}
}

func TestSelfCheckLeavesNoScratchStoreBehind(t *testing.T) {
	b, _ := begun(t, t.TempDir())
	a := auditOf(t, b)
	dir := a.u.config.Dir
	// What an urn has left that was killed while it looked.
	must(t, os.MkdirAll(filepath.Join(dir, scratchDir), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, scratchDir, storeFile), []byte("half a store"), 0o600))
	if got, err := a.oneBallot(t.Context()); got != wire.SelfYes || err != nil {
		t.Fatal(got, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v are left, %v", left, err)
	}
	a.u.config.Dir = filepath.Join(dir, "file")
	must(t, os.WriteFile(a.u.config.Dir, nil, 0o600))
	if got, err := a.oneBallot(t.Context()); got != wire.SelfUnknown || err == nil {
		t.Errorf("with no room: %q, %v", got, err)
	}
}

func TestSelfCheckComparesMarksAndKeptBallots(t *testing.T) {
	for _, c := range []struct{ name, change, want string }{
		{"all is there", "", wire.SelfYes},
		{"a token key is promised", "INSERT INTO mark VALUES ('1-1', randomblob(32), 0)", wire.SelfYes},
		{"a test was opened", "INSERT INTO mark VALUES ('1-1', randomblob(32), 1)", wire.SelfYes},
		{"a mark has gone", "DELETE FROM mark WHERE row = (SELECT min(row) FROM mark)", wire.SelfNo},
		{"a kept ballot's mark is a test's", "UPDATE mark SET audited = 1 WHERE row = (SELECT min(row) FROM mark)", wire.SelfNo},
		{"a ballot has come past its mark", "INSERT INTO vote VALUES ('1-1', randomblob(32), zeroblob(340))", wire.SelfNo},
		{"a ballot has gone", "DELETE FROM vote WHERE row = (SELECT min(row) FROM vote)", wire.SelfNo},
		{"more were counted at the stop", "UPDATE ballot SET stage = 2, count = 4", wire.SelfNo},
		{"fewer were counted at the stop", "UPDATE ballot SET stage = 2, count = 2", wire.SelfNo},
		{"all were counted at the stop", "UPDATE ballot SET stage = 2, count = 3", wire.SelfYes},
		{"the rows are given up after the seal", "DELETE FROM vote; DELETE FROM mark; UPDATE ballot SET stage = 4, count = 3", wire.SelfYes},
	} {
		b, s := begun(t, t.TempDir())
		for i := range 3 {
			must(t, put(t, b, s, fmt.Sprint(i), "yes"))
		}
		a := auditOf(t, b)
		if got, err := a.spent(t.Context()); got != wire.SelfYes || err != nil {
			t.Fatalf("before: %q, %v", got, err)
		}
		_, err := b.db.Exec(c.change)
		must(t, err)
		if got, err := a.spent(t.Context()); got != c.want || (err == nil) != (c.want == wire.SelfYes) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

// After the stop the journal holds the urn's own word for how many were in.
func TestSelfCheckComparesTheStoreWithWhatTheUrnHasSigned(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	m.cast(m.voter("anna", 0))
	m.cast(m.voter("bo", 1))
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.await(journal.Stopped)
	p.end()
	for _, c := range []struct {
		name string
		dir  string
		do   string
		want string
	}{
		{"the urn's store", m.dir, "", wire.SelfYes},
		{"an empty store", t.TempDir(), "", wire.SelfNo},
		{"a store with one ballot fewer", m.dir, "DELETE FROM vote WHERE row = (SELECT min(row) FROM vote); UPDATE ballot SET count = 1", wire.SelfNo},
		{"a store of another definition", m.dir, "UPDATE ballot SET count = 2, context = zeroblob(32); INSERT INTO vote SELECT ballot, min(row), zeroblob(9) FROM mark WHERE row NOT IN (SELECT row FROM vote)", wire.SelfNo},
	} {
		b, err := openBox(filepath.Join(c.dir, storeFile), rand.Reader)
		must(t, err)
		_, err = b.db.Exec(c.do)
		a := auditOf(t, b)
		a.u.state, a.u.live = m.state, true
		got, why := a.spent(t.Context())
		if must(t, errors.Join(err, b.close())); got != c.want || (why == nil) != (c.want == wire.SelfYes) {
			t.Errorf("%s: %q, %v", c.name, got, why)
		}
	}
}

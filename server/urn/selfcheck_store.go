package urn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/journal"
	"valurna/server/wire"
)

// shape is what the store says of itself.
type shape struct {
	tables  []table // columns hold nothing but name and type
	other   []string
	rowids  []string // tables whose rows are numbered as they come
	misfits int      // rows that are no hash, or no ballot of the one length
}

// shape reads all tables, and whatever else could keep something: indexes, triggers,
// views, temporary tables and other files.
func (b *box) shape(ctx context.Context) (shape, error) {
	var s shape
	// One connection: each list is read to its end before the next.
	err := each(ctx, b.db, `SELECT t.schema, t.name, t.type, t.wr, t.strict,
		coalesce(c.name, ''), coalesce(c.type, ''), coalesce(c.pk, 0), coalesce(c.hidden, 0)
		FROM pragma_table_list AS t LEFT JOIN pragma_table_xinfo AS c ON c.arg = t.name AND c.schema = t.schema
		WHERE t.name NOT IN ('sqlite_schema', 'sqlite_temp_schema') ORDER BY t.schema, t.name, c.cid`,
		func(scan func(...any) error) error {
			var home, name, kind, col, typ string
			var wr, strict bool
			var pk, hidden int
			if err := scan(&home, &name, &kind, &wr, &strict, &col, &typ, &pk, &hidden); err != nil {
				return err
			}
			s.add(home, name, kind, wr, strict)
			t := &s.tables[len(s.tables)-1]
			if hidden != 0 {
				s.other = append(s.other, "hidden column "+name+"."+col)
			}
			t.columns = append(t.columns, column{name: col, typ: typ})
			if pk > 0 {
				t.key = append(t.key, make([]string, max(0, pk-len(t.key)))...)
				t.key[pk-1] = col
			}
			return nil
		})
	// An index that SQLite makes for a key has this name, and no other may have one.
	err = errors.Join(err, each(ctx, b.db, `SELECT type || ' ' || name FROM (SELECT * FROM sqlite_schema UNION ALL SELECT * FROM sqlite_temp_schema)
		WHERE type <> 'table' AND name NOT LIKE 'sqlite\_autoindex\_%' ESCAPE '\'
		UNION ALL SELECT 'database ' || name FROM pragma_database_list WHERE name NOT IN ('main', 'temp')`,
		func(scan func(...any) error) error {
			var what string
			err := scan(&what)
			s.other = append(s.other, what)
			return err
		}))
	return s, err
}

// add begins a table, unless it is the one that was begun last.
func (s *shape) add(home, name, kind string, wr, strict bool) {
	if home != "main" {
		name = home + "." + name
	}
	if n := len(s.tables); n > 0 && s.tables[n-1].name == name {
		return
	}
	s.tables = append(s.tables, table{name: name})
	if kind != "table" || !strict {
		s.other = append(s.other, fmt.Sprintf("%s %s, strict: %v", kind, name, strict))
	}
	if !wr {
		s.rowids = append(s.rowids, name)
	}
}

// measure counts what does not have the length that its column is declared to have.
func (b *box) measure(ctx context.Context, s *shape) error {
	return b.db.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM vote LEFT JOIN ballot USING (ballot) WHERE length(row) <> 32 OR length(box) IS NOT size + ?) +
		(SELECT count(*) FROM mark WHERE length(row) <> 32) + (SELECT count(*) FROM sealed WHERE length(hash) <> 32) +
		(SELECT count(*) FROM audited WHERE length(hash) <> 32)`, boxOverhead).Scan(&s.misfits)
}

// each reads all rows of a query.
func each(ctx context.Context, q rowsQuerier, query string, read func(scan func(...any) error) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// undeclared is why the store could hold more than is declared; nil if it cannot.
func (s *shape) undeclared() error {
	var why error
	for _, what := range s.other {
		why = errors.Join(why, fmt.Errorf("urn: the store has what nobody has declared: %s", what))
	}
	known := map[string]bool{}
	for _, t := range s.tables {
		known[t.name] = true
		i := slices.IndexFunc(declared, func(d table) bool { return d.name == t.name })
		same := func(a, b column) bool { return a.name == b.name && a.typ == b.typ }
		if i < 0 || !slices.EqualFunc(declared[i].columns, t.columns, same) {
			why = errors.Join(why, fmt.Errorf("urn: table %s of the store is not as it is declared", t.name))
		}
	}
	for _, d := range declared {
		if !known[d.name] {
			why = errors.Join(why, fmt.Errorf("urn: the store has no table %s", d.name))
		}
	}
	if s.misfits > 0 {
		why = errors.Join(why, fmt.Errorf("urn: %d rows of the store have not the length that all have", s.misfits))
	}
	return why
}

// ordered is why a row's place in the store could tell when it came; nil if it cannot:
// no row has a number, and the key by which rows are ordered is a hash.
func (s *shape) ordered() error {
	var why error
	for _, name := range s.rowids {
		why = errors.Join(why, fmt.Errorf("urn: table %s of the store numbers its rows as they come", name))
	}
	for _, t := range s.tables {
		for _, d := range declared {
			if d.name == t.name && !slices.Equal(d.key, t.key) {
				why = errors.Join(why, fmt.Errorf("urn: table %s of the store is ordered by %s", t.name, strings.Join(t.key, ", ")))
			}
		}
	}
	return why
}

// store answers what the store has room for.
func (a *selfAudit) store(ctx context.Context) (noAddress, noOrder string, err error) {
	s, err := a.u.box.shape(ctx)
	if err != nil {
		return wire.SelfUnknown, wire.SelfUnknown, err
	}
	more, order := s.undeclared(), s.ordered()
	if more == nil {
		// Only a store that has these columns can be measured.
		if err := a.u.box.measure(ctx, &s); err != nil {
			return wire.SelfUnknown, wire.SelfUnknown, err
		}
		more = s.undeclared()
	}
	return yesIf(more == nil), yesIf(more == nil && order == nil), errors.Join(more, order)
}

// spending is what the store keeps of one ballot.
type spending struct {
	ballot             string
	stage              stage
	count, kept, spent int
}

// spending counts, of each ballot whose rows are still there, the kept ballots and
// those of them whose own mark is there, as given over to casting. A mark without a
// kept ballot is none to count: it is a ciphertext's, or a token key's that was
// promised and may never be cast, and the store does not tell those apart.
func (b *box) spending(ctx context.Context) ([]spending, error) {
	var out []spending
	err := each(ctx, b.db, `SELECT ballot, stage, count,
		(SELECT count(*) FROM vote WHERE vote.ballot = ballot.ballot),
		(SELECT count(*) FROM vote JOIN mark USING (ballot, row) WHERE vote.ballot = ballot.ballot AND mark.audited = 0)
		FROM ballot WHERE stage < ?`,
		func(scan func(...any) error) error {
			var s spending
			err := scan(&s.ballot, &s.stage, &s.count, &s.kept, &s.spent)
			out = append(out, s)
			return err
		}, erased)
	return out, err
}

// spent compares marks and kept ballots of every running ballot. Kept ballots never
// become fewer while they are kept, and after the stop they are as many as this urn has
// signed.
func (a *selfAudit) spent(ctx context.Context) (string, error) {
	all, err := a.u.box.spending(ctx)
	if err != nil {
		return wire.SelfUnknown, err
	}
	var why error
	for _, s := range all {
		switch {
		case s.kept != s.spent:
			why = errors.Join(why, fmt.Errorf("urn: of %d kept ballots of %s, %d have their mark", s.kept, s.ballot, s.spent))
		case s.stage != accepting && s.kept != s.count, s.kept < a.most[s.ballot]:
			why = errors.Join(why, fmt.Errorf("urn: of ballot %s there are %d, and have been %d", s.ballot, s.kept, max(s.count, a.most[s.ballot])))
		}
		a.most[s.ballot] = max(a.most[s.ballot], s.kept)
	}
	for _, b := range a.u.due() {
		if b.Stop == nil || b.Phase > journal.Counted {
			continue
		}
		if r, err := a.u.box.record(ctx, b.Definition.Ballot); errors.Is(err, errUnknown) || err == nil && (r.context != b.Context || r.count != b.Stop.Cast) {
			why = errors.Join(why, fmt.Errorf("urn: the store does not hold ballot %s as this urn has signed it", b.Definition.Ballot))
		} else if err != nil {
			return wire.SelfUnknown, errors.Join(why, err)
		}
	}
	return yesIf(why == nil), why
}

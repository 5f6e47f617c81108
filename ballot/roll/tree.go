package roll

import (
	"fmt"

	"github.com/pelletier/go-toml/v2/unstable"
)

// part is one part of a dotted key.
type part struct {
	name string
	line int
}

// expression takes one header or key into the tree and returns the offset of its
// last byte that matters for finding the next expression.
func (d *document) expression(p *unstable.Parser, n *unstable.Node, base int) int {
	path, end := d.path(n, base)
	switch n.Kind {
	case unstable.Table:
		d.openTable(path)
	case unstable.ArrayTable:
		d.openArray(path)
	case unstable.KeyValue:
		end = base + int(n.Raw.Offset+n.Raw.Length)
		d.assign(d.current, path, d.read(n.Value(), base, path[0].line))
	}
	// Behind the closing brackets of a header, which are not part of its key.
	for n.Kind != unstable.KeyValue && end < len(d.data) && d.data[end] != '\n' && d.data[end] != '#' {
		end++
	}
	return end
}

// path gives the parts of a key and the offset behind the last of them.
func (d *document) path(n *unstable.Node, base int) ([]part, int) {
	var out []part
	end := base
	for it := n.Key(); it.Next(); {
		k := it.Node()
		end = base + int(k.Raw.Offset+k.Raw.Length)
		out = append(out, part{string(k.Data), d.lineAt(base + int(k.Raw.Offset))})
	}
	return out, end
}

// read copies a value out of the parser, which reuses its memory. The parser
// gives no place for an array: it gets the line of its key or its parent.
func (d *document) read(n *unstable.Node, base, line int) *value {
	v := &value{kind: n.Kind, line: line, text: string(n.Data)}
	if n.Kind != unstable.Array {
		v.line = d.lineAt(base + int(n.Raw.Offset))
	}
	switch n.Kind {
	case unstable.Array:
		for it := n.Children(); it.Next(); {
			v.list = append(v.list, d.read(it.Node(), base, v.line))
		}
	case unstable.InlineTable:
		v.table = newTable(v.line)
		for it := n.Children(); it.Next(); {
			path, _ := d.path(it.Node(), base)
			d.assign(v.table, path, d.read(it.Node().Value(), base, path[0].line))
		}
		v.table.close()
	}
	return v
}

// close ends an inline table, with the tables that its dotted keys made.
func (t *table) close() {
	t.closed = true
	for _, v := range t.fields {
		if v.table != nil {
			v.table.close()
		}
	}
}

func (d *document) doubled(t *table, p part) {
	d.add(p.line, "", fmt.Sprintf("%q stands here a second time (first in line %d)", p.name, t.lines[p.name]), "keep one of the two")
}

// assign puts v under a possibly dotted key.
func (d *document) assign(t *table, path []part, v *value) {
	for _, p := range path[:len(path)-1] {
		next := t.fields[p.name]
		if next == nil {
			next = &value{kind: unstable.Table, line: p.line, table: newTable(p.line)}
			next.table.dotted = true
			t.set(p.name, p.line, next)
		}
		if next.table == nil || !next.table.dotted || next.table.closed {
			d.doubled(t, p)
			return
		}
		t = next.table
	}
	last := path[len(path)-1]
	if t.fields[last.name] != nil {
		d.doubled(t, last)
		return
	}
	t.set(last.name, last.line, v)
}

// descend finds the table in which the last part of a header's key stands. A
// table that a [[name]] header made stands for its newest element.
func (d *document) descend(path []part) (*table, part) {
	t := d.root
	for _, p := range path[:len(path)-1] {
		next := t.fields[p.name]
		if next == nil {
			next = &value{kind: unstable.Table, line: p.line, table: newTable(p.line)}
			t.set(p.name, p.line, next)
		}
		switch {
		case next.array:
			t = next.list[len(next.list)-1].table
		case next.table != nil && !next.table.closed:
			t = next.table
		default:
			d.doubled(t, p)
			return nil, p
		}
	}
	return t, path[len(path)-1]
}

// openTable takes a header [a.b].
func (d *document) openTable(path []part) {
	t, last := d.descend(path)
	// What stands under a header that is refused is read, but belongs to nobody.
	d.current = newTable(last.line)
	if t == nil {
		return
	}
	v := t.fields[last.name]
	switch {
	case v == nil:
		d.current.header = true
		t.set(last.name, last.line, &value{kind: unstable.Table, line: last.line, table: d.current})
	case v.table == nil || v.table.header || v.table.dotted || v.table.closed:
		d.doubled(t, last)
	default:
		v.table.header, v.table.line = true, last.line
		d.current = v.table
	}
}

// openArray takes a header [[a.b]].
func (d *document) openArray(path []part) {
	t, last := d.descend(path)
	d.current = newTable(last.line)
	if t == nil {
		return
	}
	v := t.fields[last.name]
	if v == nil {
		v = &value{kind: unstable.Array, line: last.line, array: true}
		t.set(last.name, last.line, v)
	}
	if !v.array {
		d.doubled(t, last)
		return
	}
	d.current.header = true
	v.list = append(v.list, &value{kind: unstable.Table, line: last.line, table: d.current})
}

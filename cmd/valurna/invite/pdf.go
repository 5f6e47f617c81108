package invite

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/crypto/ssh"

	"valurna/tui/words"
)

// A4, in millimetres and points. Everything is drawn with the fonts that every
// reader of PDF has (ISO 32000-1, 9.6.2.2), in the encoding cp1252.
const (
	margin    = 15.0
	pageWidth = 210.0 - 2*margin
	pageEnd   = 297.0 - 11
	labelWide = 30.0
	bodySize  = 9.2
	// A key has 80 characters and more, and is not broken while it can be read.
	codeSize, codeLeast = 7.6, 5.0
)

// errLong says that a sheet does not fit on one page.
var errLong = errors.New("the invitation does not fit on one page: shorten the names of body, meeting and place, or contact and phone")

// PDF is the sheet as one page. The same sheet gives the same bytes: it is dated
// with the day of the meeting. Letters outside cp1252 stand as their nearest in
// it; Unprintable tells of them.
func (s *Sheet) PDF() ([]byte, error) {
	// Texts have lengths of their own in each language and for each body: the
	// largest type that leaves everything on one page is taken.
	for scale := 1.0; scale > 0.75; scale -= 0.02 {
		data, fits, err := s.page(scale)
		if fits || err != nil {
			return data, err
		}
	}
	return nil, errLong
}

// page draws the sheet at one size of type; false if it ran over.
func (s *Sheet) page(scale float64) ([]byte, bool, error) {
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCreationDate(s.date)
	p.SetModificationDate(s.date)
	p.SetCatalogSort(true)
	p.SetProducer("valurna", true)
	p.SetLang(s.lang)
	p.SetTitle(s.title+" · "+s.facts[0].Says, true)
	p.SetMargins(margin, 12, margin)
	p.SetAutoPageBreak(false, 0)
	p.AddPage()
	d := &drawing{Fpdf: p, scale: scale}
	s.head(d)
	s.trust(d)
	s.doing(d)
	s.copying(d)
	fits := d.GetY() <= pageEnd
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, false, fmt.Errorf("the PDF was not made: %w", err)
	}
	return out.Bytes(), fits, nil
}

// head is what the sheet is, to whom, and when and where.
func (s *Sheet) head(d *drawing) {
	d.font("", 10)
	d.write(s.body)
	d.font("B", 17)
	d.write(s.title)
	d.gap(1.5)
	d.framed(func() {
		if s.marks != "" {
			d.font("B", bodySize)
			d.write(s.marks)
		}
		d.font("", bodySize)
		d.write(strings.Join(s.about, " "))
	})
	d.gap(2)
	for i, f := range s.facts {
		y := d.GetY()
		d.font("", bodySize)
		d.SetTextColor(90, 90, 90)
		d.CellFormat(labelWide, d.height(), plain(f.Name), "", 0, "L", false, 0, "")
		d.SetTextColor(0, 0, 0)
		if i == 0 || f.Name == s.words.Phone {
			d.font("B", bodySize)
		}
		if f.Name == s.words.Key { // I and l have to differ
			d.SetFont("Courier", "", d.size)
		}
		d.SetLeftMargin(margin + labelWide)
		d.SetXY(margin+labelWide, y)
		d.write(f.Says)
		d.SetLeftMargin(margin)
		d.SetX(margin)
	}
}

// trust is what the member compares: words and fingerprints.
func (s *Sheet) trust(d *drawing) {
	d.title(s.words.WordsTitle)
	d.SetFont("Courier", "B", 15*d.scale)
	for i, word := range s.ten {
		ends := 0
		if i%5 == 4 {
			ends = 1
		}
		d.CellFormat(pageWidth/5, 6.4*d.scale, word, "", ends, "C", false, 0, "")
	}
	d.gap(1)
	d.font("", bodySize)
	d.write(s.words.WordsHow)
	d.title(s.words.PrintsTitle)
	for _, p := range []place{s.desk, s.booth} {
		d.font("B", bodySize)
		d.CellFormat(labelWide, d.height(), plain(p.name), "", 0, "L", false, 0, "")
		d.SetFont("Courier", "", 10*d.scale)
		d.CellFormat(0, d.height(), ssh.FingerprintSHA256(p.key), "", 1, "L", false, 0, "")
	}
	d.gap(0.5)
	d.font("", bodySize)
	d.write(s.words.PrintsHow)
}

// doing is the evening in its steps, and how each program does them.
func (s *Sheet) doing(d *drawing) {
	d.title(s.words.StepsTitle)
	for i, st := range s.steps {
		d.font("B", bodySize)
		d.CellFormat(5, d.height(), fmt.Sprint(i+1), "", 0, "L", false, 0, "")
		d.font("", bodySize)
		d.indent(5, func() {
			d.write(st.says)
			if st.command != "" {
				d.code(8.6, st.command)
			}
		})
	}
	d.title(s.words.WaysTitle)
	ways, last := s.ways[:len(s.ways)-1], s.ways[len(s.ways)-1]
	// Two columns: short lines are read more easily, and the page is used.
	d.columns(len(ways), func(i int, width float64) { d.way(ways[i], width) })
	d.way(last, pageWidth)
	if s.hosted {
		d.code(8.6, s.join)
	}
}

// copying is what is pasted, and so better taken from the text.
func (s *Sheet) copying(d *drawing) {
	d.title(s.words.ConfigTitle)
	d.font("", bodySize-0.7)
	d.write(s.configHow)
	config := s.config()
	d.framed(func() {
		d.columns(2, func(i int, width float64) {
			part := config[:len(config)/2]
			if i == 1 {
				part = config[len(config)/2:]
			}
			d.codeIn(codeSize, width, part...)
		})
	})
	d.gap(1)
	d.font("", bodySize-0.7)
	d.write(s.words.HostsHow)
	d.framed(func() { d.code(codeSize, s.hosts()...) })
}

// lineHeight is the height of a line, in millimetres for a point of type.
const lineHeight = 0.3528 * 1.22

// drawing is a page with the few forms that the sheet has.
type drawing struct {
	*fpdf.Fpdf
	scale float64
	size  float64
}

func (d *drawing) font(style string, size float64) {
	d.size = size * d.scale
	d.SetFont("Helvetica", style, d.size)
}

func (d *drawing) height() float64   { return d.size * lineHeight }
func (d *drawing) gap(mm float64)    { d.SetXY(margin, d.GetY()+mm*d.scale) }
func (d *drawing) write(text string) { d.MultiCell(0, d.height(), plain(text), "", "L", false) }

func (d *drawing) title(text string) {
	d.gap(2)
	d.SetDrawColor(170, 170, 170)
	d.Line(margin, d.GetY(), margin+pageWidth, d.GetY())
	d.gap(0.8)
	d.font("B", 10.5)
	d.write(text)
}

func (d *drawing) indent(by float64, draw func()) {
	d.SetLeftMargin(margin + by)
	d.SetX(margin + by)
	draw()
	d.SetLeftMargin(margin)
	d.SetX(margin)
}

// code writes lines for the keyboard, each unbroken while it can be read.
func (d *drawing) code(size float64, lines ...string) {
	left, _, _, _ := d.GetMargins()
	d.codeIn(size, margin+pageWidth-left, lines...)
}

func (d *drawing) codeIn(size, width float64, lines ...string) {
	d.size = size * d.scale
	longest := 0
	for _, l := range lines {
		longest = max(longest, len([]rune(l)))
	}
	// Each letter of Courier is 0.6 of its size wide.
	if fits := (width - 2*d.GetCellMargin()) / (float64(longest) * 0.6 * 0.3528); fits < d.size {
		d.size = max(fits-0.01, codeLeast)
	}
	d.SetFont("Courier", "", d.size)
	d.MultiCell(width, d.height(), plain(strings.Join(lines, "\n")), "", "L", false)
}

func (d *drawing) way(w words.Told, width float64) {
	d.font("B", bodySize-0.7)
	d.MultiCell(width, d.height(), plain(w.Name), "", "L", false)
	d.font("", bodySize-0.7)
	d.MultiCell(width, d.height(), plain(w.Says), "", "L", false)
}

// columns draws n things in two columns, row by row.
func (d *drawing) columns(n int, draw func(i int, width float64)) {
	const between = 5.0 // millimetres
	width := (pageWidth - between) / 2
	for i := 0; i < n; i += 2 {
		top, end := d.GetY(), d.GetY()
		for j := i; j < min(i+2, n); j++ {
			left := margin + float64(j-i)*(width+between)
			d.SetLeftMargin(left)
			d.SetXY(left, top)
			draw(j, width)
			end = max(end, d.GetY())
		}
		d.SetLeftMargin(margin)
		d.SetXY(margin, end)
		d.gap(0.8)
	}
}

// framed puts a frame around what is drawn. A ground under it would have to be
// drawn first, at a height that is only known afterwards.
func (d *drawing) framed(draw func()) {
	top := d.GetY()
	d.SetXY(margin, top+0.8)
	draw()
	d.SetDrawColor(120, 120, 120)
	d.Rect(margin, top, pageWidth, d.GetY()-top+0.8, "D")
	d.SetXY(margin, d.GetY()+0.8)
}

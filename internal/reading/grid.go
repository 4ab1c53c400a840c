package reading

import (
	"slices"
	"strings"

	"onderdak/internal/phrase"
	"onderdak/internal/post"
	"onderdak/internal/sheet"
)

// grid is a table typed in a text: rows of cells, and where they stand.
type grid struct {
	first, last int // its segments, first..last
	rows        [][]string
	lines       []phrase.Span // of the rows
}

// A text has no more tables, and a table typed in it no more rows.
const (
	mostGrids = 10
	mostRows  = 200
)

// grids finds the tables in the segments: two rows or more in one paragraph.
func (d *document) grids() []grid {
	var found []grid
	for i := 0; i < len(d.segments) && len(found) < mostGrids; i++ {
		if !d.segments[i].row {
			continue
		}
		g := grid{first: i, last: i}
		for k := i; k < len(d.segments) && k < i+mostRows && d.segments[k].row && d.segments[k].paragraph == d.segments[i].paragraph; k++ {
			g.last = k
			d.addRow(&g, d.segments[k])
		}
		if len(g.rows) >= 2 {
			found = append(found, g)
		}
		i = g.last
	}
	return found
}

func (d *document) addRow(g *grid, s segment) {
	line := phrase.Span{Start: d.tokens[s.from].Start, End: d.tokens[s.to-1].End}
	text := d.text[line.Start:line.End]
	if strings.Trim(text, "|-+=: \t") == "" {
		return
	}
	var cells []string
	switch {
	case strings.Contains(text, "|"):
		cells = strings.Split(strings.Trim(text, "| "), "|")
	case strings.Contains(text, "\t"):
		cells = strings.Split(text, "\t")
	case strings.Count(text, ";") >= 2 && !strings.Contains(text, "; "):
		cells = strings.Split(text, ";")
	default:
		cells = splitGaps(text)
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	g.rows, g.lines = append(g.rows, cells), append(g.lines, line)
}

// splitGaps cuts a line where two spaces or more stand together.
func splitGaps(text string) []string {
	var cells []string
	for text != "" {
		cell, rest, _ := strings.Cut(text, "  ")
		cells = append(cells, cell)
		text = strings.TrimLeft(rest, " ")
	}
	return cells
}

// typed reads the tables of the text and gives their offers; the segments of a
// table that was read are not read again as sentences.
func (f *finisher) typed() []Offer {
	var offers []Offer
	for _, g := range f.d.grids() {
		read, _, _ := f.bounds.typed.Read(sheet.Sheet{Rows: g.rows}, "")
		var kept []Offer
		for _, o := range read {
			if o.Places > 0 || o.Name != "" {
				kept = append(kept, f.placed(o, g))
			}
		}
		if len(kept) == 0 {
			continue
		}
		offers = append(offers, kept...)
		for k := g.first; k <= g.last; k++ {
			f.d.segments[k].consumed = true
		}
		if len(offers) >= mostOffers {
			return offers[:mostOffers]
		}
	}
	return offers
}

// placed ties the traces of an offer to the words of its row in the text.
func (f *finisher) placed(o Offer, g grid) Offer {
	line := phrase.Span{Start: g.lines[0].Start, End: g.lines[len(g.lines)-1].End}
	if o.Row >= 1 && o.Row <= len(g.lines) {
		line = g.lines[o.Row-1]
	}
	for field, t := range o.Traces {
		t.Spans = nil
		if at := strings.Index(f.d.text[line.Start:line.End], t.Words); at >= 0 && t.Words != "" {
			t.Spans = []phrase.Span{{Start: line.Start + at, End: line.Start + at + len(t.Words)}}
		}
		o.Traces[field] = t
	}
	o.Source, o.Row = "", 0
	return o
}

// complete fills what a table leaves open from what the mail says of all.
func (f *finisher) complete(o *Offer, withContact bool) {
	c := &candidate{}
	if o.Traces == nil {
		o.Traces = map[Field]Trace{}
	}
	if o.Municipality == "" {
		f.where(o, c)
	}
	f.when(o, c)
	if withContact && o.Contact == (Contact{}) {
		f.contact(o, c)
	}
	f.facilities(o, c)
}

// attached reads the sheets that came with a letter.
func (f *finisher) attached(files []post.Attachment) {
	if !f.bounds.opened {
		f.bounds.open(files)
	}
	f.warnings = append(f.warnings, f.bounds.notes...)
	for _, offers := range f.bounds.offers {
		f.sheet(slices.Clone(offers))
	}
}

func (f *finisher) sheet(offers []Offer) {
	named := false
	for _, o := range offers {
		named = named || o.Contact != (Contact{})
	}
	for i := range offers {
		f.complete(&offers[i], !named)
	}
	f.join(offers)
}

// join adds the offers of a table; one that the text or another table names too
// takes the place of that.
func (f *finisher) join(offers []Offer) {
	at := make(map[string]int, len(f.offers))
	for i, known := range f.offers {
		at[strings.ToLower(known.Name)] = i
	}
	for _, o := range offers {
		i, known := at[strings.ToLower(o.Name)]
		if o.Name == "" || !known || f.offers[i].Source == o.Source {
			at[strings.ToLower(o.Name)] = len(f.offers)
			f.offers = append(f.offers, o)
			continue
		}
		f.offers[i] = o
	}
}

func isSheet(file post.Attachment) bool {
	if len(file.Data) == 0 {
		return false
	}
	name := strings.ToLower(file.Name)
	for _, end := range []string{".csv", ".xlsx", ".xlsm", ".ods", ".tsv"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return file.Type == "text/csv" || strings.Contains(file.Type, "spreadsheet")
}

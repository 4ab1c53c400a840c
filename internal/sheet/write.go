package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// Writer writes CSV in UTF-8, with commas, that a spreadsheet program shows and
// does not calculate with. All CSV of the house comes from here.
type Writer struct {
	out   *csv.Writer
	exact bool
}

// NewWriter writes cells with Guard.
func NewWriter(w io.Writer) *Writer { return &Writer{out: csv.NewWriter(w)} }

// NewExactWriter writes cells byte by byte as they are, for files that programs
// join by their ids with files they handed in.
func NewExactWriter(w io.Writer) *Writer { return &Writer{out: csv.NewWriter(w), exact: true} }

// Write writes a row.
func (w *Writer) Write(cells ...string) error {
	if w.exact {
		return w.out.Write(cells)
	}
	guarded := make([]string, len(cells))
	for i, cell := range cells {
		guarded[i] = Guard(cell)
	}
	return w.out.Write(guarded)
}

// WriteAll writes rows and flushes.
func (w *Writer) WriteAll(rows [][]string) error {
	for _, row := range rows {
		if err := w.Write(row...); err != nil {
			return err
		}
	}
	return w.Flush()
}

// Flush hands over what was held back and tells the first error.
func (w *Writer) Flush() error {
	w.out.Flush()
	return w.out.Error()
}

// Guard puts an apostrophe before each place in a text where a spreadsheet program
// could see a formula begin: at its start, and behind a semicolon, a tab or a line
// end, for a Dutch Excel cuts a comma-separated line at its semicolons. Numbers
// stay as they are. Unguard gives the text back.
func Guard(text string) string {
	if isNumber(text) || !strings.ContainsAny(text, signs+"\t\r") {
		return text
	}
	guarded := eachPiece(text, func(piece string) string {
		if calculates(piece) {
			return "'" + piece
		}
		return piece
	})
	if opensBlank(text) {
		return "'" + guarded
	}
	return guarded
}

// Unguard takes off what Guard put on.
func Unguard(text string) string {
	if !strings.Contains(text, "'") {
		return text
	}
	if text[0] == '\'' && opensBlank(text) {
		text = text[1:]
	}
	return eachPiece(text, func(piece string) string {
		if rest, ok := strings.CutPrefix(piece, "'"); ok && calculates(rest) {
			return rest
		}
		return piece
	})
}

// signs begin a formula; Excel in East Asian settings takes the wide ones too.
const signs = "=+-@＝＋－＠"

// calculates tells whether a spreadsheet program may take a cell with this text
// for a formula once apostrophes before it are gone. Spaces and quotes before the
// sign do not stop every program.
func calculates(text string) bool {
	text = strings.TrimLeft(strings.TrimLeft(text, "'"), " \"\u00a0\ufeff")
	return text != "" && strings.IndexAny(text, signs) == 0
}

// opensBlank tells whether a text begins with a tab or a return, which programs
// drop before they look for a formula.
func opensBlank(text string) bool {
	text = strings.TrimLeft(text, "'")
	return text != "" && (text[0] == '\t' || text[0] == '\r')
}

// eachPiece changes the pieces of a text that a program may see as cells.
func eachPiece(text string, change func(string) string) string {
	var out strings.Builder
	for {
		stop := strings.IndexAny(text, ";\t\r\n")
		if stop < 0 {
			out.WriteString(change(text))
			return out.String()
		}
		out.WriteString(change(text[:stop]))
		out.WriteByte(text[stop])
		text = text[stop+1:]
	}
}

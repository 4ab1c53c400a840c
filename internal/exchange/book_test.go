package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"onderdak/internal/plan"
)

// bookSheet is a sheet of a made-up workbook: its name, what stands before its
// rows, and rows of texts.
type bookSheet struct {
	name, before string
	rows         [][]string
	after        string
}

// xlsx makes a workbook.
func xlsx(t *testing.T, sheets ...bookSheet) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	put := func(name, text string) {
		w, err := archive.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var index, relations strings.Builder
	for i, one := range sheets {
		fmt.Fprintf(&index, `<sheet name=%q r:id="r%d"/>`, one.name, i)
		fmt.Fprintf(&relations, `<Relationship Id="r%d" Type="a/worksheet" Target="s%d.xml"/>`, i, i)
		var rows strings.Builder
		for _, row := range one.rows {
			rows.WriteString("<row>")
			for _, cell := range row {
				rows.WriteString(`<c t="str"><v>` + cell + `</v></c>`)
			}
			rows.WriteString("</row>")
		}
		put(fmt.Sprintf("xl/s%d.xml", i), "<worksheet>"+one.before+"<sheetData>"+rows.String()+"</sheetData>"+one.after+"</worksheet>")
	}
	put("xl/workbook.xml", "<workbook><sheets>"+index.String()+"</sheets></workbook>")
	put("xl/_rels/workbook.xml.rels", "<Relationships>"+relations.String()+"</Relationships>")
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var placesRows = [][]string{{"locatie", "van", "tot", "plekken"}, {"#loc", "#from"}, {"L1", "2022-04-11", "", "40"}, {}, {"L2", "11-4-2022", "2022-04-12", "4,5"}, {"L1", "2022-05-01", "", "3"}, {"L3", "2022-05-01", "", "3", "over"}}

// The kind of file finds its sheet, and problems name it.
func TestReadBook(t *testing.T) {
	book := xlsx(t, bookSheet{name: "Toelichting", rows: [][]string{{"lees dit"}}}, bookSheet{name: "Capaciteit", rows: placesRows})
	spans, problems := ReadCapacity(bytes.NewReader(book), "opgave.xlsx", Options{SkipBad: true})
	want := []string{
		"opgave.xlsx, Capaciteit, row 5, column van: 11-4-2022 is not written as year-month-day. Write 2022-04-11, if that day is meant.",
		"opgave.xlsx, Capaciteit, row 5, column plekken: 4,5 is not a whole number. Write a whole number, such as 12.",
		"opgave.xlsx, Capaciteit, row 6, column van: Nights of L1 in this row also stand in row 3. Let one row end before the other begins; an empty end has no end.",
		"opgave.xlsx, Capaciteit, row 7: The row has 5 cells, the first row 4. Put quotes around a text with a separator in it.",
	}
	var got []string
	for _, problem := range problems.Listed {
		got = append(got, problem.English())
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(spans) != 1 || spans[0].Location != "L1" || spans[0].Places != 40 {
		t.Errorf("%+v", spans)
	}
}

// Without a sheet of that name it is the first; a formula in it is only a text.
func TestReadBookFirstSheet(t *testing.T) {
	book := xlsx(t, bookSheet{name: "Blad1", rows: [][]string{{}, {"id", "gemeente", "naam", "type", "voorzieningen", "kortdurend"}, {"=1+1", "GM0344", "'=2"}}}, bookSheet{name: "Blad2", rows: placesRows})
	locations, problems := ReadLocations(bytes.NewReader(book), "b.xlsx", Options{})
	if want := (plan.Location{ID: "=1+1", Municipality: "GM0344", Name: "'=2"}); len(locations) != 1 || locations[0].ID != want.ID || locations[0].Name != want.Name || len(problems.Listed) != 0 {
		t.Errorf("%+v %v", locations, brief(problems))
	}
}

func TestBookRemarks(t *testing.T) {
	head := [][]string{{"id", "gemeente", "naam", "type", "voorzieningen", "kortdurend"}, {"L1", "GM0344"}}
	for _, test := range []struct {
		name   string
		data   []byte
		want   string
		closed bool
	}{
		{"hidden", xlsx(t, bookSheet{name: "a", before: `<cols><col hidden="1"/></cols>`, rows: head}), "0  book_hidden warning", false},
		{"cut", xlsx(t, bookSheet{name: "a", rows: head, after: `<sheetData><row r="30000"><c><v>1</v></c></row></sheetData>`}), "0  book_cut", true},
		{"merged", xlsx(t, bookSheet{name: "a", rows: append(head[:2:2], []string{"", "GM0344"}), after: `<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`}), "0  book_merged warning\n3 id duplicate_id", true},
		{"another sheet is cut", xlsx(t, bookSheet{name: "a", rows: head}, bookSheet{name: "b", before: `<sheetData><row r="30000"><c><v>1</v></c></row></sheetData>`}), "", false},
		{"nothing", xlsx(t), "0  empty_file", true},
		{"no rows", xlsx(t, bookSheet{name: "a"}), "0  empty_file", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			locations, problems := ReadLocations(bytes.NewReader(test.data), "f", Options{})
			var got []string
			for _, p := range problems.Listed {
				line := fmt.Sprintf("%d %s %s", p.Row, p.Column, strings.TrimPrefix(p.Key, "exchange."))
				if p.Warning {
					line += " warning"
				}
				got = append(got, line)
			}
			if strings.Join(got, "\n") != test.want || (len(locations) == 0) != test.closed {
				t.Errorf("got %q with %d locations, want %q", got, len(locations), test.want)
			}
		})
	}
}

// What the house writes cannot calculate, and the house reads it back as it was.
func TestExportsAreGuarded(t *testing.T) {
	names := []string{"=cmd|' /C calc'!A0", "+31 30", "-x", "@SUM(A1)", "zaal;=1+1", "'=1", "-5"}
	var in []plan.Location
	for i, name := range names {
		in = append(in, plan.Location{ID: fmt.Sprint("L", i), Municipality: "GM0344", Name: name})
	}
	var file strings.Builder
	if err := WriteLocations(&file, in); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(file.String(), "\n") {
		for _, cell := range strings.FieldsFunc(line, func(char rune) bool { return char == ',' || char == ';' }) {
			if cell = strings.Trim(cell, `"`); cell != "-5" && strings.IndexAny(cell, "=+-@\t\r") == 0 {
				t.Errorf("%q is a formula in %q", cell, line)
			}
		}
	}
	out, problems := ReadLocations(strings.NewReader(file.String()), "f", Options{})
	if !problems.OK() || len(out) != len(in) {
		t.Fatal(brief(problems))
	}
	for i := range in {
		if out[i].Name != in[i].Name {
			t.Errorf("%q came back as %q", in[i].Name, out[i].Name)
		}
	}
}

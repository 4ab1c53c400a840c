package exchange

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
)

// brief writes problems as "row column key", a warning with a ~ before its key.
func brief(problems Problems) []string {
	var out []string
	for _, p := range problems.Listed {
		mark := ""
		if p.Warning {
			mark = "~"
		}
		out = append(out, fmt.Sprintf("%d %s %s%s", p.Row, p.Column, mark, strings.TrimPrefix(p.Key, "exchange.")))
	}
	return out
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func load(t *testing.T, name string) *os.File {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

func TestBadLocations(t *testing.T) {
	locations, problems := ReadLocations(load(t, "bad-locations.csv"), "locations.csv", Options{SkipBad: true})
	compare(t, brief(problems), []string{
		"1 phone ~column_unknown",
		"4 id duplicate_id",
		"5 municipality municipality_name",
		"6 municipality municipality_form",
		"7 municipality municipality_unknown",
		"7 short_stay truth",
		"8 id required",
		"9 municipality ~municipality_merged",
		"10 municipality municipality_split",
		"11 facilities token_malformed",
		"12 type ~type_similar",
		"12 facilities ~token_similar",
		"13  cells_extra",
		"14  cells_missing",
		"16  quote_stray",
		"17  quote_stray",
	})
	var ids []string
	for _, l := range locations {
		ids = append(ids, l.ID)
	}
	compare(t, ids, []string{"L1", "L5", "L8", "L13"})
	want := plan.Location{ID: "L13", Municipality: "GM0344", Name: "Lower case", Type: "hotel", Facilities: []string{"crib"}}
	if got := locations[3]; !reflect.DeepEqual(got, want) {
		t.Errorf("L13 = %+v", got)
	}
	if locations[1].Municipality != "GM0363" || !locations[2].ShortStay {
		t.Errorf("Weesp is read as %s, short stay ja as %v", locations[1].Municipality, locations[2].ShortStay)
	}
	strict, problems := ReadLocations(load(t, "bad-locations.csv"), "locations.csv", Options{})
	if strict != nil || problems.Errors != 12 || problems.Warnings != 4 || problems.OK() || problems.Fatal {
		t.Errorf("strict reading gave %d rows, %d errors, %d warnings", len(strict), problems.Errors, problems.Warnings)
	}
}

func TestBadCapacity(t *testing.T) {
	known := Known([]plan.Location{{ID: "L1"}, {ID: "L2"}, {ID: "L3"}})
	spans, problems := ReadCapacity(load(t, "bad-capacity.csv"), "capacity.csv", Options{SkipBad: true, KnownLocation: known})
	compare(t, brief(problems), []string{
		"3 from capacity_overlap",
		"4 from date_impossible",
		"5 from date_order",
		"5 until date_order",
		"6 until end_not_after",
		"7 until end_not_after",
		"8 from date_serial",
		"8 until ~end_far",
		"8 places number_decimal",
		"9 places number_low",
		"10 places number_high",
		"11 places number_grouped",
		"12 from required",
		"12 places required",
		"13 location location_unknown",
		"14 from date_range",
		"14 places number_form",
		"15 from date_form",
		"15 places number_high",
	})
	april, may := calendar.MustParse("2022-04-01"), calendar.MustParse("2022-05-01")
	want := []plan.Capacity{{Location: "L1", From: april, Until: calendar.At(may), Places: 40}, {Location: "L3", From: april}}
	if !reflect.DeepEqual(spans, want) {
		t.Errorf("kept %+v", spans)
	}
}

func TestBadHouseholds(t *testing.T) {
	households, problems := ReadHouseholds(load(t, "bad-households.csv"), "households.csv", Options{SkipBad: true})
	compare(t, brief(problems), []string{
		"3 persons number_low",
		"3 flags flag_similar",
		"4 persons number_high",
		"4 flags flag_unknown",
		"5 persons ~persons_many",
		"5 wishes ~near_unknown",
		"6 persons number_decimal",
		"6 waiting_since date_impossible",
		"7 persons number_form",
		"7 until date_form",
		"7 waiting_since date_form",
		"8 id duplicate_id",
		"9 needs token_malformed",
	})
	if len(households) != 2 || households[1].WaitingSince != households[1].From || households[1].Until.Night != households[1].From+1 {
		t.Errorf("kept %+v", households)
	}
	if got := households[0]; !slices.Equal(got.Wishes, []string{"near:GM0344", "pets"}) || got.Until.Known || got.WaitingSince.String() != "2022-04-01" {
		t.Errorf("H1 = %+v", got)
	}
}

// Sentences that people act on: where, what, and how to mend it.
func TestEnglish(t *testing.T) {
	_, problems := ReadCapacity(load(t, "bad-capacity.csv"), "capacity.csv", Options{})
	var lines []string
	for _, p := range problems.Listed[:4] {
		lines = append(lines, p.English())
	}
	compare(t, lines, []string{
		"capacity.csv, row 3, column from: Nights of L1 in this row also stand in row 2. Let one row end before the other begins; an empty end has no end.",
		"capacity.csv, row 4, column from: 2022-02-30 does not exist: 2022-02 has 28 days. Correct the day.",
		"capacity.csv, row 5, column from: 4-3-2022 is not written as year-month-day. Write 2022-03-04, if that day is meant.",
		"capacity.csv, row 5, column until: 04/05/2022 is not written as year-month-day. Write 2022-05-04, if that day is meant.",
	})
	_, problems = ReadLocations(load(t, "bad-locations.csv"), "a\x1b[31m.csv", Options{})
	compare(t, []string{problems.Listed[2].English(), problems.Listed[7].English()}, []string{
		"a·[31m.csv, row 5, column municipality: Utrecht is a name, not a code. Write the code: GM0344 (Utrecht).",
		"a·[31m.csv, row 9, column municipality: Weesp (GM0457) became part of Amsterdam on 2022-03-24; it is read as GM0363. Write GM0363.",
	})
}

func TestFaultsOfTheFile(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"empty", "", "0  empty_file"},
		{"blank", " \r\n\n", "0  empty_file"},
		{"mark only", "\ufeff", "0  empty_file"},
		{"workbook", "PK\x03\x04\x14\x00\x06\x00", "0  book_not"},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00\x00\x00", "0  book_old"},
		{"zeros", "id\x00\x00\x00", "0  binary"},
		{"long header", strings.Repeat("x", MaxLine+1), "1  line_too_long"},
		{"column missing", "id,name,type,facilities,short_stay\n", "1 municipality column_missing"},
		{"column twice", "id,municipality,gemeente,name,type,facilities,short_stay\n", "1 gemeente column_twice"},
		{"too many rows", "id,municipality,name,type,facilities,short_stay\nA,GM0344,,,,\nB,GM0344,,,,\nC,GM0344,,,,\n", "0  too_many_rows"},
	}
	for _, c := range cases {
		rows, problems := ReadLocations(strings.NewReader(c.text), "f", Options{SkipBad: true, MaxRows: 2})
		if rows != nil || !problems.Fatal || !slices.Equal(brief(problems), []string{c.want}) {
			t.Errorf("%s: %d rows, %v", c.name, len(rows), brief(problems))
		}
	}
}

type failing struct{ text *strings.Reader }

func (f failing) Read(p []byte) (int, error) {
	if f.text.Len() == 0 {
		return 0, os.ErrClosed
	}
	return f.text.Read(p)
}

func TestFailingReader(t *testing.T) {
	header := "id,municipality,name,type,facilities,short_stay\n"
	for _, text := range []string{"", header + strings.Repeat("A,GM0344,,,,\n", MaxLine/10)} {
		rows, problems := ReadLocations(failing{strings.NewReader(text)}, "f", Options{SkipBad: true})
		first := problems.Listed[0]
		if rows != nil || !problems.Fatal || first.Key != faultRead || first.Args["error"] != os.ErrClosed.Error() {
			t.Errorf("a broken disk gave %d rows and %v", len(rows), first)
		}
	}
}

// Whatever a spreadsheet does to the form of a file, the rows are the same.
func TestForms(t *testing.T) {
	want := []plan.Location{{ID: "L1", Municipality: "GM1900", Name: "Sûnenz, \"'t Hûs\"", Type: "care_home", Facilities: []string{"crib", "pets"}, ShortStay: true}}
	plainText := "id,municipality,name,type,facilities,short_stay\nL1,GM1900,\"Sûnenz, \"\"'t Hûs\"\"\",care_home,pets crib,true\n"
	latin := strings.ReplaceAll(plainText, "û", "\xfb")
	semicolons := "id;municipality;name;type;facilities;short_stay\nL1;GM1900;\"Sûnenz, \"\"'t Hûs\"\"\";care_home;pets crib;true\n"
	dutch := "Naam\tGemeente\tId\tSoort\tVoorzieningen\tKortdurende opvang\n\"Sûnenz, \"\"'t Hûs\"\"\"\tGM1900\tL1\tcare_home\tpets  crib\tJa\n"
	for name, text := range map[string]string{
		"plain": plainText, "mark": "\ufeff" + plainText, "CRLF": strings.ReplaceAll(plainText, "\n", "\r\n"),
		"CR": strings.ReplaceAll(plainText, "\n", "\r"), "Windows-1252": latin, "semicolons": semicolons,
		"sep line": "sep=;\r\n" + semicolons, "Dutch, tabs": dutch, "no last line end": strings.TrimSuffix(plainText, "\n"),
		"empty rows": "\n" + plainText + "\n,,,,,\n", "empty cells at the end": strings.ReplaceAll(plainText, "true\n", "true,,,\n"),
		"UTF-16LE": utf16(plainText, false), "UTF-16BE": utf16(plainText, true), "spaces": strings.ReplaceAll(plainText, ",GM", " , GM"),
	} {
		got, problems := ReadLocations(strings.NewReader(text), name, Options{})
		if !problems.OK() || problems.Warnings != 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v %v", name, got, brief(problems))
		}
	}
}

func utf16(text string, bigEndian bool) string {
	var out []byte
	for _, char := range "\ufeff" + text {
		low, high := byte(char), byte(char>>8)
		if bigEndian {
			low, high = high, low
		}
		out = append(out, low, high)
	}
	return string(out)
}

func TestHeaderOnlyIsNoRows(t *testing.T) {
	rows, problems := ReadCapacity(strings.NewReader("location,from,until,places\n"), "f", Options{})
	if rows != nil || !problems.OK() || len(problems.Listed) != 0 {
		t.Errorf("%v, %v", rows, brief(problems))
	}
}

// A column that is away makes nobody less safe in silence.
func TestAbsentColumnsAreTold(t *testing.T) {
	rows, problems := ReadHouseholds(strings.NewReader("id,persons,from\nH1,2,2022-04-11\n"), "f", Options{})
	compare(t, brief(problems), []string{
		"1 until ~column_absent", "1 needs ~column_absent", "1 wishes ~column_absent", "1 flags ~column_absent", "1 waiting_since ~column_absent",
	})
	if len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}

// Rows are numbered as a spreadsheet numbers them: a cell of two lines is one
// row, an empty line is one too.
func TestRowNumbers(t *testing.T) {
	text := "location,from,until,places\n\"L\n1\",2022-04-01,,1\n\nL2,2022-04-01,,x\n"
	_, problems := ReadCapacity(strings.NewReader(text), "f", Options{})
	compare(t, brief(problems), []string{"2 location text_control", "4 places number_form"})
}

func TestOneBrokenRowCostsOneRow(t *testing.T) {
	header, good := "location,from,until,places\n", ",2022-04-01,,1\n"
	long := "L," + strings.Repeat("9", 1<<20) + ",,1\n"
	open := "\"L" + good + strings.Repeat("M,2022-04-01,2022-04-02,\n", MaxLine/20)
	spans, problems := ReadCapacity(strings.NewReader(header+"A"+good+long+"B"+good+open), "f", Options{SkipBad: true})
	if got := brief(problems)[:3]; !slices.Equal(got, []string{"3  line_too_long", "5  quote_open", "6 places required"}) {
		t.Errorf("problems %v", got)
	}
	if len(spans) != 2 || spans[1].Location != "B" {
		t.Errorf("kept %+v", spans)
	}
	if want := 2 + MaxLine/20; problems.Errors != want {
		t.Errorf("%d errors, want %d", problems.Errors, want)
	}
	more, ok := problems.More("f")
	if !ok || len(problems.Listed) != MaxListed || more.English() != fmt.Sprintf("f: %d more problems are not listed.", problems.Errors-MaxListed) {
		t.Errorf("%d listed, then %q", len(problems.Listed), more.English())
	}
}

// Warnings never crowd out errors.
func TestWarningsAndErrorsAreBoundedApart(t *testing.T) {
	var text strings.Builder
	text.WriteString("id,municipality,name,type,facilities,short_stay\n")
	for i := range 2 * MaxListed {
		fmt.Fprintf(&text, "L%d,GM0457,,,,\n", i)
	}
	text.WriteString("X,GM9999,,,,\n")
	_, problems := ReadLocations(strings.NewReader(text.String()), "f", Options{})
	if problems.Errors != 1 || problems.Warnings != 2*MaxListed || len(problems.Listed) != MaxListed+1 {
		t.Errorf("%d errors, %d warnings, %d listed", problems.Errors, problems.Warnings, len(problems.Listed))
	}
	if last := problems.Listed[MaxListed]; last.Key != "exchange.municipality_unknown" {
		t.Errorf("the error is not listed but %s", last.Key)
	}
}

func TestOverlaps(t *testing.T) {
	header := "location,from,until,places\n"
	cases := []struct {
		name, rows string
		want       []string
	}{
		{"apart, in any order", "A,2022-04-10,2022-04-20,1\nA,2022-04-01,2022-04-10,1\nB,2022-04-01,,1\n", nil},
		{"twice the same", "A,2022-04-01,,1\nA,2022-04-01,,1\n", []string{"3 from capacity_overlap"}},
		{"within", "A,2022-04-01,2022-06-01,1\nA,2022-04-10,2022-04-11,1\nA,2022-05-01,2022-05-02,1\n", []string{"3 from capacity_overlap", "4 from capacity_overlap"}},
		{"earlier but further down", "A,2022-04-10,2022-04-20,1\nA,2022-04-01,2022-04-11,1\n", []string{"3 from capacity_overlap"}},
		{"after an open end", "A,2022-04-01,,1\nA,2090-01-01,2090-01-02,1\n", []string{"3 from capacity_overlap"}},
	}
	for _, c := range cases {
		_, problems := ReadCapacity(strings.NewReader(header+c.rows), "f", Options{})
		if got := brief(problems); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Tags stand under the header; further down such a row is a bad one.
func TestTagsOnlyUnderTheHeader(t *testing.T) {
	text := "location,from,until,places\n#loc,#date+start,#date+end,#capacity\nL,2022-04-01,,1\n#loc,#date+start,,#capacity\n"
	_, problems := ReadCapacity(strings.NewReader(text), "f", Options{})
	compare(t, brief(problems), []string{"4 from date_form", "4 places number_form"})
}

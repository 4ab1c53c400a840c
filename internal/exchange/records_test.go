package exchange

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for line, want := range map[string][]string{
		"":                     {""},
		"a":                    {"a"},
		"a,b":                  {"a", "b"},
		" a , b ":              {"a", "b"},
		",,":                   {"", "", ""},
		`"a,b",c`:              {"a,b", "c"},
		`"say ""hi""",c`:       {`say "hi"`, "c"},
		`"",""`:                {"", ""},
		` "a" ,b`:              {"a", "b"},
		`12" pipe,b`:           {`12" pipe`, "b"},
		`"""",b`:               {`"`, "b"},
		"a;b\tc":               {"a;b\tc"},
		`a,"b;c",` + "\u00a0d": {"a", "b;c", "d"},
	} {
		if got := split(line, ','); !slices.Equal(got, want) {
			t.Errorf("split(%q) = %q, want %q", line, got, want)
		}
	}
}

// all reads every row of a text; a fault stands in for the cells of its row.
func all(t *testing.T, text string) []string {
	t.Helper()
	in := bufio.NewReaderSize(strings.NewReader(text), MaxLine)
	head, err := in.Peek(MaxLine)
	if err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	lines, fault := openLines(in, head)
	if fault != "" {
		t.Fatal(fault)
	}
	r := &records{lines: lines, separator: ','}
	var rows []string
	for {
		cells, fault, err := r.next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, strings.TrimPrefix(fault, "exchange.")+strings.Join(cells, "|"))
		if r.row != len(rows) {
			t.Fatalf("row %d counts as %d", len(rows), r.row)
		}
	}
}

func TestRecords(t *testing.T) {
	long := strings.Repeat("x", MaxLine+1)
	cases := []struct {
		name, text string
		want       []string
	}{
		{"two lines", "a,b\nc,d\n", []string{"a|b", "c|d"}},
		{"no last line end", "a,b\r\nc,d", []string{"a|b", "c|d"}},
		{"a cell of two lines", "\"a\nb\",c\nd\n", []string{"a\nb|c", "d"}},
		{"a quote that never closes", "a,\"b\nc\nd\n", []string{"quote_open", "c", "d"}},
		{"text after a quote", "\"a\"b,c\nd\n", []string{"quote_stray", "d"}},
		{"text after a quote, lines later", "\"a\nb\"c\nd\n", []string{"quote_stray", "b\"c", "d"}},
		{"too long", "a\n" + long + "\nb\n", []string{"a", "line_too_long", "b"}},
		{"too long at the end", "a\n" + long, []string{"a", "line_too_long"}},
		{"open before too long", "\"a\n" + long + "\nb\n", []string{"quote_open", "b"}},
		{"closed too late", "\"a\n" + strings.Repeat("x\n", MaxLine/2) + "b\"\n", append(append([]string{"quote_open"}, slices.Repeat([]string{"x"}, MaxLine/2)...), "b\"")},
		{"open for too long", "\"a\n" + strings.Repeat("x\n", MaxLine/2), append([]string{"quote_open"}, slices.Repeat([]string{"x"}, MaxLine/2)...)},
	}
	for _, c := range cases {
		if got := all(t, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %d rows %.80q, want %d", c.name, len(got), got, len(c.want))
		}
	}
}

func TestDecode(t *testing.T) {
	for raw, want := range map[string]string{
		"Fryslân": "Fryslân", "Frysl\xe2n": "Fryslân", "\x80 5": "€ 5", "Київ": "Київ", "": "", "\x93quoted\x94": "“quoted”",
	} {
		if got := decode([]byte(raw)); got != want {
			t.Errorf("decode(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestTagsAndEmptyRows(t *testing.T) {
	for _, c := range []struct {
		cells       []string
		tags, empty bool
	}{
		{[]string{"#a", "#b +c", ""}, true, false},
		{[]string{"#a", "b"}, false, false},
		{[]string{"", ""}, false, true},
		{nil, false, true},
	} {
		if isTags(c.cells) != c.tags || isEmpty(c.cells) != c.empty {
			t.Errorf("%q: tags %v, empty %v", c.cells, isTags(c.cells), isEmpty(c.cells))
		}
	}
}

func TestHeaders(t *testing.T) {
	for header, want := range map[string]string{
		"from": "from", " FROM": "from", "Van": "from", "Tot": "until", "Wacht sinds": "waiting_since", "waiting-since": "waiting_since",
		"Aantal  personen": "persons", "Household ID": "id", "naam": "", "": "",
	} {
		if got := (&table{columns: householdColumns}).find(header); got != want {
			t.Errorf("%q means %q, want %q", header, got, want)
		}
	}
	for line, want := range map[string]byte{
		"id,persons,from": ',', "id;persons;from": ';', "id\tpersons\tfrom": '\t', "id;persons,from;until": ';', "something else": ',',
	} {
		if got := (&table{columns: householdColumns}).chooseSeparator(line); got != want {
			t.Errorf("%q is cut at %q, want %q", line, got, want)
		}
	}
}

// No two columns of a file may be known under one name.
func TestColumnNamesAreTheirOwn(t *testing.T) {
	for _, columns := range [][]column{locationColumns, capacityColumns, householdColumns} {
		seen := map[string]bool{}
		for _, c := range columns {
			for _, name := range append([]string{c.name}, c.synonyms...) {
				if seen[name] || foldHeader(name) != name {
					t.Errorf("%q of column %s is taken, or not folded", name, c.name)
				}
				seen[name] = true
			}
		}
	}
}

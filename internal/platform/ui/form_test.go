package ui

import (
	"net/url"
	"slices"
	"testing"

	"onderdak/internal/calendar"
)

func TestDatePartsBecomeANight(t *testing.T) {
	for _, test := range []struct {
		parts DateParts
		want  string // empty: no such date
	}{
		{DateParts{"14", "3", "2022"}, "2022-03-14"},
		{DateParts{"04", "03", "22"}, "2022-03-04"},
		{DateParts{"29", "2", "2024"}, "2024-02-29"},
		{DateParts{"31", "2", "2022"}, ""},
		{DateParts{"29", "2", "2023"}, ""},
		{DateParts{"1", "13", "2022"}, ""},
		{DateParts{"0", "1", "2022"}, ""},
		{DateParts{"-1", "1", "2022"}, ""},
		{DateParts{"1", "1", "1899"}, ""},
		{DateParts{"1", "1", "2201"}, ""},
		{DateParts{"1", "1", "20222"}, ""},
		{DateParts{"1", "1", "-5"}, ""},
		{DateParts{"veertien", "3", "2022"}, ""},
		{DateParts{"1", "", "2022"}, ""},
		{DateParts{}, ""},
	} {
		night, ok := test.parts.Night()
		if ok != (test.want != "") || ok && night.String() != test.want {
			t.Errorf("%v is %v (%v), want %q", test.parts, night, ok, test.want)
		}
	}
}

func TestDateSurvivesAForm(t *testing.T) {
	form := url.Values{"vanaf-dag": {" 9 "}, "vanaf-maand": {"3"}, "vanaf-jaar": {"2022"}}
	parts := DateAnswer("vanaf", form.Get)
	night, ok := parts.Night()
	if !ok || night != calendar.MustParse("2022-03-09") || PartsOf(night) != parts || parts.Empty() {
		t.Errorf("read %+v as %v (%v)", parts, night, ok)
	}
	if !DateAnswer("tot", form.Get).Empty() {
		t.Error("a date nobody filled in is not empty")
	}
}

func TestFieldNamesItsParts(t *testing.T) {
	field := Field{Kind: RadioField, Name: "samen", Hint: "h", Error: "e"}
	if field.ID() != "f-samen" || field.OptionID(0) != "f-samen" || field.OptionID(2) != "f-samen-3" {
		t.Errorf("ids are %s, %s, %s", field.ID(), field.OptionID(0), field.OptionID(2))
	}
	if got := field.DescribedBy(); got != "f-samen-hint f-samen-error" {
		t.Errorf("described by %q", got)
	}
	if got := (Field{Name: "x"}).DescribedBy(); got != "" {
		t.Errorf("a bare field is described by %q", got)
	}
	if (Field{Kind: NumberField}).InputType() != "text" || (Field{Kind: EmailField}).InputType() != "email" {
		t.Error("a number is asked with the wrong control")
	}
	if (Field{}).Lines() != 5 || (Field{Rows: 2}).Lines() != 2 {
		t.Error("a long text has the wrong height")
	}
}

func TestFormListsItsErrors(t *testing.T) {
	form := Form{Fields: []Field{{Name: "a"}, {Name: "b", Error: "fout"}, {Name: "c"}, {Name: "d", Error: "mis"}}}
	var names []string
	for _, field := range form.Errors() {
		names = append(names, field.Name)
	}
	if !slices.Equal(names, []string{"b", "d"}) {
		t.Errorf("wrong are %v", names)
	}
}

func TestPaginationKnowsItsEnds(t *testing.T) {
	for _, test := range []struct{ page, pages, previous, next int }{{1, 3, 0, 2}, {2, 3, 1, 3}, {3, 3, 2, 0}, {1, 1, 0, 0}} {
		p := Pagination{Page: test.page, Pages: test.pages}
		if p.Previous() != test.previous || p.Next() != test.next {
			t.Errorf("page %d of %d lies between %d and %d", test.page, test.pages, p.Previous(), p.Next())
		}
	}
}

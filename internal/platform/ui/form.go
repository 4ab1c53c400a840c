package ui

import (
	"strconv"
	"strings"
	"time"

	"onderdak/internal/calendar"
)

// Kind is the kind of a form field.
type Kind string

// The kinds of fields. A date is asked in three fields, because a reader types
// a date faster than he picks one and no browser then turns day and month round.
const (
	TextField     Kind = "text"
	NumberField   Kind = "number" // whole numbers; a text field with figures on the keyboard
	EmailField    Kind = "email"
	PhoneField    Kind = "tel"
	SearchField   Kind = "search"
	DateField     Kind = "date"
	LongTextField Kind = "textarea"
	SelectField   Kind = "select"
	RadioField    Kind = "radios"
	CheckField    Kind = "checkboxes"
	FileField     Kind = "file"
	HiddenField   Kind = "hidden"
)

// Field is one question of a form with its answer and what is wrong with it
// ("ui/field"). Its first control has the id "f-" + Name, to which a summary of
// errors leads.
type Field struct {
	Kind     Kind
	Name     string // name under which the answer is sent
	Label    string
	Hint     string // how to answer; may be empty
	Error    string // what is wrong and how to mend it; empty: nothing
	Value    string
	Date     DateParts // the answer of a DateField
	Options  []Option  // choices of SelectField, RadioField and CheckField
	Optional bool      // may be left out; the label says so
	Suggest  []string  // answers a browser offers while somebody types in a TextField
	Complete string    // autocomplete token of HTML, such as email; may be empty
	Width    int       // number of characters expected: 2, 4, 10, 20 or 30; 0 full width
	Rows     int       // lines of a LongTextField; 0 means 5
	Inline   bool      // options stand beside each other
	Accept   string    // kinds of file a FileField takes
	Heading  bool      // the label is the h1 of the page: one question per page
}

// Option is one choice of a field.
type Option struct {
	Value, Label, Hint string
	Chosen             bool
}

// DateParts is a date as it was typed.
type DateParts struct{ Day, Month, Year string }

// Suffixes of the three names under which a DateField is sent.
const (
	DaySuffix   = "-dag"
	MonthSuffix = "-maand"
	YearSuffix  = "-jaar"
)

// DateAnswer reads the three parts of a date from a form; get gives the value
// sent under a name.
func DateAnswer(name string, get func(string) string) DateParts {
	part := func(suffix string) string { return strings.TrimSpace(get(name + suffix)) }
	return DateParts{part(DaySuffix), part(MonthSuffix), part(YearSuffix)}
}

// PartsOf gives the parts of a night, to fill a form in with.
func PartsOf(night calendar.Night) DateParts {
	year, month, day := night.Date().Date()
	return DateParts{strconv.Itoa(day), strconv.Itoa(int(month)), strconv.Itoa(year)}
}

// Empty says whether nothing was typed.
func (d DateParts) Empty() bool { return d == DateParts{} }

// Night gives the date that was typed; false where there is no such date. A
// year of two figures is one of this century.
func (d DateParts) Night() (calendar.Night, bool) {
	day, dayErr := strconv.Atoi(d.Day)
	month, monthErr := strconv.Atoi(d.Month)
	year, yearErr := strconv.Atoi(d.Year)
	if dayErr != nil || monthErr != nil || yearErr != nil {
		return 0, false
	}
	if year >= 0 && year < 100 {
		year += 2000
	}
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if date.Day() != day || int(date.Month()) != month || date.Year() != year || year < 1900 || year > 2200 {
		return 0, false
	}
	return calendar.Night(date.Unix() / 86400), true
}

// ID is the id of the field's first control.
func (f Field) ID() string { return "f-" + f.Name }

// Grouped says whether the field is several controls under one legend.
func (f Field) Grouped() bool {
	return f.Kind == DateField || f.Kind == RadioField || f.Kind == CheckField
}

// OptionID is the id of the control of an option; the first has the field's id.
func (f Field) OptionID(index int) string {
	if index == 0 {
		return f.ID()
	}
	return f.ID() + "-" + strconv.Itoa(index+1)
}

// DescribedBy lists the ids of what explains the field: hint, then error.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID()+"-error")
	}
	return strings.Join(ids, " ")
}

// InputType is the type attribute of a control of one line.
func (f Field) InputType() string {
	if f.Kind == NumberField {
		return "text"
	}
	return string(f.Kind)
}

// Lines is the height of a LongTextField.
func (f Field) Lines() int {
	if f.Rows == 0 {
		return 5
	}
	return f.Rows
}

// Form is a whole form with a summary of its errors on top ("ui/form"). It is
// sent with POST; Search sends it with GET.
type Form struct {
	Action string
	Fields []Field
	Submit string // says what happens: Locatie melden
	Cancel Link   // way out; may be empty
	Search bool
	Files  bool   // holds a FileField
	Note   string // small print above the button; may be empty
}

// Errors gives the fields in which something is wrong, in order
// ("ui/errors" takes such a list).
func (f Form) Errors() []Field {
	var wrong []Field
	for _, field := range f.Fields {
		if field.Error != "" {
			wrong = append(wrong, field)
		}
	}
	return wrong
}

// Package reading understands offers of places in mails and spreadsheets: which
// locations, how many places, for which period, whom to call, and from which words
// it knows. It is pure; what was not said stays empty and is never invented.
package reading

import (
	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
)

// Offer is a location somebody may be offering. Every field that was read has a
// Trace; what was not said is at its zero value.
type Offer struct {
	Name         string // as its writer says it
	Municipality string // CBS code
	Type         string // a type of the register (hotel, ship); "" where none is sure
	Address      string // street and number
	Postcode     string // 1234 AB
	Places       int    // in Unit; the lower end of a range; 0 where not said
	Most         int    // the upper end of a range; 0: no range
	Each         int    // persons to a room or family, where said
	Unit         Unit
	From         Moment
	Until        Moment // first night without
	Contact      Contact
	Facilities   []string // tokens of the register
	Update       bool     // the writer corrects or repeats what was said before
	Withdrawn    bool     // the writer takes the offer back
	Source       string   // "" for the text of the mail; else file and sheet, "opgave.xlsx, Blad1"
	Row          int      // line of the sheet, from 1; 0 for the text
	Traces       map[Field]Trace
}

// Persons is how many people the offer holds: places times persons each where
// rooms or families were counted and a size was said; known is false where rooms
// or families were counted without one, or nothing was.
func (o Offer) Persons() (n int, known bool) {
	switch {
	case o.Places == 0:
		return 0, false
	case o.Unit == Rooms || o.Unit == Families:
		return o.Places * o.Each, o.Each > 0
	}
	return o.Places, true
}

// Unit is what was counted.
type Unit string

// The units of an offer.
const (
	Persons  Unit = "persons"
	Beds     Unit = "beds"
	Rooms    Unit = "rooms"
	Families Unit = "families"
)

// Moment is a beginning or an end as it was said: Sort "" where nothing was.
type Moment struct {
	Sort  phrase.Sort
	Night calendar.Night // for phrase.Exact
	Words string         // as written
}

// Contact is whom to call.
type Contact struct{ Name, Phone, Email string }

// Field names a field of an offer that can be traced.
type Field string

// The fields, by the names of the command's JSON.
const (
	FieldName         Field = "name"
	FieldMunicipality Field = "municipality"
	FieldAddress      Field = "address"
	FieldPlaces       Field = "places"
	FieldFrom         Field = "from"
	FieldUntil        Field = "until"
	FieldContactName  Field = "contact.name"
	FieldPhone        Field = "contact.phone"
	FieldEmail        Field = "contact.email"
	FieldFacilities   Field = "facilities"
)

// Trace is from which words a field was read, and how sure the reader is.
type Trace struct {
	Spans      []phrase.Span // in the text of the letter, in bytes; none where it came from a header or a cell
	Words      string        // the words themselves
	Confidence float64       // 0..1
}

// Reading is all that was understood of one mail.
type Reading struct {
	Text     string // the text the spans point into: the letter's
	Offers   []Offer
	Warnings []Warning
}

// Warning is something the person who confirms must know: a code of this package,
// post or sheet, and what it is about.
type Warning struct{ Code, Detail string }

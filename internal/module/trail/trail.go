// Package trail is the auditor's view of the audit books: who did what, and who
// looked at whom. It changes nothing, but for the row every look at it leaves.
package trail

import (
	"embed"
	"regexp"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Line is an entry of the audit with the name of who did it.
type Line struct {
	gate.Entry
	Name string // empty: the program itself
	Code string // reference code, where it is about a household
}

// Looked says whether the entry is a look at the names of persons.
func (l Line) Looked() bool { return l.Action == string(access.ViewNames) }

const (
	// PerPage is how many lines stand on a page.
	PerPage = 50
	// Most is how many lines can be counted, paged through or taken along.
	Most = 10_000
)

// householdKind is how the name of a household begins in the audit.
const householdKind = "household/"

// codeShape is a reference code of a household, however it was typed.
var codeShape = regexp.MustCompile(`^([0-9A-Za-z]{3})[- ]?([0-9A-Za-z]{3})$`)

// Found is one page of the audit.
type Found struct {
	Lines []Line
	Total int // Most: at least so many
}

// Check is how an audit book stood when it was last replayed.
type Check struct {
	Book  string
	Seq   int64 // its last entry then
	At    calendar.Instant
	Wrong string // what did not hold; empty: the chain was whole
}

// longestFilter bounds what is searched for, and so what a look writes down.
const longestFilter = 100

func validate(search gate.Search) error {
	var check fault.Check
	for name, value := range map[string]string{"object": search.Object, "persoon": search.Person, "handeling": search.Action, "boek": search.Book} {
		check.Field(len(value) <= longestFilter && !strings.ContainsAny(value, "\r\n"), name, "trail.filter_wrong")
	}
	check.Field(search.From == 0 || search.Until == 0 || search.From < search.Until, "tot", "trail.period_wrong")
	return check.Err()
}

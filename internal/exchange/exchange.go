// Package exchange reads and writes the files with which Onderdak trades
// places and households with others: locations.csv, capacity.csv and
// households.csv in, the same three and plan.csv and unplaced.csv out.
//
// Reading is generous in form and strict in meaning. Files may be UTF-8 (with
// or without a byte order mark), UTF-16 with one, or Windows-1252; separated by
// comma, semicolon or tab; with columns in any order, under English or Dutch
// names, with columns of others between them and a row of HXL tags under the
// header. But a date that does not exist, half a place or a flag nobody knows
// is never guessed at: every such row is reported with file, row, column, what
// is wrong and how to mend it, all in one go.
//
// Files are read as a stream: memory holds the rows that came out of a file and
// a bounded list of problems, never the file.
package exchange

import (
	"cmp"
	"slices"

	"onderdak/internal/plan"
)

// The limits within which files are read.
const (
	MaxLine     = 64 << 10  // bytes of one row; a longer one is a problem of that row
	MaxRows     = 5_000_000 // rows of one file; a longer file is refused
	MaxListed   = 1_000     // problems that are listed; the rest is counted
	MaxText     = 200       // characters of an id, a name or a type
	MaxTokens   = 100       // tokens in one cell
	MaxPlaces   = 100_000   // places in one row of capacity
	MaxPersons  = 100       // persons in one household; more are a group, not a household
	manyPersons = 12        // from here on a household is accepted with a warning
)

// Options say how a file is read; the zero value reads strictly.
type Options struct {
	// SkipBad keeps the good rows of a file with bad ones. Without it a file
	// with one bad row gives no rows at all.
	SkipBad bool
	// KnownLocation tells whether a location exists; ReadCapacity reports rows
	// of others. Nil knows all of them.
	KnownLocation func(id string) bool
	// Location, Capacity and Household tell what else is wrong with a row that can
	// be read, so that it is reported with its row and column like everything
	// else. Nil finds nothing.
	Location  func(plan.Location) []Refusal
	Capacity  func(plan.Capacity) []Refusal
	Household func(plan.Household) []Refusal
	// Named is told the id of every row of ReadLocations that has one, bad rows
	// too: it tells a capacity row of a location that is badly described from one
	// of a location that is not there. Nil is told nothing.
	Named func(id string)
	// MaxRows lowers the limit of that name; 0 keeps it.
	MaxRows int
}

// Refusal is why whoever takes a row over will not have it.
type Refusal struct {
	Column string // its name in this package
	Why    string // a sentence or two: what is wrong, how to mend it
}

// refuse reports what the taker has against a row that is well so far.
func refuse[T any](r *row, value T, taker func(T) []Refusal) {
	if taker == nil || r.bad {
		return
	}
	for _, refusal := range taker(value) {
		r.fault(refusal.Column, "exchange.refused", map[string]any{"why": refusal.Why})
	}
}

func (o Options) maxRows() int {
	if o.MaxRows > 0 {
		return o.MaxRows
	}
	return MaxRows
}

// Known makes Options.KnownLocation from the locations that were read.
func Known(locations []plan.Location) func(id string) bool {
	ids := make(map[string]struct{}, len(locations))
	for _, location := range locations {
		ids[location.ID] = struct{}{}
	}
	return func(id string) bool {
		_, ok := ids[id]
		return ok
	}
}

// Problem is one thing wrong, or remarkable, in a file.
type Problem struct {
	File    string         // as the caller named it
	Row     int            // as a spreadsheet numbers rows: the header is 1; 0 when it is about the whole file
	Column  string         // as the header of the file names it; empty when it is about the whole row
	Key     string         // message key, "exchange.…"; what to do about it stands under Key + ".fix"
	Args    map[string]any // what fills the {places} of the message
	Warning bool           // the row was taken all the same
}

// Problems are what reading one file brought to light.
type Problems struct {
	Listed   []Problem // at most MaxListed bad rows and as many warnings, in order of row; faults of the file first
	Errors   int       // bad rows and faults of the file, listed or not
	Warnings int       // remarks, listed or not
	Fatal    bool      // the file could not be read to its end: even with SkipBad there are no rows

	listedErrors int
}

// OK tells whether the file had no errors; warnings do not count.
func (p Problems) OK() bool { return p.Errors == 0 }

// Unlisted gives the number of problems that were counted but not listed.
func (p Problems) Unlisted() int { return p.Errors + p.Warnings - len(p.Listed) }

// More is the closing line for problems that were not listed; false when all
// of them were.
func (p Problems) More(file string) (Problem, bool) {
	n := p.Unlisted()
	return Problem{File: file, Key: "exchange.more", Args: map[string]any{"n": n}}, n > 0
}

func (p *Problems) add(problem Problem) {
	if problem.Warning {
		p.Warnings++
		if len(p.Listed)-p.listedErrors < MaxListed {
			p.Listed = append(p.Listed, problem)
		}
		return
	}
	p.Errors++
	if p.listedErrors < MaxListed || problem.Row == 0 { // what ends the reading is always told
		p.listedErrors++
		p.Listed = append(p.Listed, problem)
	}
}

// sort puts the list in order of row; checks that need the whole file come in
// last.
func (p *Problems) sort() {
	slices.SortStableFunc(p.Listed, func(a, b Problem) int { return cmp.Compare(a.Row, b.Row) })
}

// kept tells whether the rows of the file may be used.
func (p Problems) kept(opts Options) bool {
	return !p.Fatal && (p.Errors == 0 || opts.SkipBad)
}

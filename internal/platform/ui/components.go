package ui

// Link is a way to another page.
type Link struct {
	Text, Href string
	Current    bool // this is the page, or the choice, shown now
}

// Heading is the top of a page ("ui/heading"): the answer, then what to do.
type Heading struct {
	Above  string // small line above the answer: which location, which step
	Answer string // the h1; says what is the case
	Lead   string // what to do about it; may be empty
	Badges []Badge
	AsOf   string // moment of the figures, written out; may be empty
	// Actions are what can be done here ("ui/actions").
	Actions []Action
}

// Action is a button or, without Post, a link that looks like one
// ("ui/actions" takes a list). The first of a row is the main one.
type Action struct {
	Text, Href string
	Kind       string // primary, secondary, subtle or danger; empty: secondary
	Post       bool   // changes something: a form with one button
	Name       string // with Value: the one field of the form, or empty
	Value      string
}

// Stat is one figure in a row of figures ("ui/stats" takes a list).
type Stat struct {
	Label string // what is counted, in the plural of Value
	Value int
	Text  string // instead of Value where the figure is no whole number
	Tone  string // empty, good, attention or bad; always told in Note too
	Note  string // what it means or why it asks for attention; may be empty
	Href  string // where the list behind the figure is; may be empty
}

// Message is a box that stands out ("ui/notice").
type Message struct {
	Kind  string // info, ok, warning or error
	Title string
	Text  string // may be empty
	Links []Link
}

// Badge is a word that classifies ("ui/badge"). The tone only repeats what the
// word says.
type Badge struct {
	Text string
	Tone string // empty, info, good, attention, bad or old
}

// Table is a data table in a region that scrolls and can be reached by keyboard
// ("ui/table").
type Table struct {
	ID      string // unique on the page; letters, digits and hyphens
	Caption string
	Hidden  bool // the caption is only read aloud: a heading right above says the same
	Columns []Column
	Rows    []Row
	Footer  []Cell // totals; may be empty
	Compact bool
	Empty   Empty // shown instead of a table without rows
}

// Column is the head of a column.
type Column struct {
	Text   string
	Number bool   // its figures are aligned on the right
	Href   string // sorts by this column; may be empty
	Sorted string // ascending or descending, where the rows are so ordered
}

// Row is one row; its first cell is its head.
type Row struct {
	Cells []Cell
	Tone  string // empty, attention or bad; told in a cell too
}

// Cell shows exactly one of its contents: Value where IsNumber, else Text;
// badges follow, and Note stands below in small print.
type Cell struct {
	Text     string
	Value    int
	IsNumber bool
	Href     string
	Note     string
	Badges   []Badge
}

// Text makes a cell of words.
func Text(text string) Cell { return Cell{Text: text} }

// Number makes a cell of a number.
func Number(value int) Cell { return Cell{Value: value, IsNumber: true} }

// Linked makes a cell of words that lead somewhere.
func Linked(text, href string) Cell { return Cell{Text: text, Href: href} }

// Item is one line of a list of facts ("ui/summary" takes a list).
type Item struct {
	Key    string
	Value  string // several lines are kept apart by newlines
	Badges []Badge
	Href   string // makes the value a link; may be empty
	Change Link   // way to change it; may be empty
}

// Empty tells what will appear in an empty place and how to begin ("ui/empty").
type Empty struct {
	Title  string
	Text   string
	Action Action // may be empty
}

// Pagination leads through a long list ("ui/pagination"). Pages count from 1.
type Pagination struct {
	Page, Pages int
	Total       int
	Href        string // address that a page number is written behind: /locaties?pagina=
}

// Previous is the number of the page before, 0 on the first.
func (p Pagination) Previous() int { return p.Page - 1 }

// Next is the number of the page after, 0 on the last.
func (p Pagination) Next() int {
	if p.Page >= p.Pages {
		return 0
	}
	return p.Page + 1
}

// Progress is a bar of something under way ("ui/progress").
type Progress struct {
	ID        string
	Label     string
	Done, All int    // All 0: how far it is, is not known
	Note      string // what is going on; may be empty
}

// Tabs are several views of the same matter, each a page of its own ("ui/tabs").
type Tabs struct {
	Label string
	Links []Link
}

// Details is text that opens when asked for ("ui/details").
type Details struct {
	Summary string
	Text    string
	Open    bool
}

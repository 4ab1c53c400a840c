package ui

// Sheet is a whole page of components in a fixed order ("ui/sheet"): what most
// pages of the rooms are. Rooms whose page needs another order write a template
// of their own.
type Sheet struct {
	Crumbs   []Link
	Heading  Heading
	Notice   *Message
	Progress *Progress
	Stats    []Stat
	Form     *Form
	Sections []Section
	// Follow is where the page hears of changes while something is under way, block
	// "ui/sheet-inside" each time; empty: it stands still.
	Follow string
}

// Section is one part of a sheet, shown in the order of its fields.
type Section struct {
	ID      string // unique on the page; letters, digits and hyphens
	Title   string
	Text    []string // paragraphs
	Items   []Item
	Table   *Table
	Pages   *Pagination
	Tape    *TapeChart
	Form    *Form
	Actions []Action
}

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
	// Poll is where the page is asked for again every other second while something
	// is under way; empty: it stands still.
	Poll string
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

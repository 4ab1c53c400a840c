package ui

// TileMap shows the safety regions as tiles that lie roughly as on the map of
// the country ("ui/tilemap").
//
// It is a list laid out on a grid and no picture: so names wrap, also Cyrillic
// ones, text grows with the reader's own setting, forced colours work, and the
// order read aloud is that of the list. On a phone the list has two columns.
type TileMap struct {
	Label string // what the tiles show: vrije plekken per veiligheidsregio
	Tiles []Tile // in reading order: by row, then by column
}

// Tile is one safety region. Row and Col count from 1, up to MapRows and
// MapCols.
type Tile struct {
	Row, Col int
	Code     string // VR01
	Name     string
	Href     string
	Value    int    // free places; negative: so many too few
	Max      int    // open places, for the bar
	State    string // free, tight, full, short or none; told in words in the tile
	Old      bool   // reports older than a day: hatched, and told in words
}

// MapRows and MapCols are the size of the grid the style sheet knows.
const (
	MapRows = 9
	MapCols = 7
)

// Fill is how much of the bar is filled, 0 to 100: the part that is taken.
func (t Tile) Fill() int {
	switch {
	case t.Max <= 0:
		return 0
	case t.Value <= 0:
		return 100
	case t.Value >= t.Max:
		return 0
	}
	return 100 * (t.Max - t.Value) / t.Max
}

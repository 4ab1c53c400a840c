package places

import (
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/platform/web"
)

// NearPrefix opens a wish to be near a municipality; its CBS code follows.
const NearPrefix = "near:"

// WishText gives the visitor's words for a wish: a facility, or to be near a
// municipality.
func WishText(v *web.Visit, wish string) string {
	code, near := strings.CutPrefix(wish, NearPrefix)
	if !near {
		return v.Facility(wish)
	}
	if found, known := atlas.Find(code); known {
		code = found.Name
	}
	return v.Text("places.near", "municipality", code)
}

// WishTexts gives the visitor's words for wishes, one after the other.
func WishTexts(v *web.Visit, wishes []string) string {
	texts := make([]string, 0, len(wishes))
	for _, wish := range wishes {
		texts = append(texts, WishText(v, wish))
	}
	return strings.Join(texts, ", ")
}

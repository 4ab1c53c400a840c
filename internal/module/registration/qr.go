package registration

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is the empty border a reader needs around the code, in modules (ISO/IEC
// 18004: four).
const quiet = 4

// picture is a QR code as the path of an SVG, one unit per module.
type picture struct {
	Size int // modules on a side, with the border
	Path string
}

// pictureOf draws a text as a QR code: one stroke per run of black modules.
func pictureOf(text string) (picture, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return picture{}, fmt.Errorf("registration: qr: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	return picture{code.Size + 2*quiet, path.String()}, nil
}

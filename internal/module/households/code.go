package households

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
)

// alphabet holds one of each pair that is misread (0 and O, 1 and I and L, 2
// and Z, 5 and S, 6 and G, 8 and B, U and V) or neither, and no vowel, so that no
// code is a word.
const alphabet = "234679CDFHJKMNPQRTVWXY"

const (
	codeLength = 6
	codeHalf   = 3
)

// codeOf derives a reference code from an id: the same id gives the same code,
// so that a repeated import or demo shows the same codes. Attempt counts the
// codes of this id that were taken already. 22^6 is 113 million codes.
func codeOf(id string, attempt int) string {
	sum := sha256.Sum256([]byte(strconv.Itoa(attempt) + " " + id))
	number := binary.BigEndian.Uint64(sum[:])
	letters := make([]byte, 0, codeLength+1)
	for i := range codeLength {
		if i == codeHalf {
			letters = append(letters, '-')
		}
		letters = append(letters, alphabet[number%uint64(len(alphabet))])
		number /= uint64(len(alphabet))
	}
	return string(letters)
}

// foldCode brings a typed code, or the beginning of one, into the form it is
// stored in; whatever is no letter or digit is left out.
func foldCode(typed string) string {
	var code strings.Builder
	for _, letter := range strings.ToUpper(typed) {
		if (letter < '0' || letter > '9') && (letter < 'A' || letter > 'Z') {
			continue
		}
		if code.Len() == codeHalf {
			code.WriteByte('-')
		}
		code.WriteRune(letter)
	}
	return code.String()
}

package exchange

import (
	"bytes"
	"fmt"
	"testing"
)

// A file of a hundred thousand good rows.
func BenchmarkReadCapacity(b *testing.B) {
	var file bytes.Buffer
	file.WriteString("location,from,until,places\n")
	for i := range 100_000 {
		fmt.Fprintf(&file, "GM0344-%05d,2022-04-25,2022-05-25,120\n", i)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		if spans, _ := ReadCapacity(bytes.NewReader(file.Bytes()), "f", Options{}); len(spans) != 100_000 {
			b.Fatalf("%d rows", len(spans))
		}
	}
}

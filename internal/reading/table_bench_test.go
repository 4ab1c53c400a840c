package reading

import (
	"fmt"
	"testing"

	"onderdak/internal/sheet"
)

// BenchmarkReadTable reads as many offers as one sheet may hold, every cell a
// sentence of its own.
func BenchmarkReadTable(b *testing.B) {
	s := sheet.Sheet{Name: "Blad1", Rows: [][]string{{"Locatie", "Adres", "Gemeente", "Capaciteit", "Periode", "Contactgegevens", "Bijzonderheden"}}}
	for i := range MaxTableOffers {
		s.Rows = append(s.Rows, []string{fmt.Sprintf("Zaal %d", i), fmt.Sprintf("Teststraat %d, 3511 AB Utrecht", i), "Utrecht", fmt.Sprintf("ongeveer %d bedden", i+1),
			fmt.Sprintf("1-4-2022 t/m %d-6-2022, ronde %d", i%30+1, i), fmt.Sprintf("A. Voorbeeld, 06-1234%04d, a%d@zaal.example", i, i), "rolstoeltoegankelijk, douches, geen huisdieren"})
	}
	b.ReportAllocs()
	for b.Loop() {
		if offers, _, _ := ReadTable(s, "f", tableToday, nil); len(offers) != MaxTableOffers {
			b.Fatalf("%d offers", len(offers))
		}
	}
}

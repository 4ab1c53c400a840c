package mailroom

import (
	"fmt"
	"strings"
	"testing"

	"onderdak/internal/platform/db/dbtest"
)

// BenchmarkTakeMail takes in mails with two offers each, one after the other: from
// the bytes to the letter, its drafts and its receipt in the store.
func BenchmarkTakeMail(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(engine, func(b *testing.B) {
			h := newHouse(b, dbtest.Open(b, engine))
			n := 0
			for b.Loop() {
				n++
				body := strings.Replace(bosrand, "60", fmt.Sprint(60+n%400), 1) + "\nOok is er kerk De Bron in Zeist voor 20 personen.\n"
				from := fmt.Sprintf("Jan <jan%d@bosrand.example>", n)
				if taken, err := h.TakeMail(ctx, written(from, fmt.Sprint(n, "@x.example"), "Opvang", body), "smtp", h.now); err != nil || len(taken.Drafts) == 0 {
					b.Fatal(taken, err)
				}
			}
		})
	}
}

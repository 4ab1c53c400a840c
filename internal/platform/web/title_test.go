package web

import "testing"

// What the browser shows names the part of the house once.
func TestTitled(t *testing.T) {
	for _, c := range [][3]string{
		{"0 huishoudens wachten op een plek", "Plaatsen", "0 huishoudens wachten op een plek – Plaatsen"},
		{"0 huishoudens wachten op een plek", "Huishoudens", "0 huishoudens wachten op een plek"},
		{"Mijn Onderdak", "", "Mijn Onderdak"},
	} {
		if got := titled(c[0], c[1]); got != c[2] {
			t.Errorf("titled(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

package calendar

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, text := range []string{"2022-02-30", "2022-13-01", "20220301", "", "2022-3-1", "01-03-2022"} {
		if night, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, night)
		}
	}
	if got := MustParse("2022-03-04").String(); got != "2022-03-04" {
		t.Errorf("round trip gave %s", got)
	}
	if got := MustParse("2024-03-01") - MustParse("2024-02-28"); got != 2 {
		t.Errorf("2024 is a leap year, got %d nights", got)
	}
}

// The clock in Amsterdam runs ahead of UTC: an instant late on a UTC evening is
// already the next civil date there, in summer two hours earlier than midnight.
func TestNightOfUsesAmsterdam(t *testing.T) {
	cases := map[string]string{
		"2022-03-04T22:59:59Z": "2022-03-04",
		"2022-03-04T23:00:00Z": "2022-03-05",
		"2022-07-01T21:59:59Z": "2022-07-01",
		"2022-07-01T22:00:00Z": "2022-07-02",
	}
	for text, want := range cases {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := InstantOf(at).Night().String(); got != want {
			t.Errorf("night of %s = %s, want %s", text, got, want)
		}
	}
}

func TestEnd(t *testing.T) {
	var unknown End
	if value, err := unknown.Value(); err != nil || value != nil {
		t.Errorf("unknown end is stored as %v, %v; want NULL", value, err)
	}
	if unknown.String() != "" || unknown.Or(7) != 7 || At(3).Or(7) != 3 {
		t.Error("an unknown end must print as nothing and yield to the horizon")
	}
	var read End
	if err := read.Scan(int64(12)); err != nil || read != At(12) {
		t.Errorf("scan gave %v, %v", read, err)
	}
	if err := read.Scan(nil); err != nil || read.Known {
		t.Errorf("scan of NULL gave %v, %v", read, err)
	}
	if err := read.Scan("12"); err == nil {
		t.Error("a text must not be read as an end")
	}
}

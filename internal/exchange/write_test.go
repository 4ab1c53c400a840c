package exchange

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
)

var day = calendar.MustParse("2022-04-11")

var sampleLocations = []plan.Location{
	{ID: "=1+1", Municipality: "GM0344", Name: "Zaal \"Oost\", 2e", Type: "hotel", Facilities: []string{"crib", "pets"}, ShortStay: true},
	{ID: "L;2", Municipality: "GM0363", Name: "Мелодія"},
}

var sampleHouseholds = []plan.Household{
	{ID: "H1", Persons: 4, From: day, Until: calendar.At(day + 3), Needs: []string{"crib"}, Wishes: []string{"near:GM0344", "pets"}, Flags: []string{"urgent"}, WaitingSince: day - 9},
	{ID: "#2", Persons: 1, From: day, WaitingSince: day},
}

func TestWriteThenRead(t *testing.T) {
	var file strings.Builder
	if err := WriteLocations(&file, sampleLocations); err != nil {
		t.Fatal(err)
	}
	locations, problems := ReadLocations(strings.NewReader(file.String()), "f", Options{})
	if !reflect.DeepEqual(locations, sampleLocations) || len(problems.Listed) != 0 {
		t.Errorf("%+v %v", locations, brief(problems))
	}
	file.Reset()
	if err := WriteHouseholds(&file, sampleHouseholds); err != nil {
		t.Fatal(err)
	}
	households, problems := ReadHouseholds(strings.NewReader(file.String()), "f", Options{})
	if !reflect.DeepEqual(households, sampleHouseholds) || len(problems.Listed) != 0 {
		t.Errorf("%+v %v", households, brief(problems))
	}
	file.Reset()
	spans := []plan.Capacity{{Location: "=1+1", From: day, Until: calendar.At(day + 1), Places: 3}, {Location: "=1+1", From: day + 1}}
	if err := WriteCapacity(&file, spans); err != nil {
		t.Fatal(err)
	}
	read, problems := ReadCapacity(strings.NewReader(file.String()), "f", Options{})
	if !reflect.DeepEqual(read, spans) || len(problems.Listed) != 0 {
		t.Errorf("%+v %v", read, brief(problems))
	}
}

// The very bytes of interfaces others read.
func TestWritePlanAndUnplaced(t *testing.T) {
	var file strings.Builder
	if err := WritePlan(&file, []PlanRow{{Household: "=1+1", Location: "L,1", From: day, Until: day + 28, Persons: 4, Points: 4120}}); err != nil {
		t.Fatal(err)
	}
	if want := "household,location,from,until,persons,points\n=1+1,\"L,1\",2022-04-11,2022-05-09,4,4120\n"; file.String() != want {
		t.Errorf("plan.csv is %q", file.String())
	}
	file.Reset()
	if err := WriteUnplaced(&file, []UnplacedRow{{Household: "H2", Reason: "full", Detail: "every night"}}); err != nil {
		t.Fatal(err)
	}
	if want := "household,reason,detail\nH2,full,every night\n"; file.String() != want {
		t.Errorf("unplaced.csv is %q", file.String())
	}
}

type fullDisk struct{}

var errDiskFull = errors.New("disk full")

func (fullDisk) Write([]byte) (int, error) { return 0, errDiskFull }

func TestWritersTellOfAFullDisk(t *testing.T) {
	many := 10_000 // more than any buffer holds
	for name, write := range map[string]func(io.Writer) error{
		"locations":       func(w io.Writer) error { return WriteLocations(w, make([]plan.Location, many)) },
		"capacity":        func(w io.Writer) error { return WriteCapacity(w, make([]plan.Capacity, many)) },
		"households":      func(w io.Writer) error { return WriteHouseholds(w, make([]plan.Household, many)) },
		"plan":            func(w io.Writer) error { return WritePlan(w, make([]PlanRow, many)) },
		"unplaced":        func(w io.Writer) error { return WriteUnplaced(w, make([]UnplacedRow, many)) },
		"within a buffer": func(w io.Writer) error { return WriteUnplaced(w, nil) },
	} {
		if err := write(fullDisk{}); !errors.Is(err, errDiskFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

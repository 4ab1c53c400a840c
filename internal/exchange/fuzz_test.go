package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// Whatever bytes come in, reading ends without a panic, problems are bounded
// and point into the file, and what is read as good can be written and read
// back the same.
func FuzzRead(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.csv")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("sep=;\r\nid;persons;from\r\n\"H\n1\";2;2022-04-11\r\n"))
	f.Add([]byte(utf16("location,from,places\nL,2022-04-11,3\n", true)))
	f.Add([]byte("id,municipality\n\xff\xfe,GM0344\n\"\"\"\"\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 2
		opts := Options{SkipBad: true}
		locations, p := ReadLocations(bytes.NewReader(data), "f", opts)
		checkProblems(t, p, lines)
		spans, p := ReadCapacity(bytes.NewReader(data), "f", opts)
		checkProblems(t, p, lines)
		households, p := ReadHouseholds(bytes.NewReader(data), "f", opts)
		checkProblems(t, p, lines)

		var file strings.Builder
		if err := WriteLocations(&file, locations); err != nil {
			t.Fatal(err)
		}
		if again, p := ReadLocations(strings.NewReader(file.String()), "f", Options{}); !p.OK() || !reflect.DeepEqual(again, locations) {
			t.Fatalf("locations %+v came back as %+v %v", locations, again, brief(p))
		}
		file.Reset()
		if err := WriteCapacity(&file, spans); err != nil {
			t.Fatal(err)
		}
		if again, p := ReadCapacity(strings.NewReader(file.String()), "f", Options{}); !p.OK() || !reflect.DeepEqual(again, spans) {
			t.Fatalf("capacity %+v came back as %+v %v", spans, again, brief(p))
		}
		file.Reset()
		if err := WriteHouseholds(&file, households); err != nil {
			t.Fatal(err)
		}
		if again, p := ReadHouseholds(strings.NewReader(file.String()), "f", Options{}); !p.OK() || !reflect.DeepEqual(again, households) {
			t.Fatalf("households %+v came back as %+v %v", households, again, brief(p))
		}
	})
}

func checkProblems(t *testing.T, p Problems, lines int) {
	t.Helper()
	if len(p.Listed) > 2*MaxListed || p.Unlisted() < 0 {
		t.Fatalf("%d listed of %d and %d", len(p.Listed), p.Errors, p.Warnings)
	}
	for _, problem := range p.Listed {
		if problem.Row < 0 || problem.Row > lines || problem.English() == "" {
			t.Fatalf("%+v points outside %d lines", problem, lines)
		}
	}
}

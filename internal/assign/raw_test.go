package assign

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

const head = `{"nights":5,"resources":[{"id":"L1","capacity":[[0,5,4]]},{"id":"S","capacity":[]}]}`

func TestReadProblem(t *testing.T) {
	text := "\xef\xbb\xbf" + head + "\r\n\n" +
		`{"id":"H1","from":0,"until":3,"note":"unknown","options":[{"id":"L1","points":-7,"uses":[["L1",2],["S",0]]}]}` + "\n" +
		`{"id":"H2","from":2,"until":5}`
	got, err := ReadProblem(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := &Problem{
		Nights:    5,
		Resources: []Resource{{"L1", []Span{{0, 5, 4}}}, {"S", nil}},
		Households: []Household{
			{"H1", 0, 3, []Option{{"L1", -7, []Use{{0, 2}, {1, 0}}}}},
			{"H2", 2, 5, []Option{}},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func TestReadProblemErrors(t *testing.T) {
	household := func(options string) string {
		return head + "\n" + `{"id":"H","from":0,"until":3,"options":[` + options + `]}`
	}
	for _, c := range []struct{ text, want string }{
		{"", "line 1: the file is empty"},
		{"\n \n", "line 1: the file is empty"},
		{`{"resources":[]}`, "line 1: nights is missing"},
		{`[1]`, "line 1: the line must be an object, not a JSON array"},
		{`{"nights":5`, "line 1: not valid JSON"},
		{`{"nights":5.5}`, "line 1: nights must be a whole number"},
		{`{"nights":5,"resources":[{"capacity":[]}]}`, "line 1: resource number 1 has no id"},
		{`{"nights":5,"resources":[{"id":"A"},{"id":"A"}]}`, `line 1: resource "A": the id occurs twice`},
		{`{"nights":5,"resources":[{"id":"A","capacity":[[0,5]]}]}`, "capacity must be [from, until, amount]"},
		{`{"nights":5,"resources":[{"id":"A","capacity":[[0,5,-1]]}]}`, "capacity -1 is negative"},
		{`{"nights":5,"resources":[{"id":"A","capacity":[[0,99999999999,1]]}]}`, "lies outside 0 to 5"},
		{`{"nights":5,"resources":[{"id":"A","capacity":[[0,3,1],[2,5,1]]}]}`, "spans overlap on night 2"},
		{`{"nights":5,"resources":[{"id":"A","capacity":[[0,3,1.5]]}]}`, "must be a whole number"},
		{head + "\n{}", `line 2: household "": the id is empty`},
		{head + "\n" + `{"id":"H","from":0}`, `line 2: household "H": from or until is missing`},
		{head + "\n" + `{"id":"H","from":3,"until":3}`, "from night 3 until night 3 is empty"},
		{head + "\n\n" + `{"id":"H","from":3,"until":6}`, "line 3: household \"H\": from night 3 until night 6 lies outside"},
		{head + "\n" + `{"id":"H","from":0,"until":1}` + "\n" + `{"id":"H","from":0,"until":1}`, `line 3: household "H": the id occurs twice`},
		{head + "\n" + `{"id":"H","from":0,"until":1} x`, "line 2: not valid JSON"},
		{household(`{"id":"x"}`), `line 2: household "H": option "x": points is missing`},
		{household(`{"id":"x","points":1},{"id":"x","points":1}`), `option "x": the id occurs twice`},
		{household(`{"id":"x","points":1.5}`), "must be a whole number"},
		{household(`{"id":"x","points":1,"uses":[["L9",1]]}`), `uses the unknown resource "L9"`},
		{household(`{"id":"x","points":1,"uses":[["L1",-1]]}`), `uses a negative amount -1 of resource "L1"`},
		{household(`{"id":"x","points":1,"uses":[["L1"]]}`), "a use must be [resource id, amount]"},
		{household(`{"id":"x","points":1,"uses":[[1,"L1"]]}`), "the resource of a use must be a string"},
		{household(`{"id":"x","points":1,"uses":[["L1",1.5]]}`), "the amount of a use must be a whole number"},
		{household(`{"id":"x","points":1,"uses":[["L1",null]]}`), "the amount of a use must be a whole number"},
	} {
		if _, err := ReadProblem(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q\nwant %q\ngot  %v", c.text, c.want, err)
		}
	}
}

func TestReadProblemPassesOnReadErrors(t *testing.T) {
	broken := errors.New("disk gone")
	in := io.MultiReader(strings.NewReader(head+"\n"), iotest.ErrReader(broken))
	if _, err := ReadProblem(in); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "line 2") {
		t.Fatalf("got %v", err)
	}
}

func TestRawRoundTrip(t *testing.T) {
	p := generate(shape{households: 40, locations: 6, options: 3, nights: 5, load: 1, bonus: 100, seats: true, seed: 8})
	var text bytes.Buffer
	if err := WriteProblem(&text, p); err != nil {
		t.Fatal(err)
	}
	q, err := ReadProblem(&text)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p, q) {
		t.Fatal("the problem changed on the way")
	}
}

func TestWriteResult(t *testing.T) {
	p := valid()
	r := &Result{Choice: []int{0, -1}, Objective: 5, Baseline: 4, Bound: 1e15, Gap: 0.25, Status: TimeLimit, Seconds: 1.5}
	var text bytes.Buffer
	if err := WriteResult(&text, p, r); err != nil {
		t.Fatal(err)
	}
	want := `{"objective":5,"bound":1000000000000000,"gap":0.25,"baseline":4,"status":"time_limit","seconds":1.5}` + "\n" +
		`{"id":"A","option":"x"}` + "\n"
	if text.String() != want {
		t.Fatalf("got  %swant %s", text.String(), want)
	}
}

// A file without line ends is refused, not taken into memory.
func TestReadProblemRefusesALineWithoutEnd(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(head+"\n"), io.LimitReader(letters{}, 1<<40))
	if _, err := readProblem(endless, 1<<16); err == nil || !strings.HasPrefix(err.Error(), "line 2: the line is longer than 65536 bytes") {
		t.Fatalf("got %v", err)
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
)

// result is what one command line did.
type result struct {
	code     int
	out, err string
}

func run(t *testing.T, args ...string) result {
	t.Helper()
	var out, errOut bytes.Buffer
	code := Run(context.Background(), args, &out, &errOut)
	return result{code, out.String(), errOut.String()}
}

// folder writes files and gives a function from name to path.
func folder(t *testing.T, files map[string]string) func(string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const (
	someLocations = "id,municipality,name,type,facilities,short_stay\n" +
		"L1,GM0344,Hotel Voorbeeld,hotel,wheelchair showers,false\nL2,GM0363,Sporthal Test,sports_hall,,true\n"
	someCapacity   = "location,from,until,places\nL1,2022-04-01,,4\nL2,2022-04-01,2022-04-20,10\n"
	someHouseholds = "id,persons,from,until,needs,wishes,flags,waiting_since\n" +
		"H1,4,2022-04-11,,wheelchair,,,2022-04-08\nH2,2,2022-04-11,2022-04-14,,near:GM0363,,2022-04-10\n" +
		"H3,1,2022-04-11,,,,unaccompanied_minor,2022-04-10\nH4,3,2022-04-11,,pets,,,2022-04-10\n"
)

func someFiles(t *testing.T) func(string) string {
	return folder(t, map[string]string{"l.csv": someLocations, "c.csv": someCapacity, "h.csv": someHouseholds})
}

func TestEveryCommandHelps(t *testing.T) {
	list := run(t, "help")
	for _, known := range commands() {
		if !strings.Contains(list.out, known.name) {
			t.Errorf("help does not list %s", known.name)
		}
		got := run(t, append(strings.Fields(known.name), "--help")...)
		if got.code != exitOK || got.err != "" || !strings.Contains(got.out, "onderdak "+known.name) || !strings.Contains(got.out, "  --") {
			t.Errorf("%s --help: %+v", known.name, got)
		}
	}
}

func TestWrongUsageIsCode2(t *testing.T) {
	files := someFiles(t)
	cases := [][]string{
		{"fly"}, {"geo"}, {"match"}, {"match", "--wings"}, {"match", "extra", "--locations", files("l.csv")},
		{"match", "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv"), "--horizon", "0"},
		{"match", "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv"), "--gap", "2"},
		{"match", "--horizon"}, {"match", "--horizon", "many"}, {"assign"}, {"scenario"}, {"scenario", "winter"},
		{"scenario", "spring-2022"}, {"scenario", "spring-2022", "--out", "x", "--households", "-3"},
		{"import"}, {"import", "--capacity", files("c.csv")}, {"export"}, {"geo", "import"},
	}
	for _, args := range cases {
		got := run(t, args...)
		if got.code != exitUsage || got.out != "" || got.err == "" {
			t.Errorf("%q: %+v", args, got)
		}
	}
}

func TestMatchMakesEveryFile(t *testing.T) {
	files := someFiles(t)
	got := run(t, "match", "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv"),
		"--out", files("plan.csv"), "--unplaced", files("unplaced.csv"), "--certificate", files("c.json"), "--report", files("r.html"))
	if got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	plan := read(t, files("plan.csv"))
	for _, want := range []string{"household,location,from,until,persons,points\n", "\nH1,L1,2022-04-11,2022-05-09,4,", "\nH2,L2,2022-04-11,2022-04-14,2,"} {
		if !strings.Contains(plan, want) {
			t.Errorf("plan lacks %q:\n%s", want, plan)
		}
	}
	unplaced := read(t, files("unplaced.csv"))
	if !strings.Contains(unplaced, "H3,guardian,") || !strings.Contains(unplaced, "H4,no_eligible_location,") {
		t.Error(unplaced)
	}
	var certificate struct {
		Objective, Baseline int64
		Bound, Gap          float64
		Status              string
		Households, Placed  int
	}
	if err := json.Unmarshal([]byte(read(t, files("c.json"))), &certificate); err != nil {
		t.Fatal(err)
	}
	if certificate.Status != "optimal" || certificate.Placed != 2 || certificate.Households != 4 || certificate.Gap != 0 {
		t.Errorf("%+v", certificate)
	}
	if report := read(t, files("r.html")); !strings.Contains(report, "</html>") || strings.Contains(report, "<script") {
		t.Error("the report is no page, or has a script")
	}
	if !strings.Contains(got.out, "2 placed") || !strings.Contains(got.out, "guardian organisation") {
		t.Error(got.out)
	}
}

func TestMatchTellsEveryBadRowAndWritesNothing(t *testing.T) {
	files := folder(t, map[string]string{
		"l.csv": someLocations + "L1,GM0363,Twice,hotel,,false\nL3,GM9999,Nowhere,hotel,,false\n",
		"c.csv": someCapacity + "L1,2022-04-05,2022-04-09,3\nL2,2022-02-30,,3\nL2,2022-05-05,2022-05-01,3\nL2,2022-06-01,,-5\n",
		"h.csv": strings.Replace(someHouseholds, "waiting_since", "since", 1) + "H9,0,2022-04-11,,,,,\n",
	})
	got := run(t, "match", "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv"), "--out", files("plan.csv"))
	if got.code != exitFailed {
		t.Fatalf("%+v", got)
	}
	for _, want := range []string{"row 4, column id", "row 5, column municipality", "row 5, column from", "row 6, column until", "row 7, column places", "row 6, column persons"} {
		if !strings.Contains(got.err, want) {
			t.Errorf("not told: %s in\n%s", want, got.err)
		}
	}
	if _, err := os.Stat(files("plan.csv")); !os.IsNotExist(err) {
		t.Error("a plan was written")
	}
}

func TestDutchExcelIsAccepted(t *testing.T) {
	semicolons := strings.NewReplacer(",", ";")
	files := folder(t, map[string]string{
		"l.csv": "\ufeff" + strings.ReplaceAll(semicolons.Replace(someLocations), "\n", "\r\n"),
		"c.csv": semicolons.Replace(someCapacity),
		"h.csv": semicolons.Replace(someHouseholds),
	})
	latin := strings.ReplaceAll(read(t, files("c.csv")), "\n", ";caf\xe9\n")
	if err := os.WriteFile(files("c.csv"), []byte(latin), 0o600); err != nil {
		t.Fatal(err)
	}
	got := run(t, "match", "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv"), "--out", files("plan.csv"))
	if got.code != exitOK {
		t.Fatalf("%+v", got)
	}
}

func TestEmptyAndMissingFiles(t *testing.T) {
	files := someFiles(t)
	if err := os.WriteFile(files("empty.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"empty.csv", "none.csv", "."} {
		got := run(t, "match", "--locations", files(name), "--capacity", files("c.csv"), "--households", files("h.csv"))
		if got.code != exitFailed || got.err == "" || strings.Contains(got.err, "goroutine") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAssignReadsAndWritesTheRawProblem(t *testing.T) {
	files := folder(t, map[string]string{
		"p.ndjson": `{"nights":2,"resources":[{"id":"A","capacity":[[0,2,3]]}]}
{"id":"H1","from":0,"until":2,"options":[{"id":"a","points":10,"uses":[["A",2]]}]}
{"id":"H2","from":1,"until":2,"options":[{"id":"a","points":7,"uses":[["A",2]]}]}
`, "bad.ndjson": `{"nights":2,"resources":[]}
{"id":"H1","from":0,"until":9,"options":[]}
`})
	got := run(t, "assign", "--problem", files("p.ndjson"), "--out", files("r.ndjson"), "--gap", "0")
	if got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	lines := strings.Split(strings.TrimSpace(read(t, files("r.ndjson"))), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"objective":10`) || !strings.Contains(lines[0], `"status":"optimal"`) || lines[1] != `{"id":"H1","option":"a"}` {
		t.Error(lines)
	}
	if got := run(t, "assign", "--problem", files("bad.ndjson"), "--out", files("x")); got.code != exitFailed || !strings.Contains(got.err, "line 2") {
		t.Errorf("%+v", got)
	}
}

func TestScenarioIsReproducible(t *testing.T) {
	files := folder(t, nil)
	for _, name := range []string{"a", "b"} {
		if got := run(t, "scenario", "spring-2022", "--out", files(name), "--households", "200", "--seed", "7"); got.code != exitOK {
			t.Fatalf("%+v", got)
		}
	}
	for _, name := range []string{"locations.csv", "capacity.csv", "households.csv"} {
		if read(t, files("a/"+name)) != read(t, files("b/"+name)) {
			t.Errorf("%s differs between two runs with one seed", name)
		}
	}
}

func TestStoreCommands(t *testing.T) {
	files := someFiles(t)
	database := "sqlite:" + files("store.db")
	steps := []struct {
		args []string
		code int
		want string
	}{
		{[]string{"verify", "--database", database}, exitFailed, "there is no store"},
		{[]string{"serve", "--database", database, "--listen", "127.0.0.1:0"}, exitFailed, "serve --migrate makes one"},
		{[]string{"import", "--database", database, "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv")}, exitFailed, "there is no store"},
		{[]string{"geo", "import", files("l.csv"), "--database", database}, exitFailed, "there is no store"},
		{[]string{"export", "--database", database, "--out", files("out")}, exitFailed, "there is no store"},
		{[]string{"user", "add", "--database", database, "--name", "A", "--email", "a@x.example", "--role", "administrator"}, exitFailed, "there is no store"},
		{[]string{"serve", "--database", "postgres://nobody@127.0.0.1:1/none", "--listen", "127.0.0.1:0"}, exitFailed, "connection refused"},
		{[]string{"serve", "--migrate", "--database", "sqlite:" + files("none/store.db"), "--listen", "127.0.0.1:0"}, exitFailed, "unable to open"},
		{[]string{"verify", "--database", "mysql://x"}, exitFailed, "neither sqlite:PATH nor postgres://"},
		{[]string{"migrate", "--database", database}, exitOK, "newest shape"},
		{[]string{"import", "--database", database, "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv"), "--dry-run"}, exitOK, "would take in 2 locations"},
		{[]string{"import", "--database", database, "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv")}, exitOK, "took in 2 locations"},
		{[]string{"user", "add", "--database", database, "--name", "Anna Voorbeeld", "--email", "anna@zeist.example", "--role", "municipal_coordinator", "--municipality", "GM0355"}, exitOK, "/inloggen/"},
		{[]string{"user", "add", "--database", database, "--name", "", "--email", "x", "--role", "king"}, exitFailed, "email"},
		{[]string{"user", "add", "--database", database, "--name", "B", "--email", "b@x.example", "--role", "municipal_coordinator", "--municipality", "GM9999"}, exitFailed, "GM9999"},
		{[]string{"geo", "import", files("l.csv"), "--database", database}, exitFailed, "pc4"},
		{[]string{"export", "--database", database, "--out", files("out")}, exitOK, "2 locations"},
		{[]string{"verify", "--database", database}, exitOK, "every invariant holds"},
	}
	for _, step := range steps {
		if step.args[0] == "migrate" {
			if _, err := os.Stat(files("store.db")); err == nil {
				t.Error("a command made an empty store on its own")
			}
		}
		got := run(t, step.args...)
		if got.code != step.code || !strings.Contains(got.out+got.err, step.want) {
			t.Errorf("%q: %+v, want code %d and %q", step.args, got, step.code, step.want)
		}
	}
}

// What only the store has against a row is told with its row and column too, and
// together with everything else.
func TestImportTellsWhatTheStoreRefuses(t *testing.T) {
	files := folder(t, map[string]string{
		"l.csv": "id,municipality,name,type,facilities,short_stay\nL1,GM0344,x,palace,,\nL2,GM0344,x,hotel,,\n",
		"c.csv": "location,from,until,places\nL1,2022-04-01,,4\nL2,2022-04-01,,100000\nLX,2022-04-01,,4\n",
		"h.csv": "id,persons,from,until,needs,wishes,flags,waiting_since\nH1,60,2022-04-11,,,,,\nH2,2,2022-04-11,,a:b,,,\nH3,2,2022-04-11,,,,,\n",
	})
	database := "sqlite:" + files("store.db")
	if got := run(t, "migrate", "--database", database); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	in := []string{"import", "--database", database, "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv")}
	for _, args := range [][]string{in, append(in, "--dry-run")} {
		got := run(t, args...)
		for _, want := range []string{"row 2, column type", "row 3, column places", "row 4, column location", "row 2, column persons: A household has", "row 3, column needs"} {
			if !strings.Contains(got.err, want) {
				t.Errorf("not told: %s in\n%s", want, got.err)
			}
		}
		if got.code != exitFailed || strings.Contains(got.err, "c.csv, row 2") {
			t.Errorf("%+v", got)
		}
	}
	if got := run(t, append(in, "--skip-bad")...); got.code != exitOK || !strings.Contains(got.out, "took in 1 locations, 0 capacity rows and 1 households") {
		t.Errorf("%+v", got)
	}
}

// What export writes, match reads: also households with minors among them.
func TestAnExportIsReadByMatch(t *testing.T) {
	files := someFiles(t)
	database, tonight := "sqlite:"+files("store.db"), calendar.NightOf(time.Now()).String()
	content := strings.ReplaceAll(read(t, files("h.csv")), "2022-04-11,2022-04-14", tonight+",")
	if err := os.WriteFile(files("h.csv"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"migrate", "--database", database},
		{"import", "--database", database, "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv")},
		{"export", "--database", database, "--out", files("out")},
		{"match", "--locations", files("out/locations.csv"), "--capacity", files("out/capacity.csv"), "--households", files("out/households.csv"), "--out", files("plan.csv")},
	} {
		if got := run(t, args...); got.code != exitOK {
			t.Fatalf("%q: %+v", args, got)
		}
	}
	if exported := read(t, files("out/households.csv")); !strings.Contains(exported, ",minors,") {
		t.Errorf("nobody has minors:\n%s", exported)
	}
}

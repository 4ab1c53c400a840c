package places

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/platform/db/dbtest"
)

// disarmed gives a connection on which the store's guards are silent, as only a
// person with the database's own password can have it.
func disarmed(t *testing.T, engine, url string) *sql.Conn {
	t.Helper()
	conn, err := pool(t, url).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	statements := []string{"SET session_replication_role = replica"}
	if engine == "sqlite" {
		statements = nil
		rows, err := conn.QueryContext(ctx, `SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'`)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var statement string
			if err := rows.Scan(&statement); err != nil {
				t.Fatal(err)
			}
			statements = append(statements, statement)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range statements {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	return conn
}

// Damage done past the guards is found, whatever it is. Every case damages a
// location of its own, on which a stay of three stands and places were cut
// below it, which is no damage.
func TestVerifyFindsDamageDoneByHand(t *testing.T) {
	const event = `INSERT INTO stay_event (location, seq, stay, at, from_state, to_state, persons, from_night, until_night, end_known, reason, person)
		VALUES ('%[1]s', %[3]d, '%[2]s', 0, '%[4]s', '%[5]s', %[6]d, 19093, 19095, 1, '', '')`
	damages := []struct{ name, statement, want string }{
		{"a stay without history", `INSERT INTO stay (id, household, location, persons, from_night, until_night, end_known, state, reason, person, created_at, updated_at)
			VALUES ('x-%[1]s', 'h', '%[1]s', 1, 19093, 19094, 1, 'offered', '', '', 0, 0)`, "has no history"},
		{"persons", `UPDATE stay SET persons = 4 WHERE location = '%[1]s'`, "its history ends in"},
		{"nights", `UPDATE stay SET until_night = until_night + 1 WHERE location = '%[1]s'`, "its history ends in"},
		{"state", `UPDATE stay SET state = 'left' WHERE location = '%[1]s'`, "its history ends in"},
		{"history lost", `DELETE FROM stay_event WHERE location = '%[1]s'`, "has no history"},
		{"stay lost", `DELETE FROM stay WHERE location = '%[1]s'`, "has a history and is gone"},
		{"an illegal step", fmt.Sprintf(event, "%[1]s", "s-%[1]s", 50, "offered", "left", 3), "it was"},
		{"a step from nowhere", fmt.Sprintf(event, "%[1]s", "s-%[1]s", 50, "present", "left", 3), "it was"},
		{"a forged promise", fmt.Sprintf(event, "%[1]s", "y-%[1]s", 50, "", "offered", 1), "took the night of"},
		{"a forged increase", fmt.Sprintf(event, "%[1]s", "s-%[1]s", 50, "offered", "offered", 9), "took the night of"},
		{"a record from the future", fmt.Sprintf(event, "%[1]s", "s-%[1]s", 50, "offered", "accepted", 3), "beyond its revision"},
		{"two records with one number", fmt.Sprintf(event, "%[1]s", "s-%[1]s", 2, "offered", "accepted", 3), "two records with number 2"},
		{"an entry altered", `UPDATE capacity_entry SET places = 30 WHERE location = '%[1]s' AND places = 2`, "open places are"},
		{"an entry lowered under a stay", `UPDATE capacity_entry SET places = 1 WHERE location = '%[1]s' AND places = 3`, "took the night of"},
		{"an entry removed", `DELETE FROM capacity_entry WHERE location = '%[1]s' AND places = 2`, "open places are"},
		{"derived places altered", `UPDATE open_span SET places = 40 WHERE location = '%[1]s'`, "places to promise are"},
		{"derived rung altered", `UPDATE rung_span SET places = 40 WHERE location = '%[1]s'`, "open places are"},
		{"derived places removed", `DELETE FROM open_span WHERE location = '%[1]s'`, "places to promise are"},
		{"region", `UPDATE location SET region = '' WHERE id = '%[1]s'`, "has no safety region"},
		{"municipality", `UPDATE location SET municipality = 'Zeist' WHERE id = '%[1]s'`, "has no municipality"},
		{"a location that is not there", `UPDATE stay SET location = 'z-%[1]s' WHERE location = '%[1]s'`, "does not exist"},
		{"places of nowhere", `INSERT INTO open_span (location, from_night, until_night, places) VALUES ('n-%[1]s', 19093, 19094, 1)`, "does not exist"},
		{"beds", `UPDATE room SET beds = 1 WHERE location = '%[1]s'`, "3 persons in 1 beds"},
		{"another location's room", `UPDATE room SET location = 'd0' WHERE location = '%[1]s'`, "has room"},
	}
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			url := dbtest.URL(t, engine)
			h := newHouse(t, dbtest.Connect(t, url))
			for i := range damages {
				id := h.location(fmt.Sprint("d", i), 3)
				h.must(h.hold("s-"+id, id, 3, day, day+2))
				h.must(h.AddRoom(ctx, program, Room{ID: "r-" + id, Location: id, Name: "1", Beds: 3}))
				h.must(h.AssignRooms(ctx, program, "s-"+id, []Share{{"r-" + id, 3}}))
				h.must(h.State(ctx, program, Statement{Location: id, Rung: Open, From: day, Places: 2}))
			}
			h.sound()
			conn := disarmed(t, engine, url)
			for i, damage := range damages {
				id := fmt.Sprint("d", i)
				if _, err := conn.ExecContext(ctx, fmt.Sprintf(damage.statement+" -- %[1]s", id)); err != nil {
					t.Fatalf("%s: %v", damage.name, err)
				}
			}
			if _, err := conn.ExecContext(ctx, `UPDATE capacity_entry SET said_by = 'somebody else' WHERE location = 'd0'`); err != nil {
				t.Fatal(err)
			}
			if _, err := conn.ExecContext(ctx, `UPDATE stay_event SET person = 'somebody else' WHERE location = 'd0'`); err != nil {
				t.Fatal(err)
			}
			wrong := h.verify()
			for _, kind := range []string{entryKind, stepKind} {
				if !slices.ContainsFunc(wrong, func(line string) bool { return strings.HasPrefix(line, kind+" of ") }) {
					t.Errorf("who said it was altered in a %s, and not found", kind)
				}
			}
			for i, damage := range damages {
				found := false
				for _, line := range wrong {
					about := strings.Contains(line, fmt.Sprintf("d%d:", i)) || strings.Contains(line, fmt.Sprintf("-d%d:", i))
					found = found || about && strings.Contains(line, damage.want)
				}
				if !found {
					t.Errorf("%s was not found in\n%s", damage.name, strings.Join(wrong, "\n"))
				}
			}
		})
	}
}

func TestVerifyFindsStrangersInOneRoom(t *testing.T) {
	v := &verification{location: Location{ID: "L"}}
	guest := func(stay, household string, consent bool) lodging {
		return lodging{location: "L", stay: stay, household: household, consent: consent, from: day, until: day + 1,
			room: "r", roomLocation: "L", beds: 4, persons: 1}
	}
	v.checkRooms([]lodging{guest("a", "h", true), guest("b", "i", true), guest("c", "h", true)})
	if len(v.wrong) > 0 {
		t.Error(v.wrong)
	}
	v.checkRooms([]lodging{guest("a", "h", true), guest("b", "i", false)})
	if len(v.wrong) == 0 || !strings.Contains(v.wrong[0], "without consent") {
		t.Error(v.wrong)
	}
}

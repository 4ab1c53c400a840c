package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/app"
	"onderdak/internal/calendar"
	"onderdak/internal/module/dispersal"
	"onderdak/internal/module/households"
	"onderdak/internal/module/intake"
	register "onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
)

// damage is something done to a store by hand, with its triggers out of the way,
// and a part of what Verify must say of it.
type damage struct{ name, statements, want string }

// Rows that damages are done to; every statement must touch at least one.
const (
	present = `(SELECT MIN(id) FROM stay WHERE state = 'present')`
	open    = `(SELECT MIN(id) FROM offer WHERE state = 'open')`
	taken   = `(SELECT MIN(id) FROM offer WHERE state = 'accepted')`
	arrived = `(SELECT MIN(id) FROM offer WHERE state = 'arrived')`
	said    = `(SELECT MIN(id) FROM capacity_entry WHERE rung = 'open')`
	empty   = `(SELECT MIN(location) FROM open_span WHERE location NOT IN (SELECT location FROM stay))`
	lodged  = `(SELECT MIN(stay) FROM stay_room)`
	inRoom  = `(SELECT MIN(room) FROM stay_room)`
	waiting = `(SELECT MIN(id) FROM household WHERE state = 'offered')`
	minor   = `(SELECT MIN(id) FROM household WHERE state = 'guardian')`
	seat    = `(SELECT MIN(id) FROM transport_seat WHERE off_at IS NULL)`
)

// A place that was promised.
var promises = []damage{
	{"stay: persons", `UPDATE stay SET persons = persons + 1 WHERE id = ` + present, "its history ends in"},
	{"stay: a night less", `UPDATE stay SET until_night = until_night - 1 WHERE id = ` + present, "its history ends in"},
	{"stay: from another night", `UPDATE stay SET from_night = from_night - 1 WHERE id = ` + present, "its history ends in"},
	{"stay: state", `UPDATE stay SET state = 'left' WHERE id = ` + present, "its history ends in"},
	{"stay: end no longer known", `UPDATE stay SET end_known = 1 - end_known WHERE id = ` + present, "its history ends in"},
	{"stay: elsewhere", `UPDATE stay SET location = ` + empty + ` WHERE id = ` + present, "has no history"},
	{"stay: another household's", `UPDATE stay SET household = 'nobody' WHERE id = ` + present, "stay: of its"},
	{"stay: one that ended, another household's", `UPDATE stay SET household = ` + waiting + ` WHERE id = (SELECT MIN(id) FROM stay WHERE state = 'declined')`, "stay: of its"},
	{"stay: consent to share", `UPDATE stay SET share_consent = 1 WHERE id = ` + present, "stay: of its"},
	{"stay: where they came from", `UPDATE stay SET previous = 'x' WHERE id = ` + present, "stay: of its"},
	{"stay: made earlier", `UPDATE stay SET created_at = created_at - 1 WHERE id = ` + present, "stay: of its"},
	{"stay: added", `INSERT INTO stay (id, household, location, persons, from_night, until_night, end_known, state, reason, person, created_at, updated_at)
		SELECT 'zz', household, location, 1, from_night, until_night, 1, 'present', '', '', 0, 0 FROM stay WHERE id = ` + present, "has no history"},
	{"stay: removed", `DELETE FROM stay WHERE id = (SELECT MIN(id) FROM stay WHERE state = 'declined')`, "has a history and is gone"},
	{"stay: removed with its history", `DELETE FROM stay_event WHERE stay = ` + arrivedStay + `;DELETE FROM stay WHERE id = ` + arrivedStay, "stay: of its"},
	{"step: who", `UPDATE stay_event SET person = 'x' WHERE stay = ` + present, "stay_event of"},
	{"step: when", `UPDATE stay_event SET at = at - 1000000 WHERE stay = ` + present, "stay_event of"},
	{"step: why", `UPDATE stay_event SET reason = 'x' WHERE stay = ` + present, "stay_event of"},
	{"step: persons", `UPDATE stay_event SET persons = persons + 3 WHERE stay = ` + present, "its history ends in"},
	{"step: removed", `DELETE FROM stay_event WHERE to_state = 'accepted'`, "record"},
	{"offer: state", `UPDATE offer SET state = 'withdrawn' WHERE id = ` + open, "its steps lead to"},
	{"offer: accepted again", `UPDATE offer SET state = 'accepted' WHERE id = ` + arrived, "its steps lead to"},
	{"offer: persons", `UPDATE offer SET persons = persons + 1 WHERE id = ` + open, "than its stay holds"},
	{"offer: persons of one that is accepted", `UPDATE offer SET persons = persons + 1 WHERE id = ` + taken, "offer: of its"},
	{"offer: nights", `UPDATE offer SET until_night = until_night + 1 WHERE id = ` + open, "than its stay holds"},
	{"offer: whose affair", `UPDATE offer SET municipality = 'GM9999' WHERE id = ` + open, "offer of"},
	{"offer: due", `UPDATE offer SET due_at = due_at + 99999999 WHERE id = ` + open, "its first deadline"},
	{"offer: deadline", `UPDATE offer SET household_deadline = household_deadline - 1 WHERE id = ` + open, "offer of"},
	{"offer: answer of the location", `UPDATE offer SET location_answer = '' WHERE id = ` + arrived, "offer: of its"},
	{"offer: answer of the household", `UPDATE offer SET household_answer = 'decline' WHERE id = ` + arrived, "offer: of its"},
	{"offer: reason", `UPDATE offer SET reason = 'x' WHERE id = ` + open, "offer: of its"},
	{"offer: whose data are wrong", `UPDATE offer SET asks = 'location' WHERE id = ` + open, "offer: of its"},
	{"offer: another household's", `UPDATE offer SET household = ` + minor + ` WHERE id = ` + open, "its stay is another household's"},
	{"offer: removed", `DELETE FROM offer_event WHERE offer = ` + open + `;DELETE FROM offer WHERE id = ` + open, "offer of"},
	{"offer: answer of a step", `UPDATE offer_event SET answer = 'decline' WHERE answer = 'accept'`, "offer_event of"},
	{"offer: note of a step", `UPDATE offer_event SET note = 'x' WHERE seq = 1 AND offer = ` + open, "offer_event of"},
	{"offer: step removed", `DELETE FROM offer_event WHERE seq = 2`, "its steps lead to"},
	{"work: both sides will not be told", `DELETE FROM job WHERE id = 'matching.offer_made/' || ` + open, "telling both sides is gone"},
	{"work: deadlines pass unnoticed", `DELETE FROM job WHERE topic = 'matching.expire'`, "ending it at its deadline is gone"},
	{"link: forged", `INSERT INTO offer_link (digest, offer, side, made_at, expires_at) SELECT 'x', id, 'household', made_at, due_at FROM offer WHERE id = ` + open, "offer_link: of its"},
	{"next place: elsewhere", `UPDATE next_place SET location = ` + empty + ` WHERE state = 'waiting'`, "next_place: of its"},
	{"next place: points", `UPDATE next_place SET points = points + 1 WHERE state = 'waiting'`, "next_place: of its"},
	{"next place: turned down by nobody", `UPDATE next_place SET state = 'turned' WHERE state = 'waiting'`, "next_place: of its"},
	{"next place: removed", `DELETE FROM next_place WHERE state = 'waiting'`, "next_place: of its"},
	{"next place: another household's", `UPDATE next_place SET household = ` + minor + ` WHERE state = 'waiting'`, "before and after it"},
	{"next place: an offer that did not come of it", `UPDATE next_place SET state = 'offered', offer = ` + open + ` WHERE state = 'waiting'`, "before and after it"},
	{"journey: seat taken away", `UPDATE transport_seat SET off_at = 1 WHERE id = ` + seat, "transport_seat: of its"},
	{"journey: seat removed", `DELETE FROM transport_seat WHERE id = ` + seat, "transport_seat: of its"},
	{"journey: more announced", `UPDATE transport_seat SET announced = announced + 1 WHERE id = ` + seat, "transport_seat: of its"},
	{"journey: seat of another offer", `UPDATE transport_seat SET offer = ` + open + ` WHERE id = ` + seat, "transport_seat: of its"},
	{"journey: leaves later", `UPDATE transport SET leaves_at = leaves_at + 60000000`, "transport: of its"},
	{"journey: cancelled", `UPDATE transport SET state = 'cancelled'`, "its journey is over"},
	{"journey: stop removed", `DELETE FROM transport_stop`, "does not go to the location"},
	{"journey: stop added", `INSERT INTO transport_stop (transport, location) SELECT id, ` + empty + ` FROM transport`, "transport_stop: of its"},
}

const arrivedStay = `(SELECT MIN(stay) FROM offer WHERE state = 'declined')`

// A household.
var people = []damage{
	{"household: persons", `UPDATE household SET persons = persons + 1 WHERE id = ` + waiting, "altered without an event"},
	{"household: no longer with the guardian", `UPDATE household SET state = 'waiting' WHERE id = ` + minor, "waits for matching"},
	{"household: no longer a minor alone", `UPDATE household SET flags = '' WHERE id = ` + minor, "no unaccompanied minor"},
	{"household: whose affair", `UPDATE household SET municipality = 'GM0363' WHERE id = ` + minor, "altered without an event"},
	{"household: waits for less long", `UPDATE household SET waiting_since = waiting_since + 10 WHERE id = ` + waiting, "altered without an event"},
	{"household: needs", `UPDATE household SET needs = 'crib ground_floor pets' WHERE id = ` + minor, "altered without an event"},
	{"household: stays elsewhere", `UPDATE household SET current_location = 'x' WHERE id = (SELECT MIN(id) FROM household WHERE state = 'present')`, "altered without an event"},
	{"household: code", `UPDATE household SET code = 'ZZZ-ZZZ' WHERE id = ` + waiting, "household: of its"},
	{"household: codes of two swapped", `UPDATE household SET code = 'ZZZ-ZZZ' WHERE id = ` + waiting + `;UPDATE household SET code = (SELECT facts FROM household_event WHERE household = ` + minor + ` AND seq = 1) WHERE id = ` + minor, "household: of its"},
	{"household: event removed", `DELETE FROM household_event WHERE seq = 1 AND household = ` + waiting, "does not follow"},
	{"household: facts of an event", `UPDATE household_event SET facts = '{}' WHERE seq = 1 AND household = ` + waiting, "household_event of"},
	{"household: who made an event", `UPDATE household_event SET person = 'x' WHERE household = ` + minor, "household_event of"},
	{"household: removed", `DELETE FROM household_event WHERE household = ` + minor + `;DELETE FROM household WHERE id = ` + minor, "household: of its"},
	{"person: age", `UPDATE person SET birth_date = birth_date - 7000 WHERE birth_date IS NOT NULL`, "person: of its"},
	{"person: removed", `DELETE FROM person_name;DELETE FROM person`, "person: of its"},
	{"person: added", `INSERT INTO person (id, household, sex, languages) VALUES ('p', 'nobody', '', '')`, "belongs to no household"},
	{"link: two households that belong together", `DELETE FROM household_link`, "household_link: of its"},
	{"link: forged", `INSERT INTO household_link (a, b, kind, created_at) SELECT MIN(id), MAX(id), 'group', 0 FROM household`, "household_link: of its"},
	{"exclusion: lifted", `UPDATE household_exclusion SET until_night = 1`, "household_exclusion: of its"},
	{"exclusion: removed", `DELETE FROM household_exclusion`, "household_exclusion: of its"},
	{"exclusion: after the offer", `INSERT INTO household_exclusion (household, location, reason, created_at) SELECT household, location, 'x', made_at FROM offer WHERE id = ` + open, "household_exclusion: of its"},
	{"override: signed by hand", `UPDATE safeguard_override SET second_person = 'x', second_at = first_at WHERE second_person IS NULL`, "safeguard_override: of its"},
	{"override: for another location", `UPDATE safeguard_override SET location = 'y'`, "safeguard_override: of its"},
	{"override: forged", `INSERT INTO safeguard_override (id, household, rule, location, reason, first_person, first_at) SELECT 'o', id, 'unaccompanied_minor', 'x', 'r', 'p', 1 FROM household WHERE id = ` + minor, "safeguard_override: of its"},
	{"override: removed", `DELETE FROM safeguard_override`, "safeguard_override: of its"},
	{"registration: another secret", `UPDATE registration SET digest = 'x'`, "registration: of its"},
	{"registration: answers", `UPDATE registration SET sealed = 'x'`, "registration: of its"},
	{"registration: ends sooner", `UPDATE registration SET expires_at = expires_at - 1`, "registration: of its"},
	{"registration: removed", `DELETE FROM registration`, "registration: of its"},
	{"registration: sent without a household", `UPDATE registration SET sealed = '', submitted_at = 1, household_code = 'x'`, "no household has its code"},
}

// Places.
var roofs = []damage{
	{"capacity: places", `UPDATE capacity_entry SET places = places + 5 WHERE id = ` + said, "what was said makes"},
	{"capacity: who said so", `UPDATE capacity_entry SET said_by = 'x' WHERE id = ` + said, "capacity_entry of"},
	{"capacity: when", `UPDATE capacity_entry SET recorded_at = recorded_at - 9999999 WHERE id = ` + said, "capacity_entry of"},
	{"capacity: source", `UPDATE capacity_entry SET source = 'x' WHERE id = ` + said, "capacity_entry of"},
	{"capacity: removed", `DELETE FROM capacity_entry WHERE id = ` + said, "what was said makes"},
	{"capacity: removed with all that follows", `DELETE FROM capacity_entry WHERE location = ` + empty + `;DELETE FROM rung_span WHERE location = ` + empty + `;DELETE FROM open_span WHERE location = ` + empty, "capacity_entry of"},
	{"capacity: raised with all that follows", `UPDATE capacity_entry SET places = places + 7 WHERE rung = 'open' AND location = ` + empty + `;UPDATE rung_span SET places = places + 7 WHERE rung = 'open' AND location = ` + empty + `;UPDATE open_span SET places = places + 7 WHERE location = ` + empty, "capacity_entry of"},
	{"open: places", `UPDATE open_span SET places = places + 1 WHERE location = ` + empty, "its places to promise are"},
	{"open: nights", `UPDATE open_span SET until_night = until_night + 1 WHERE until_night IS NOT NULL`, "its places to promise are"},
	{"open: removed", `DELETE FROM open_span WHERE location = ` + empty, "its places to promise are"},
	{"open: of nowhere", `INSERT INTO open_span (location, from_night, until_night, places) VALUES ('nowhere', 19000, 20000, 5)`, "does not exist"},
	{"ladder: places", `UPDATE rung_span SET places = places + 1 WHERE location = ` + empty, "what was said makes"},
	{"ladder: of nowhere", `INSERT INTO rung_span (location, rung, from_night, until_night, places) VALUES ('nowhere', 'open', 19000, 20000, 5)`, "does not exist"},
	{"location: revision", `UPDATE location SET rev = 0 WHERE id = ` + empty, "beyond its revision"},
	{"location: region", `UPDATE location SET region = CASE WHEN region = 'VR01' THEN 'VR02' ELSE 'VR01' END WHERE id = ` + empty, "its municipality in"},
	{"location: municipality", `UPDATE location SET municipality = 'GM9999' WHERE id = ` + empty, "location: of its"},
	{"location: type", `UPDATE location SET type = 'palace' WHERE id = ` + empty, "of the unknown type"},
	{"location: facilities", `UPDATE location SET facilities = 'wheelchair' WHERE id = ` + empty, "location: of its"},
	{"location: whom to call", `UPDATE location SET contact_phone = '1' WHERE id = ` + empty, "location: of its"},
	{"location: closed with people in it", `UPDATE location SET closed_at = 1 WHERE id = (SELECT location FROM stay WHERE id = ` + present + `)`, "location: of its"},
	{"closing: taken back by hand", `UPDATE location_closing SET from_night = NULL`, "location_closing: of its"},
	{"closing: why", `UPDATE location_closing SET reason = 'x'`, "location_closing: of its"},
	{"closing: removed", `DELETE FROM location_closing`, "location_closing: of its"},
	{"closing: forged", `INSERT INTO location_closing (location, seq, from_night, reason, person, at) VALUES (` + empty + `, 0, 19110, 'x', 'x', 0)`, "location_closing: of its"},
	{"closing: closed after it was taken back", `UPDATE location SET closed_at = 1 WHERE id = (SELECT MIN(location) FROM location_closing);UPDATE location_closing SET from_night = NULL`, "it goes on"},
	{"closing: before its night", `UPDATE location SET closed_at = 1 WHERE id = (SELECT MIN(location) FROM location_closing)`, "before its night"},
	{"location: confirmed", `UPDATE location SET confirmed_at = confirmed_at + 1 WHERE id = ` + empty, "location: of its"},
	{"location: removed", `DELETE FROM location WHERE id = ` + empty, "does not exist"},
	{"room: beds", `UPDATE room SET beds = beds + 1 WHERE id = ` + inRoom, "room: of its"},
	{"room: closed with people in it", `UPDATE room SET closed_at = 1 WHERE id = ` + inRoom, "room: of its"},
	{"room: too full", `UPDATE room SET beds = 0 + 1;UPDATE stay_room SET persons = 2`, "2 persons in 1 beds"},
	{"room: blocked with people in it", `INSERT INTO room_block (id, room, from_night, reason, blocked_at) VALUES ('b', ` + inRoom + `, 19000, 'x', 0)`, "room_block: of its"},
	{"room: block lifted", `UPDATE room_block SET lifted_at = 1`, "room_block: of its"},
	{"lodging: more than the stay", `UPDATE stay_room SET persons = persons + 40 WHERE stay = ` + lodged, "and is for"},
	{"lodging: removed", `DELETE FROM stay_room WHERE stay = ` + lodged, "stay_room: of its"},
	{"lodging: who gave it", `UPDATE stay_room SET person = 'x' WHERE stay = ` + lodged, "stay_room: of its"},
	{"lodging: with strangers", `INSERT INTO stay_room (stay, room, persons) SELECT MAX(stay), ` + inRoom + `, 1 FROM stay_room`, "share it without consent"},
	{"alert: false", `INSERT INTO alert (id, kind, location, night_from, night_until, shortage, raised_at) VALUES ('a', 'shortage', ` + empty + `, 19110, 19112, 3, 0)`, "alert: of its"},
	{"checklist: in order", `UPDATE readiness_tick SET state = 'ok'`, "readiness_tick: of its"},
	{"checklist: removed", `DELETE FROM readiness_tick`, "readiness_tick: of its"},
	{"dispersal: persons", `UPDATE dispersal_request SET persons = persons + 1`, "dispersal_request: of its"},
	{"dispersal: granted by hand", `UPDATE dispersal_request SET state = 'granted', ended_at = 1, ended_by = 'x' WHERE state = 'asked'`, "nobody takes anyone"},
	{"dispersal: who takes how many", `UPDATE dispersal_share SET places = places + 100`, "dispersal_share: of its"},
	{"dispersal: share removed", `DELETE FROM dispersal_share`, "nobody takes anyone"},
	{"draft: places", `UPDATE draft SET places = places + 1`, "draft: of its"},
	{"draft: refused by hand", `UPDATE draft SET state = 'refused', ended_at = 1, ended_by = 'x', reason = 'x'`, "draft: of its"},
	{"draft: taken in as nothing", `UPDATE draft SET state = 'taken', ended_at = 1, ended_by = 'x', location = 'nowhere'`, "a location that is not there"},
	{"draft: a step by somebody else", `UPDATE draft_step SET person = 'x'`, "draft_step: of its"},
	{"draft: step removed", `DELETE FROM draft_step`, "draft_step: of its"},
	{"question: a link forged", `UPDATE freshness_mail SET digest = 'x'`, "freshness_mail: of its"},
	{"question: a link works longer", `UPDATE freshness_mail SET expires_at = expires_at + 1`, "freshness_mail: of its"},
	{"question: about another location", `UPDATE freshness_question SET location = ` + empty, "freshness_question: of its"},
	{"question: answered by hand", `INSERT INTO freshness_answer (id, mail, location, kind, lowered, raised, at) SELECT 'x', mail, location, 'yes', 0, 0, 1 FROM freshness_question`, "freshness_answer: of its"},
	{"question: another contact by hand", `INSERT INTO freshness_contact (id, location, name, phone, email, told_at, ended_by, taken) SELECT 'x', location, 'x', 'x', '', 1, '', 0 FROM freshness_question`, "freshness_contact: of its"},
	{"draft: read from another letter", `UPDATE draft_origin SET letter = 'x' || draft`, "draft_origin: of its"},
	{"draft: origin removed", `DELETE FROM draft_origin`, "draft_origin: of its"},
	{"draft: forged link", `INSERT INTO draft_key (digest, draft, made_at) SELECT 'x', MIN(id), 0 FROM draft`, "draft_key: of its"},
	{"draft: first person changed", `UPDATE draft_second SET person = 'x'`, "draft_second: of its"},
	{"draft: first confirmation removed", `DELETE FROM draft_second`, "waits for a second person"},
	{"draft: waits for a second though nobody was first", `UPDATE draft SET state = 'seconding' WHERE state = 'waiting'`, "waits for a second person"},
	{"letter: sender vouched for", `UPDATE letter SET auth = 'verified' WHERE auth = 'unknown'`, "letter: of its"},
	{"letter: filed apart", `UPDATE letter SET state = 'apart' WHERE state = 'read'`, "letter: of its"},
	{"letter: whose affair", `UPDATE letter SET municipality = 'GM0344', region = 'VR09'`, "letter: of its"},
	{"letter: removed", `DELETE FROM letter WHERE state = 'apart'`, "letter: of its"},
	{"letter: receipt denied", `UPDATE letter SET receipt_at = NULL WHERE receipt_at IS NOT NULL`, "letter: of its"},
	{"columns: taught by hand", `INSERT INTO sheet_column (owner, head, field) VALUES ('x@y.example', 'naam', 'places')`, "sheet_column: of its"},
	{"dispersal: request removed", `DELETE FROM dispersal_request WHERE state = 'asked'`, "dispersal_request: of its"},
}

// Rights, plans and the audit.
var rights = []damage{
	{"role: raised", `UPDATE account_role SET role = 'administrator' WHERE role = 'volunteer'`, "account_role: of its"},
	{"role: unknown", `UPDATE account_role SET role = 'king' WHERE role = 'volunteer'`, "does not exist"},
	{"role: of another town", `UPDATE account_role SET municipality = 'GM0362' WHERE role = 'municipal_coordinator'`, "account_role: of its"},
	{"role: given", `INSERT INTO account_role (id, account, role, municipality, region, location, from_at) SELECT 'r', MIN(id), 'administrator', '', '', '', 0 FROM account`, "account_role: of its"},
	{"role: taken", `UPDATE account_role SET until_at = 1 WHERE role = 'national_desk'`, "account_role: of its"},
	{"account: address", `UPDATE account SET email = 'x@y.example', email_key = 'x@y.example' WHERE id = (SELECT MIN(id) FROM account)`, "account: of its"},
	{"account: blocked", `UPDATE account SET ended_at = 1 WHERE id = (SELECT MIN(id) FROM account)`, "account: of its"},
	{"account: added", `INSERT INTO account (id, name, email, email_key, lang, created_at) VALUES ('x', 'X', 'x', 'x', 'nl', 0)`, "account: of its"},
	{"session: forged", `INSERT INTO session (digest, account, role, made_at, expires_at) SELECT 'x', MIN(account), MIN(id), 0, 9 FROM account_role WHERE role = 'administrator'`, "session: of its"},
	{"session: in a role of somebody else", `UPDATE session SET role = (SELECT MIN(id) FROM account_role WHERE role = 'administrator')`, "role of somebody else"},
	{"session: longer", `UPDATE session SET expires_at = expires_at + 1`, "session: of its"},
	{"link to sign in: forged", `INSERT INTO login_link (digest, account, role, made_at, expires_at) SELECT 'x', MIN(id), '', 0, 9 FROM account`, "login_link: of its"},
	{"link to sign in: works again", `UPDATE login_link SET used_at = NULL WHERE used_at IS NOT NULL`, "login_link: of its"},
	{"terms: forged", `INSERT INTO org_term (name, value, changed_at) VALUES ('session_hours', 168, 0)`, "org_term: of its"},
	{"plan: points", `UPDATE match_proposal SET points = points + 1 WHERE id = (SELECT MIN(id) FROM match_proposal)`, "certifies"},
	{"plan: location", `UPDATE match_proposal SET location = ` + empty + ` WHERE id = (SELECT MIN(id) FROM match_proposal)`, "does not exist"},
	{"plan: why", `UPDATE match_proposal SET why = '[]' WHERE id = (SELECT MIN(id) FROM match_proposal)`, "proposal of"},
	{"plan: proposal removed", `DELETE FROM match_proposal WHERE id = (SELECT MIN(id) FROM match_proposal)`, "certifies"},
	{"plan: proposal free again", `UPDATE match_proposal SET state = 'proposed', offer = NULL WHERE id = (SELECT proposal FROM offer WHERE id = ` + open + `)`, "does not say so"},
	{"plan: somebody not placed", `INSERT INTO match_unplaced (run, household, persons, reason, why) SELECT id, 'x', 1, 'full', '{}' FROM match_run`, "of every household"},
	{"plan: objective", `UPDATE match_run SET objective = objective + 1`, "other figures"},
	{"plan: bound", `UPDATE match_run SET bound = bound + 1`, "other figures"},
	{"plan: seed", `UPDATE match_run SET seed = seed + 1`, "match_run of"},
	{"plan: not certified", `UPDATE match_run SET certified = 0, state = 'failed'`, "no certificate"},
	{"plan: what it saw", `UPDATE match_snapshot SET data = 'x'`, "run "},
	{"plan: what it saw removed", `DELETE FROM match_snapshot`, "its snapshot is gone"},
	{"audit: who", `UPDATE audit SET person = 'x' WHERE book = 'NL' AND seq = 2`, "chain breaks"},
	{"audit: seal", `UPDATE audit SET seal = '' WHERE book = 'NL' AND seq = 2`, "chain breaks"},
	{"audit: row removed", `DELETE FROM audit WHERE book = 'NL' AND seq = 2`, "chain breaks"},
	{"audit: last row removed", `DELETE FROM audit WHERE book = 'NL' AND seq = (SELECT MAX(seq) FROM audit WHERE book = 'NL')`, "its head says"},
	{"audit: last row cut off with its head", cut, "vouches for it"},
	{"audit: head", `UPDATE audit_head SET seq = seq + 1 WHERE book = 'NL'`, "its head says"},
	{"audit: head removed", `DELETE FROM audit_head WHERE book = 'NL'`, "has no head"},
	{"audit: a book removed", `DELETE FROM audit WHERE book = 'NL';DELETE FROM audit_head WHERE book = 'NL'`, "of"},
}

// cut takes the last row of a book away, and lets the head end before it.
const cut = `DELETE FROM audit WHERE book = 'NL' AND seq = (SELECT seq FROM audit_head WHERE book = 'NL');
	UPDATE audit_head SET seq = seq - 1, hash = (SELECT a.hash FROM audit a WHERE a.book = 'NL' AND a.seq = audit_head.seq - 1) WHERE book = 'NL'`

// Whatever is done to a store by hand, Verify finds it, and says what it is.
func TestDamageDoneByHandIsFound(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			h := build(t, engine, 30)
			furnish(t, h)
			store := dbtest.Connect(t, h.url)
			if found := damaged(t, store, "SELECT 1"); len(found) > 0 {
				t.Fatalf("found where nothing was done: %v", found)
			}
			for _, kinds := range [][]damage{promises, people, roofs, rights} {
				for _, one := range kinds {
					found := damaged(t, store, one.statements)
					if !strings.Contains(strings.Join(found, "\n"), one.want) {
						t.Errorf("%s: want %q, found %d: %.300s", one.name, one.want, len(found), strings.Join(found, "; "))
					}
				}
			}
		})
	}
}

// damaged gives what Verify finds in a store after some statements, and undoes
// them.
func damaged(t *testing.T, store *db.DB, statements string) (found []string) {
	t.Helper()
	enough := errors.New("seen enough")
	err := store.Write(ctx, func(tx *db.Tx) error {
		if err := disarm(tx, store.Engine()); err != nil {
			return err
		}
		touched := int64(0)
		for statement := range strings.SplitSeq(statements, ";") {
			rows, err := tx.Exec(ctx, statement)
			if err != nil {
				return err
			}
			touched += rows
		}
		if touched == 0 && statements != "SELECT 1" {
			t.Errorf("%s: touches nothing", statements)
		}
		var err error
		if found, err = app.VerifyIn(ctx, tx); err != nil {
			return err
		}
		return enough
	})
	if !errors.Is(err, enough) {
		t.Errorf("%s: %v", statements, err)
	}
	return found
}

// disarm takes the guards of a store away until the transaction ends.
func disarm(tx *db.Tx, engine string) error {
	if engine == "postgres" {
		_, err := tx.Exec(ctx, `SET LOCAL session_replication_role = replica`)
		return err
	}
	triggers, err := db.All(ctx, tx, `SELECT name FROM sqlite_master WHERE type = 'trigger'`, nil, func(row db.Scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	})
	if err != nil {
		return err
	}
	for _, trigger := range triggers {
		if _, err := tx.Exec(ctx, `DROP TRIGGER `+trigger); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `PRAGMA defer_foreign_keys = ON`)
	return err
}

// furnish adds to the demo what nobody does on its first day: people who work,
// overrides, a checklist, a location that closes, members and links of a household, a draft.
func furnish(t *testing.T, h *house) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.signAllIn()
	must(err)
	_, _, err = h.Register.Begin(ctx, "nl", "")
	must(err)
	home := access.Owner{Municipality: homeTown, Region: homeRegion}
	one, other := households.Household{ID: "aa", Municipality: homeTown, Region: homeRegion, Persons: 1, From: 19107, WaitingSince: 19107,
		Flags: []string{plan.FlagUnaccompaniedMinor}, Minors: 1}, households.Household{}
	other = one
	other.ID = "ab"
	for _, h2 := range []households.Household{one, other} {
		must(h.Households.Register(ctx, access.Program(), h2, []households.Person{{ID: "p" + h2.ID, Household: h2.ID, Birth: calendar.At(14600)}}, nil))
	}
	must(h.Households.Link(ctx, access.Program(), "aa", "ab", households.Family))
	for i, person := range []string{"gerda", "piet"} {
		actor := access.Actor{Person: person, Role: access.Municipal, Municipality: home.Municipality, Region: home.Region}
		if i == 0 {
			for _, id := range []string{"o1", "o2"} {
				must(h.Households.SignOverride(ctx, actor, households.Override{ID: id, Household: "aa", Rule: households.RuleUnaccompaniedMinor,
					Location: "x", Reason: "sister lives there"}))
			}
			continue
		}
		must(h.Households.Countersign(ctx, actor, "o1"))
	}
	list, err := h.Places.Locations(ctx, access.Program(), register.Filter{})
	must(err)
	must(h.Places.Tick(ctx, access.Program(), register.Tick{Location: list[0].ID, Item: register.Care, State: register.NotReady}))
	tray, err := h.Intake.Tray(ctx, access.Program(), 1)
	must(err)
	for _, one := range tray.Drafts {
		if one.Places < h.Intake.SecondFrom() {
			continue
		}
		must(h.Intake.TakeIn(ctx, access.Program(), intake.Taking{Draft: one.ID, Version: one.Version, Places: one.Places, From: 19107,
			Location: register.Location{ID: "ship", Municipality: one.Municipality, Name: one.Place, Type: "ship"}}))
	}
	closes := slices.IndexFunc(list[1:], func(l register.Summary) bool { return l.Held == 0 && l.Open == 0 }) // nothing else is done to it
	must(h.Places.CloseLocation(ctx, access.Program(), list[closes+1].ID, 19200, "owner sells"))
	must(h.Dispersal.Ask(ctx, access.Program(), dispersal.Request{ID: "d", Region: homeRegion, Persons: 5, Deadline: 19110, Reason: "full"}))
}

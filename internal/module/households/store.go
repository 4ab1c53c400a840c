package households

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

const householdColumns = `id, code, municipality, region, persons, minors, from_night, until_night, needs, wishes,
	flags, waiting_since, registration, state, parked_until, current_location, rev`

const (
	sqlHousehold       = `SELECT ` + householdColumns + ` FROM household WHERE id = $1`
	sqlHouseholdByCode = `SELECT ` + householdColumns + ` FROM household WHERE code = $1`
	sqlOwner           = `SELECT region, municipality, current_location FROM household WHERE id = $1`
	sqlInsertPerson    = `INSERT INTO person (id, household, birth_date, age, sex, languages) VALUES ($1, $2, $3, $4, $5, $6)`
	sqlInsertName      = `INSERT INTO person_name (person, latin, original) VALUES ($1, $2, $3)`
	sqlPersons         = `SELECT id, household, birth_date, age, sex, languages FROM person WHERE household = $1 ORDER BY id`
	sqlNames           = `SELECT n.person, n.latin, n.original FROM person_name n JOIN person p ON p.id = n.person
		WHERE p.household = $1 ORDER BY n.person`
	sqlInsertLink = `INSERT INTO household_link (a, b, kind, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (a, b) DO UPDATE SET kind = excluded.kind`
	sqlLinks           = `SELECT a, b, kind FROM household_link WHERE a = $1 OR b = $1 ORDER BY a, b`
	sqlInsertExclusion = `INSERT INTO household_exclusion (household, location, reason, until_night, created_at)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT (household, location, created_at) DO NOTHING`
	sqlReadmit = `UPDATE household_exclusion SET until_night = $1 WHERE household = $2 AND location = $3
		AND (until_night IS NULL OR until_night > $1)`
	sqlExclusionsOf = `SELECT location FROM household_exclusion WHERE household = $1 AND (until_night IS NULL OR until_night > $2)`
	// The step before the first of those that were made for a reason at an instant.
	sqlBeforeStep = `SELECT to_state, facts FROM household_event WHERE household = $1 AND seq = (SELECT MIN(e.seq) - 1
		FROM household_event e WHERE e.household = $2 AND e.at = $3 AND e.reason = $4)`
	sqlFirstFacts = `SELECT facts FROM household_event WHERE household = $1 AND seq = 1`
)

func readHousehold(row db.Scanner) (Household, error) {
	var h Household
	var minors *int64
	var current *string
	var needs, wishes, flags string
	err := row.Scan(&h.ID, &h.Code, &h.Municipality, &h.Region, &h.Persons, &minors, &h.From, &h.Until, &needs, &wishes,
		&flags, &h.WaitingSince, &h.Registration, &h.State, &h.ParkedUntil, &current, &h.Rev)
	h.Needs, h.Wishes, h.Flags = split(needs), split(wishes), split(flags)
	if minors == nil {
		h.MinorsUnknown = true
	} else {
		h.Minors = int(*minors)
	}
	if current != nil {
		h.Current = *current
	}
	return h, err
}

func split(words string) []string {
	if words == "" {
		return nil
	}
	return strings.Fields(words)
}

func join(words []string) string { return strings.Join(words, " ") }

// minors and current are what NULL stands for in the store: a count nobody
// made, and no present stay. A scope that does not limit by location must never
// match a household without one, so that column holds no empty text.
func (h Household) minors() any {
	if h.MinorsUnknown {
		return nil
	}
	return h.Minors
}

func (h Household) current() any {
	if h.Current == "" {
		return nil
	}
	return h.Current
}

// facts is the household as an event keeps it; never a name.
type facts struct {
	Municipality string   `json:"municipality"`
	Region       string   `json:"region"`
	Persons      int      `json:"persons"`
	Minors       any      `json:"minors"`
	From         string   `json:"from"`
	Until        string   `json:"until,omitempty"`
	Needs        []string `json:"needs,omitempty"`
	Wishes       []string `json:"wishes,omitempty"`
	Flags        []string `json:"flags,omitempty"`
	WaitingSince string   `json:"waiting_since"`
	Registration string   `json:"registration"`
	ParkedUntil  string   `json:"parked_until,omitempty"`
	Current      string   `json:"current,omitempty"`
}

func (h Household) facts() (string, error) {
	text, err := json.Marshal(facts{
		h.Municipality, h.Region, h.Persons, h.minors(), h.From.String(), h.Until.String(), h.Needs, h.Wishes, h.Flags,
		h.WaitingSince.String(), string(h.Registration), h.ParkedUntil.String(), h.Current,
	})
	if err != nil {
		return "", fmt.Errorf("households: facts: %w", err)
	}
	return string(text), nil
}

// whereabouts is where a household was, and until when it was parked.
type whereabouts struct {
	where  access.Owner
	parked calendar.End
}

// beforeStep is the state of a household, and where it was, before what was recorded
// for a reason at an instant; db.ErrNone where nothing was.
func beforeStep(ctx context.Context, tx *db.Tx, id string, at calendar.Instant, reason string) (state State, was whereabouts, err error) {
	var text string
	if err := tx.Row(ctx, sqlBeforeStep, id, id, at, reason).Scan(&state, &text); err != nil {
		return state, was, err
	}
	var then facts
	if err := json.Unmarshal([]byte(text), &then); err != nil {
		return state, was, fmt.Errorf("households: facts of %s: %w", id, err)
	}
	was.where = access.Owner{Municipality: then.Municipality, Region: then.Region, Location: then.Current}
	if then.ParkedUntil != "" {
		night, err := calendar.Parse(then.ParkedUntil)
		if err != nil {
			return state, was, fmt.Errorf("households: facts of %s: %w", id, err)
		}
		was.parked = calendar.At(night)
	}
	return state, was, nil
}

// Load reads one household inside a transaction; db.ErrNone where there is none.
func Load(ctx context.Context, tx *db.Tx, id string) (Household, error) {
	return readHousehold(tx.Row(ctx, sqlHousehold, id))
}

// OwnerOf says whose affair a household is; db.ErrNone where there is none.
func OwnerOf(ctx context.Context, tx *db.Tx, id string) (access.Owner, error) {
	var owner access.Owner
	var current *string
	err := tx.Row(ctx, sqlOwner, id).Scan(&owner.Region, &owner.Municipality, &current)
	if current != nil {
		owner.Location = *current
	}
	owner.Household = id
	return owner, err
}

// found is Load for use cases: a missing household is a fault people can read.
func found(ctx context.Context, tx *db.Tx, id string) (Household, error) {
	h, err := Load(ctx, tx, id)
	if errors.Is(err, db.ErrNone) {
		return h, fault.New(fault.NotFound, "households.unknown")
	}
	return h, err
}

// saved writes the household as the next revision of before, with its event.
func saved(ctx context.Context, tx *gate.Tx, person, reason string, before, h Household) error {
	return savedAll(ctx, tx, []record{next(before, h, person, reason)})
}

// next is the household as the revision after before.
func next(before, h Household, person, reason string) record {
	h.Rev = before.Rev + 1
	return record{h, before.State, person, reason}
}

// refused names what a guard inside the store refused: the first of the rows it
// may have meant.
func refused(err error, records []record) error {
	if db.Refused(err) != "safeguard" {
		return fmt.Errorf("households: write: %w", err)
	}
	code := ""
	for _, r := range records {
		if r.household.Flagged(plan.FlagUnaccompaniedMinor) {
			code = r.household.Code
			break
		}
	}
	return fault.Wrap(err, fault.Conflict, "households.safeguard", "code", code, "rule", RuleUnaccompaniedMinor)
}

func writeMembers(ctx context.Context, tx *gate.Tx, persons []Person, names []Name) error {
	for _, p := range persons {
		if err := tx.Alters(ctx, keptPersons, p.Household); err != nil {
			return err
		}
		var age any
		if p.AgeKnown {
			age = p.Age
		}
		_, err := tx.Exec(ctx, sqlInsertPerson, p.ID, p.Household, p.Birth, age, p.Sex, join(tidy(p.Languages)))
		if err != nil {
			return fmt.Errorf("households: person: %w", err)
		}
	}
	for _, name := range names {
		if _, err := tx.Exec(ctx, sqlInsertName, name.Person, name.Latin, name.Original); err != nil {
			return fmt.Errorf("households: name: %w", err)
		}
	}
	return nil
}

func insertLink(ctx context.Context, tx *gate.Tx, a, b string, kind LinkKind) error {
	a, b = min(a, b), max(a, b)
	if err := tx.Alters(ctx, keptLinks, a); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertLink, a, b, string(kind), tx.Now())
	return err
}

func readPerson(row db.Scanner) (Person, error) {
	var p Person
	var age *int64
	var languages string
	err := row.Scan(&p.ID, &p.Household, &p.Birth, &age, &p.Sex, &languages)
	p.Languages = split(languages)
	if age != nil {
		p.Age, p.AgeKnown = int(*age), true
	}
	return p, err
}

func readName(row db.Scanner) (Name, error) {
	var name Name
	err := row.Scan(&name.Person, &name.Latin, &name.Original)
	return name, err
}

func readLink(row db.Scanner) (Link, error) {
	var link Link
	err := row.Scan(&link.A, &link.B, &link.Kind)
	return link, err
}

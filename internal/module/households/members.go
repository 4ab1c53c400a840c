package households

import (
	"context"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// MemberKind says what becomes of a member.
type MemberKind string

// What can become of a member.
const (
	CorrectMember MemberKind = "member_corrected"
	AddMember     MemberKind = "member_added"
	RemoveMember  MemberKind = "member_removed"
)

// MemberChange is what becomes of one member of a household.
type MemberChange struct {
	Kind      MemberKind
	Household string
	Rev       int64  // of the household, as the caller saw it
	Person    Person // as it shall be; of one who is removed only the ID counts
	Name      Name   // Latin may be empty: who does not want to tell a name
	Minor     bool   // as told, where the person has neither age nor date of birth
	Counted   bool   // of one who is added: the household's number of persons holds them already
	Guardian  bool   // the guardian organisation knows that a minor is no longer alone
}

// MemberChanged works out what a change makes of a household, without making it.
// The state follows as with Correct: who turns out to be an unaccompanied minor
// goes to the guardian, unless a place is promised.
func MemberChanged(ctx context.Context, tx *db.Tx, c MemberChange, tonight calendar.Night) (before, after Household, err error) {
	if before, err = seenAt(ctx, tx, c.Household, c.Rev); err != nil {
		return before, after, err
	}
	persons, err := db.All(ctx, tx, sqlPersons, []any{c.Household}, readPerson)
	if err != nil {
		return before, after, err
	}
	facts, err := before.withMember(persons, c, tonight)
	if err != nil {
		return before, after, err
	}
	after, err = before.corrected(facts)
	return before, after, err
}

// ChangeMemberIn changes one member and what follows for the household, inside
// the caller's transaction, which has checked that person may. It gives the
// household as it was and as it is. Names are written beside, never noted.
func ChangeMemberIn(ctx context.Context, tx *gate.Tx, person string, c MemberChange) (before, after Household, err error) {
	// Alters locks the household, so that the members are read as they stay.
	if err := tx.Alters(ctx, keptPersons, c.Household); err != nil {
		return before, after, err
	}
	if before, after, err = MemberChanged(ctx, tx.Tx, c, tx.Tonight()); err != nil {
		return before, after, err
	}
	tx.Note("person", c.Person.ID)
	tx.Note("persons", after.Persons)
	tx.Note("state", string(after.State))
	if c.Guardian && before.Flagged(plan.FlagUnaccompaniedMinor) && !after.Flagged(plan.FlagUnaccompaniedMinor) {
		tx.Note("guardian_knows", true)
	}
	if err := writeMember(ctx, tx, c); err != nil {
		return before, after, err
	}
	return before, after, saved(ctx, tx, person, string(c.Kind), before, after)
}

// MemberIDs lists the members of a household by id alone: what a page must know
// before anybody has said why they look.
func MemberIDs(ctx context.Context, tx *db.Tx, household string) ([]string, error) {
	return db.All(ctx, tx, sqlPersonIDs, []any{household}, readText)
}

// withMember is the household with the facts that follow from the change.
func (h Household) withMember(persons []Person, c MemberChange, tonight calendar.Night) (Household, error) {
	at := slices.IndexFunc(persons, func(p Person) bool { return p.ID == c.Person.ID })
	if at < 0 && c.Kind != AddMember {
		return h, fault.New(fault.NotFound, "households.no_such_member")
	}
	if at >= 0 && c.Kind == AddMember {
		return h, fault.New(fault.Conflict, "households.changed_meanwhile", "code", h.Code)
	}
	next, was, after := slices.Clone(persons), Person{}, h
	switch c.Kind {
	case RemoveMember:
		if h.Persons == 1 {
			return h, fault.New(fault.Conflict, "households.last_member", "code", h.Code)
		}
		was, next = persons[at], slices.Delete(next, at, at+1)
		after.Persons--
	case AddMember:
		next = append(next, c.Person)
		if !c.Counted || len(persons) >= h.Persons {
			c.Counted = false
			after.Persons++
		}
	default:
		was, next[at] = persons[at], c.Person
	}
	if err := after.recount(h, persons, next, c, was, tonight); err != nil {
		return h, err
	}
	if err := after.reflag(next, c, tonight); err != nil {
		return h, err
	}
	return after.checkedMembers(next, c, tonight)
}

// checkedMembers is the household if it and its members are as they may be.
func (h Household) checkedMembers(persons []Person, c MemberChange, tonight calendar.Night) (Household, error) {
	h = h.tidied()
	var names []Name
	if c.Kind != RemoveMember && c.Name.Latin != "" {
		names = []Name{c.Name}
	}
	var check fault.Check
	h.check(&check, "")
	checkPersons(&check, h, persons, names, tonight)
	return h, check.Err()
}

// ages counts the members known to be minors, and those known not to be.
func ages(persons []Person, tonight calendar.Night) (minors, adults int) {
	for _, p := range persons {
		switch {
		case p.minor(tonight):
			minors++
		case p.ageTold():
			adults++
		}
	}
	return minors, adults
}

func (p Person) ageTold() bool { return p.Birth.Known || p.AgeKnown }

// recount counts the minors again. Of members whose age is told it is known;
// how many minors there are among the others was told as a number, which stands
// as far as the change does not touch it.
func (h *Household) recount(before Household, old, next []Person, c MemberChange, was Person, tonight calendar.Night) error {
	minors, adults := ages(old, tonight)
	open := max(before.Persons-minors-adults, 0)
	told := min(max(before.Minors-minors, 0), open) // minors among those of unknown age
	minors, adults = ages(next, tonight)
	left := max(h.Persons-minors-adults, 0)
	if h.MinorsUnknown && left > 0 {
		return nil // nobody counted them, and this does not
	}
	wasOpen := c.Kind == AddMember && c.Counted || c.Kind != AddMember && !was.ageTold()
	switch {
	case c.Kind == RemoveMember && wasOpen && told > 0 && told < open:
		return fault.New(fault.Conflict, "households.age_first", "code", h.Code)
	case c.Kind == RemoveMember && wasOpen && told == open:
		told--
	case c.Kind != RemoveMember:
		told = c.told(wasOpen, told, left, tonight)
	}
	h.Minors, h.MinorsUnknown = minors+min(max(told, 0), left), false
	return nil
}

// told is how many minors there are among the members of unknown age once this
// one was told of; wasOpen says that this one was among them.
func (c MemberChange) told(wasOpen bool, told, left int, tonight calendar.Night) int {
	switch isOpen := !c.Person.ageTold(); {
	case wasOpen && !isOpen && c.Person.minor(tonight):
		return told - 1
	case wasOpen && isOpen && c.Minor:
		return max(told, 1)
	case wasOpen && isOpen:
		return min(told, left-1)
	case isOpen && c.Minor:
		return told + 1
	}
	return told
}

// reflag gives the household the flags of safeguarding that follow from who its
// members are. That a minor is alone follows by itself; that it no longer is, a
// person must say who asked the guardian.
func (h *Household) reflag(persons []Person, c MemberChange, tonight calendar.Night) error {
	alone, children := h.Flagged(plan.FlagUnaccompaniedMinor), !h.MinorsUnknown && h.Minors == h.Persons
	if alone && !children && !c.Guardian {
		var check fault.Check
		check.Field(false, "guardian", "households.guardian_first")
		return check.Err()
	}
	h.flag(plan.FlagUnaccompaniedMinor, children)
	if h.MinorsUnknown {
		return nil
	}
	if h.Persons-h.Minors != 1 {
		h.flag(plan.FlagLoneWoman, false)
		return nil
	}
	grown := slices.DeleteFunc(slices.Clone(persons), func(p Person) bool { return p.minor(tonight) })
	if len(grown) == 1 && grown[0].Sex != "" {
		h.flag(plan.FlagLoneWoman, grown[0].Sex == "f")
	}
	return nil
}

// flag sets or takes away a flag.
func (h *Household) flag(flag string, set bool) {
	h.Flags = slices.DeleteFunc(slices.Clone(h.Flags), func(has string) bool { return has == flag })
	if set {
		h.Flags = append(h.Flags, flag)
	}
}

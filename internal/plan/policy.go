package plan

import "fmt"

// Row is one line of the points policy.
type Row struct {
	Key    string // stable; "plan.policy."+Key is its plain text for readers
	Points int64  // per unit; negative: a reason against
	Unit   string // what the points are multiplied by; "plan.unit."+Unit is its text
	Limit  int64  // most units that count; 0: no limit
	UpTo   int    // kilometres, for the bands of a distance; 0 within the same municipality
	Why    string // why the row is there, in English, for the printed policy
}

// Rule is a hard rule: no number of points outweighs it.
type Rule struct {
	Key string // "plan.rule."+Key is its plain text
	Why string
}

// Policy is the whole of what decides between two plans. Nothing outside the
// table counts: no nationality, language, age, education or prediction; sex only
// for the safety of a woman on her own.
type Policy struct {
	Version string
	Rows    []Row
	Rules   []Rule
}

// The units of policy rows.
const (
	UnitHousehold = "household"
	UnitPerson    = "person"
	UnitDay       = "person_day"
	UnitWish      = "person_wish"
	UnitPercent   = "person_percent"
)

// The keys of policy rows; a Line of a placement bears the same key.
const (
	KeyHousehold    = "placed_household"
	KeyPerson       = "placed_person"
	KeyUrgent       = "placed_urgent"
	KeyWaiting      = "placed_waiting"
	KeyWish         = "wish_facility"
	KeyNear0        = "wish_near_0"
	KeyNear10       = "wish_near_10"
	KeyNear25       = "wish_near_25"
	KeyNear50       = "wish_near_50"
	KeyWishMost     = "wish_most"
	KeySame         = "stay_same"
	KeyMove25       = "stay_near_25"
	KeyFair         = "fair_share"
	KeyShortStay    = "type_short_stay"
	KeySportsHall   = "type_sports_hall"
	KeyWomenOnly    = "safe_women_only"
	KeyPrivateRooms = "safe_private_rooms"
)

// The keys of hard rules.
const (
	RuleGuardian = "guardian"
	RuleNeeds    = "needs"
	RuleHost     = "unscreened_host"
	RuleExcluded = "excluded"
	RuleTogether = "together"
	RulePlaces   = "places"
)

// shortNights is the longest stay that short-stay locations are meant for:
// they take people for less than 72 hours.
const shortNights = 2

// CurrentPolicy is THE table. Two principles hold and are tested: a place for
// one person more outweighs all that a better place can do for another, and
// every placement has points above zero. Every row counts per person, so that
// the wish of a family of four weighs as much as the same wish of four people
// alone; the small row per household only keeps it from being indifferent.
func CurrentPolicy() Policy {
	return Policy{
		Version: "2026-1",
		Rows: []Row{
			{KeyHousehold, 100, UnitHousehold, 0, 0, "Between two equal plans, the one that helps more households."},
			{KeyPerson, 2000, UnitPerson, 0, 0, "A bed comes before everything else."},
			{KeyUrgent, 800, UnitPerson, 0, 0, "The intake found that this household cannot wait."},
			{KeyWaiting, 10, UnitDay, 30, 0, "Who waits longer comes first; after thirty days all count alike."},
			{KeyWish, 60, UnitWish, 0, 0, "A facility that the household asked for but can do without."},
			{KeyNear0, 150, UnitWish, 0, 0, "In the municipality where relatives, work or school are."},
			{KeyNear10, 120, UnitWish, 0, 10, "A bicycle ride from the municipality asked for."},
			{KeyNear25, 80, UnitWish, 0, 25, "Within half an hour or so by public transport."},
			{KeyNear50, 40, UnitWish, 0, 50, "Within a visit's distance."},
			{KeyWishMost, 400, UnitPerson, 0, 0, "The most that all wishes together count: a long list must not outbid a short one without end."},
			{KeySame, 300, UnitPerson, 0, 0, "Every move costs people their school, doctor and neighbours."},
			{KeyMove25, 60, UnitPerson, 0, 25, "If they must move: near enough to keep school and work."},
			{KeyFair, 1, UnitPercent, 100, 0, "A municipality that receives fewer people than its share by inhabitants comes first."},
			{KeyShortStay, -300, UnitPerson, 0, 0, "A location for less than 72 hours does not suit a longer stay."},
			{KeySportsHall, -400, UnitPerson, 0, 0, "Sports halls are for crises: no rest and no privacy."},
			{KeyWomenOnly, 200, UnitPerson, 0, 0, "A woman on her own is safer where only women stay."},
			{KeyPrivateRooms, 100, UnitPerson, 0, 0, "A woman on her own is safer behind her own door."},
		},
		Rules: []Rule{
			{RuleGuardian, "An unaccompanied minor is never placed by matching; the guardian organisation is responsible."},
			{RuleNeeds, "The location has every facility that the household needs."},
			{RuleHost, "Minors and women on their own never go to a host who has not been screened."},
			{RuleExcluded, "The location was not excluded for this household by an earlier, reasoned decline."},
			{RuleTogether, "A household is placed together, in one location, for all its nights."},
			{RulePlaces, "On no night do more people stay than there are open places."},
		},
	}
}

// weights is the table by key, as the scoring reads it.
type weights map[string]Row

// byKey gives the weights, or an error where the table breaks one of its
// principles.
func (p Policy) byKey() (weights, error) {
	w := weights{}
	for _, row := range p.Rows {
		w[row.Key] = row
	}
	for _, row := range CurrentPolicy().Rows {
		if _, ok := w[row.Key]; !ok {
			return nil, fmt.Errorf("plan: policy %s lacks the row %s", p.Version, row.Key)
		}
	}
	return w, w.check(p.Version)
}

func (w weights) check(version string) error {
	for key, row := range w {
		if against := key == KeyShortStay || key == KeySportsHall; against != (row.Points < 0) {
			return fmt.Errorf("plan: policy %s: the points %d of %s have the wrong sign", version, row.Points, key)
		}
	}
	if best, worst := w.spread(); best-worst >= w[KeyPerson].Points {
		return fmt.Errorf("plan: policy %s: a better place (%d points a person) could outweigh a place (%d)", version, best-worst, w[KeyPerson].Points)
	}
	return nil
}

// spread gives the most and the least points a person that depend on the
// location.
func (w weights) spread() (best, worst int64) {
	best = w[KeyWishMost].Points + max(w[KeySame].Points, w[KeyMove25].Points) +
		w[KeyFair].Points*w[KeyFair].Limit + w[KeyWomenOnly].Points + w[KeyPrivateRooms].Points
	return best, w[KeyShortStay].Points + w[KeySportsHall].Points
}

// near gives the row for a wish to be near another municipality km away, or
// false when it is too far to count.
func (w weights) near(km float64) (Row, bool) {
	for _, key := range []string{KeyNear10, KeyNear25, KeyNear50} {
		if km <= float64(w[key].UpTo) {
			return w[key], true
		}
	}
	return Row{}, false
}

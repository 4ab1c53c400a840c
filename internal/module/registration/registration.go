// Package registration is the room in which households tell of themselves: one
// question per page, in their own language, without an account and without
// script. What they told is a draft until they send it; then it becomes a
// household (package households) and its code opens a page that tells how far
// the search is and takes its answer to an offer.
//
// A draft is opened by its code together with a secret. The store holds a digest
// of the secret, and the answers sealed with a key that only the secret gives:
// before a registration is sent nobody else can read it, not even the operator.
//
// The room also holds the pages on which staff look at names, with a reason, and
// correct what is known of a household.
package registration

import (
	"embed"
	"slices"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/platform/gate"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Settings are what an operator decides about registration.
type Settings struct {
	Base   string        // address people reach the pages under, without a final slash
	Leave  string        // neutral page the quick way out leads to
	Keep   time.Duration // how long a draft is kept after it was last saved
	Secure bool          // pages travel over https: the cookie says so
}

// Defaults are settings that work: the weather, and a fortnight.
func Defaults() Settings {
	return Settings{Leave: "https://www.buienradar.nl/", Keep: 14 * 24 * time.Hour}
}

// Service holds the use cases of this room.
type Service struct {
	door       *gate.Gate
	org        *org.Service
	households *households.Service
	matching   *matching.Service
	settings   Settings
}

// Rooms are the rooms this one leans on.
type Rooms struct {
	Org        *org.Service
	Households *households.Service
	Matching   *matching.Service
}

// New makes the service behind a gate.
func New(door *gate.Gate, rooms Rooms, settings Settings) *Service {
	return &Service{door: door, org: rooms.Org, households: rooms.Households, matching: rooms.Matching, settings: settings}
}

// Draft is a registration on its way, and the key to the status page once it was
// sent.
type Draft struct {
	Household string // id of the household it becomes
	Code      string // opens it together with the secret; eight letters
	Lang      string
	Helper    string // account of who fills it in on behalf of the household; empty: the household itself
	Answers   Answers
	Expires   calendar.Instant
	Sent      bool
	Reference string // reference code of the household, once sent; opens the status page too
}

// Answers is what a household told so far. A field left at its zero value was
// not asked yet or not told.
type Answers struct {
	Members  []Member
	Together string // one of options[askTogether]
	Woman    string // one of options[askWoman]: the one adult is a woman
	Pets     string // one of options[askPets]
	Needs    []string
	Wishes   []string
	Near     string // CBS code of a municipality they wish to be near
	Family   string // reference code of a household they belong near
	Where    string // CBS code of where they are now
	Arrived  calendar.End
	Stay     string // one of options[askStay]
	Phone    string
	Email    string
	Done     []string // keys of the questions answered
}

// Member is a person as the draft keeps it.
type Member struct {
	ID        string
	Latin     string // may be empty: who does not want to tell a name
	Original  string
	Birth     calendar.End
	Age       int
	AgeKnown  bool
	Minor     bool // as told, where neither age nor date of birth is
	Languages []string
}

const adult = 18 // years

// minor says whether the person is younger than 18 on the night.
func (m Member) minor(tonight calendar.Night) bool {
	switch {
	case m.Birth.Known:
		return calendar.NightOf(m.Birth.Night.Date().AddDate(adult, 0, 0)) > tonight
	case m.AgeKnown:
		return m.Age < adult
	}
	return m.Minor
}

// adults counts the members of 18 and older.
func (a Answers) adults(tonight calendar.Night) (count int) {
	for _, m := range a.Members {
		if !m.minor(tonight) {
			count++
		}
	}
	return count
}

// onlyMinors says whether no adult is among them: the guardian must know.
func (a Answers) onlyMinors(tonight calendar.Night) bool {
	return len(a.Members) > 0 && a.adults(tonight) == 0
}

func (a Answers) answered(key string) bool { return slices.Contains(a.Done, key) }

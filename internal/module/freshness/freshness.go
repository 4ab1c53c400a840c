// Package freshness asks the contacts of locations whether what the register knows
// still holds (domain.md 2, Freshness): one mail per contact about all its
// locations, every week and when silence takes places away, at most one a day. Its
// link needs no account: one press says that all holds, or tells what is
// different.
//
// What somebody without an account says is believed where it takes places away,
// since promising too much hurts people. What it adds is a pledge until a
// coordinator opens it (ADR 0030).
package freshness

import (
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

const (
	// Pause is how long a contact is left in peace after a mail.
	Pause = 24 * time.Hour
	// LinkFor is how long the link in a mail works: until the next mail but one.
	LinkFor = 14 * 24 * time.Hour
	// week is the longest time between two questions about a location.
	week = 7 * 24 * time.Hour
	// keepFor is how long mails are kept after their links end, so that somebody can
	// still be told who was asked.
	keepFor = 30 * 24 * time.Hour
	// keepTold is how long another contact waits for a decision before it is erased.
	keepTold = 30 * 24 * time.Hour
	// Nobody is mailed by night unless a person presses a button.
	firstHour, lastHour = 8, 20
	// mostAnswers is how often a location can be answered about by one link: who goes
	// on has to call.
	mostAnswers = 30
	longestText = 200
)

// Source is the source of what was said by the link of a mail.
const Source = "mailed_link"

// every is how often a location is asked about while nothing is heard: weekly,
// and at least once before silence takes its places away.
func every(l places.Location) time.Duration {
	half := time.Duration(l.StaleDays) * 24 * time.Hour / 2
	return min(week, max(24*time.Hour, half))
}

// due says whether the location must be asked about, when it was last asked at
// the other instant; 0: never. That silence took places away is a question of its
// own, unless one was asked the day before.
func due(l places.Location, askedAt, now calendar.Instant) bool {
	return max(l.ConfirmedAt, askedAt).Plus(every(l)) <= now || l.LapsedAt > askedAt.Plus(Pause)
}

// lapses is when silence takes the places of a location away; 0 where it did so
// already.
func lapses(l places.Location) calendar.Instant {
	if l.LapsedAt != 0 {
		return 0
	}
	return l.ConfirmedAt.Plus(time.Duration(l.StaleDays) * 24 * time.Hour)
}

// Kind is what an answer is about.
type Kind string

// The kinds: all holds; another number of places; nothing is there any more;
// somebody else must be called.
const (
	Yes     Kind = "yes"
	Number  Kind = "number"
	Gone    Kind = "gone"
	Contact Kind = "contact"
)

// Answer is what was answered about one location.
type Answer struct {
	ID       string
	Mail     string
	Location string
	Kind     Kind
	Places   int
	From     calendar.Night
	Until    calendar.End
	Lowered  bool
	Raised   bool
	At       calendar.Instant
}

// Told is another contact as the present one told it.
type Told struct {
	ID       string
	Location string
	places.Contact
	At    calendar.Instant
	Ended bool
}

// Stand is where the question about a location stands.
type Stand struct {
	AskedAt    calendar.Instant // last mail; 0: none that we still know of
	AnsweredAt calendar.Instant // last answer by a link; 0: none
	Kind       Kind             // of that answer
}

// asking is one mail.
type asking struct {
	id, digest, address string
	askedAt, expires    calendar.Instant
}

// actor is who holds the link of a mail: staff of that location, and nothing
// more.
func (a asking) actor(l places.Location) access.Actor {
	return access.Actor{Person: "link/" + a.digest[:16], Role: access.LocationStaff, Location: l.ID,
		Municipality: l.Municipality, Region: l.Region}
}

// newToken makes 160 random bits that survive being read over the telephone.
func newToken() string { return rand.Text() + rand.Text()[:6] }

func digestOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// keyOf brings an address to the form in which addresses are told apart.
func keyOf(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

var phoneForm = regexp.MustCompile(`^\+?[0-9()\-./ ]{9,30}$`)

// tidy brings a contact as it was typed to the form in which it is kept.
func tidy(c places.Contact) places.Contact {
	line := func(text string) string {
		return strings.Join(strings.Fields(strings.Map(func(letter rune) rune {
			if !unicode.IsPrint(letter) {
				return ' '
			}
			return letter
		}, strings.ToValidUTF8(text, " "))), " ")
	}
	return places.Contact{Name: line(c.Name), Phone: line(c.Phone), Email: line(c.Email)}
}

// checkContact reports every wrong field of another contact at once.
func checkContact(c places.Contact) error {
	var check fault.Check
	check.Field(c.Name != "", "name", "freshness.name_missing")
	check.Field(len([]rune(c.Name)) <= longestText, "name", "freshness.too_long", "most", longestText)
	check.Field(c.Phone != "" || c.Email != "", "phone", "freshness.reach_missing")
	check.Field(c.Phone == "" || phoneForm.MatchString(c.Phone), "phone", "freshness.phone_wrong")
	if c.Email != "" {
		parsed, err := mail.ParseAddress(c.Email)
		check.Field(err == nil && parsed.Address == c.Email && len(c.Email) <= longestText, "email", "freshness.email_wrong")
	}
	return check.Err()
}

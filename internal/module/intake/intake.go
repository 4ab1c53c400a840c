// Package intake is where reports of locations come in and wait as drafts until a
// person confirms them. They come by a form of one page that needs no account, or
// were read from a mail or a spreadsheet (package mailroom, which also holds the
// desk where people decide). Nothing becomes a location unconfirmed: a coordinator
// takes a draft in, as something new or as a change of what is there, refuses it,
// or asks back. Very large ones take two persons.
package intake

import (
	"embed"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Report is what somebody told of a location. What was not told is at its zero
// value: a mail may leave anything out, the form asks for enough to call back.
type Report struct {
	Place        string // name or address, as they say it
	Municipality string // CBS code
	Places       int    // beds that stand ready; 0: not told
	From         calendar.End
	Until        calendar.End // first night without
	Contact      places.Contact
	Facilities   []string // of Asked
}

// Asked are the facilities the form asks for, out of places.Facilities.
var Asked = []string{"wheelchair", "pets", "private_rooms", "own_kitchen"}

// The bounds of what a report can mean. They catch slips of the pen: beyond them a
// person is asked to call.
const (
	mostPlaces   = 5000 // no location in the country holds more
	longestText  = 200  // characters of a line
	longestEmail = 254  // RFC 5321, 4.5.3.1.3
	earliest     = 31   // nights ago
	latest       = 730  // nights ahead for the beginning
	farthest     = 3650 // nights ahead for the end
)

// Way is how a draft came in.
type Way string

// The ways in. A sheet is a row of a spreadsheet, mailed or uploaded.
const (
	ByForm  Way = "form"
	ByMail  Way = "mail"
	BySheet Way = "sheet"
)

// State is where a draft stands.
type State string

// The states: nobody looked yet; something is still to be asked; one person
// confirmed it and a second must; it became a location or changed one; it did not.
const (
	Waiting   State = "waiting"
	AskedOf   State = "asked"
	Seconding State = "seconding"
	Taken     State = "taken"
	Refused   State = "refused"
)

// States are all states.
var States = []State{Waiting, AskedOf, Seconding, Taken, Refused}

// ways is the table of what can follow what. Waiting follows the end where
// somebody takes a decision back, and a question or a first confirmation where who
// told changes the report: then somebody must look again.
var ways = map[State][]State{
	Waiting:   {AskedOf, Seconding, Taken, Refused},
	AskedOf:   {Waiting, AskedOf, Seconding, Taken, Refused},
	Seconding: {Waiting, AskedOf, Seconding, Taken, Refused},
	Taken:     {Waiting},
	Refused:   {Waiting},
}

// CanBecome says whether a draft may go from one state to the other.
func (s State) CanBecome(to State) bool { return slices.Contains(ways[s], to) }

// Open says whether there is still something to decide.
func (s State) Open() bool { return s != Taken && s != Refused }

// Reasons are why a draft does not become a location, coded so that they can be
// counted.
var Reasons = []string{"duplicate", "unsuitable", withdrawnReason, "unreachable", "nonsense"}

// withdrawnReason is that the owner takes the offer back.
const withdrawnReason = "withdrawn"

// Merged is the reason of a draft whose news went into another draft; nobody
// chooses it from a list.
const Merged = "merged"

// Draft is a report on its way to the register.
type Draft struct {
	Report
	ID         string
	Ref        string // reference people say: M-K7M-2QX
	Way        Way
	Lang       string // of who told
	Region     string // of the municipality
	State      State
	ReceivedAt calendar.Instant
	CallBefore calendar.Instant // what was promised
	Version    int64            // counts changes of what was told
	EndedAt    calendar.Instant // 0 while it is open
	EndedBy    string
	Reason     string // one of Reasons
	Location   string // id of the location it became, or changed
}

// Owner is whose affair the draft is; one without a municipality is the nation's.
func (d Draft) Owner() access.Owner {
	return access.Owner{Municipality: d.Municipality, Region: d.Region}
}

// Step is something that happened to a draft.
type Step struct {
	At     calendar.Instant
	Kind   string // received, changed, asked, mailed, seconding, taken, merged, refused, undone
	Person string // account; empty: who told
	Text   string // a note, a reason, or the names of the fields that changed
}

// callWithin is how soon a coordinator promises to call.
const callWithin = 24 * time.Hour

// CallBefore is the promise made at an instant: a whole hour, since nobody is
// called at 14.37.
func CallBefore(now calendar.Instant) calendar.Instant {
	return calendar.InstantOf(now.Time().Add(callWithin + time.Hour - time.Microsecond).Truncate(time.Hour))
}

// tidy brings what was typed to the form in which it is kept: one line each,
// without characters that cannot be seen.
func (r *Report) tidy() {
	for _, text := range []*string{&r.Place, &r.Contact.Name, &r.Contact.Phone, &r.Contact.Email} {
		*text = line(*text)
	}
	r.Facilities = slices.DeleteFunc(slices.Clone(Asked), func(token string) bool { return !slices.Contains(r.Facilities, token) })
}

func line(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(letter rune) rune {
		if !unicode.IsPrint(letter) {
			return ' '
		}
		return letter
	}, strings.ToValidUTF8(text, " "))), " ")
}

var phoneForm = regexp.MustCompile(`^\+?[0-9()\-./ ]+$`)

// Validate reports every wrong field of a report by form at once, seen from the
// night on which it is made.
func (r Report) Validate(tonight calendar.Night) error {
	var check fault.Check
	check.Field(r.Place != "", "place", "intake.place_missing")
	check.Field(short(r.Place), "place", "intake.too_long", "most", longestText)
	found, known := atlas.Find(r.Municipality)
	check.Field(known && !found.Until.Known, "municipality", "intake.municipality_missing")
	check.Field(r.Places > 0, "places", "intake.places_missing")
	check.Field(r.Places <= mostPlaces, "places", "intake.places_many", "most", mostPlaces)
	r.checkPeriod(tonight, &check)
	r.checkContact(&check)
	return check.Err()
}

func (r Report) checkPeriod(tonight calendar.Night, check *fault.Check) {
	if r.From.Known {
		first, last := tonight-earliest, tonight+latest
		check.Field(r.From.Night >= first && r.From.Night <= last, "from", "intake.from_wrong", "first", first, "last", last)
	}
	if !r.Until.Known {
		return
	}
	last := r.Until.Night - 1 // the night people named
	switch {
	case last < r.From.Or(tonight):
		check.Field(false, "until", "intake.until_early")
	case last < tonight:
		check.Field(false, "until", "intake.until_past")
	default:
		check.Field(last <= tonight+farthest, "until", "intake.until_far", "last", tonight+farthest)
	}
}

func (r Report) checkContact(check *fault.Check) {
	c := r.Contact
	check.Field(short(c.Name), "name", "intake.too_long", "most", longestText)
	check.Field(c.Phone != "" || c.Email != "", "phone", "intake.contact_missing")
	if c.Phone != "" {
		digits := len(digitsOf(c.Phone))
		check.Field(phoneForm.MatchString(c.Phone) && digits >= 9 && digits <= 15, "phone", "intake.phone_wrong")
	}
	if c.Email != "" {
		parsed, err := mail.ParseAddress(c.Email)
		check.Field(err == nil && parsed.Address == c.Email && len(c.Email) <= longestEmail, "email", "intake.email_wrong")
	}
}

func short(text string) bool { return len([]rune(text)) <= longestText }

// changed names the fields in which two reports differ, in the order of the form.
func (r Report) changed(now Report) (names []string) {
	for _, field := range []struct {
		name string
		same bool
	}{
		{"place", r.Place == now.Place},
		{"municipality", r.Municipality == now.Municipality},
		{"places", r.Places == now.Places},
		{"from", r.From == now.From},
		{"until", r.Until == now.Until},
		{"contact", r.Contact == now.Contact},
		{"facilities", slices.Equal(inOrder(r.Facilities), inOrder(now.Facilities))},
	} {
		if !field.same {
			names = append(names, field.name)
		}
	}
	return names
}

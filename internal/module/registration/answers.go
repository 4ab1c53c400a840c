package registration

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
)

// unsaid is the answer of who would rather not say.
const unsaid = "zeg_niet"

// Question is one page of the registration. Its key is its address, and its
// texts are those under "registration." and its key.
type Question struct {
	Key string
	// asked says whether the question is put, given what was answered; nil: always.
	asked func(a Answers, tonight calendar.Night) bool
	take  func(in url.Values, a *Answers, check *fault.Check, tonight calendar.Night)
	show  func(a Answers) url.Values
}

// The keys of the questions, in order: they are addresses too.
const (
	askMembers  = "gezin"
	askAlone    = "alleen"
	askTogether = "samen"
	askWoman    = "veilig"
	askPets     = "dieren"
	askNeeds    = "nodig"
	askWishes   = "wensen"
	askWhere    = "waar"
	askArrived  = "aankomst"
	askStay     = "duur"
	askContact  = "contact"
)

// Questions is THE list of questions. The paper form is made of it too.
var Questions = []Question{
	{Key: askMembers, take: takeMembers, show: func(Answers) url.Values { return nil }},
	{Key: askAlone, asked: Answers.onlyMinors, take: takeAlone, show: func(a Answers) url.Values {
		return chosenIf(a.answered(askAlone), askAlone, "nee")
	}},
	{
		Key: askTogether, asked: func(a Answers, _ calendar.Night) bool { return len(a.Members) > 1 },
		take: func(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
			a.Together = oneOf(in, askTogether, options[askTogether], check)
		},
		show: func(a Answers) url.Values { return chosenIf(true, askTogether, a.Together) },
	},
	{
		Key: askWoman, asked: func(a Answers, tonight calendar.Night) bool { return a.adults(tonight) == 1 },
		take: func(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
			a.Woman = oneOf(in, askWoman, options[askWoman], check)
		},
		show: func(a Answers) url.Values { return chosenIf(true, askWoman, a.Woman) },
	},
	{
		Key: askPets,
		take: func(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
			a.Pets = oneOf(in, askPets, options[askPets], check)
		},
		show: func(a Answers) url.Values { return chosenIf(true, askPets, a.Pets) },
	},
	{
		Key: askNeeds,
		take: func(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
			a.Needs = someOf(in, askNeeds, check)
		},
		show: func(a Answers) url.Values { return url.Values{askNeeds: a.Needs} },
	},
	{Key: askWishes, take: takeWishes, show: showWishes},
	{
		Key: askWhere,
		take: func(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
			a.Where = municipality(in, askWhere, true, check)
		},
		show: func(a Answers) url.Values { return url.Values{askWhere: {municipalityName(a.Where)}} },
	},
	{Key: askArrived, take: takeArrived, show: showArrived},
	{
		Key: askStay,
		take: func(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
			a.Stay = oneOf(in, askStay, options[askStay], check)
		},
		show: func(a Answers) url.Values { return chosenIf(true, askStay, a.Stay) },
	},
	{Key: askContact, take: takeContact, show: func(a Answers) url.Values {
		return url.Values{"telefoon": {a.Phone}, "email": {a.Email}}
	}},
}

// options are the choices of each question, in order; needs and wishes are
// facilities of a location.
var options = map[string][]string{
	askAlone:    {"nee", "ja"},
	askTogether: {"ja", "nee", "weet_niet", unsaid},
	askWoman:    {"ja", "nee", unsaid},
	askPets:     {"geen", "mee", "kan_apart", unsaid},
	askNeeds: {"wheelchair", "ground_floor", "no_stairs", "crib", "near_hospital", "medical_room", "quiet", "women_only",
		"private_rooms", unsaid},
	askWishes:  {"school_nearby", "public_transport", "own_kitchen", "internet", "gp_nearby", "washing_machine"},
	askStay:    {"2_weken", "1_maand", "3_maanden", "langer", unsaid},
	"leeftijd": {"volwassen", "minderjarig"},
	"talen":    {"uk", "ru", "en", "nl", "de", "pl"},
}

// nights says how long the choices of askStay last; what is not in it has an end
// nobody knows.
var nights = map[string]int{"2_weken": 14, "1_maand": 30, "3_maanden": 91}

// Steps lists the questions put to a household, given what it answered so far.
func (a Answers) Steps(tonight calendar.Night) (steps []Question) {
	for _, q := range Questions {
		if q.asked == nil || q.asked(a, tonight) {
			steps = append(steps, q)
		}
	}
	return steps
}

// Open is the key of the first question without an answer; empty: all have one.
func (a Answers) Open(tonight calendar.Night) string {
	for _, q := range a.Steps(tonight) {
		if !a.answered(q.Key) {
			return q.Key
		}
	}
	return ""
}

// Answer takes in what was said to a question, or every wrong field at once.
func (a *Answers) Answer(key string, in url.Values, tonight calendar.Night) error {
	i := slices.IndexFunc(Questions, func(q Question) bool { return q.Key == key })
	if i < 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	var check fault.Check
	Questions[i].take(in, a, &check, tonight)
	if err := check.Err(); err != nil {
		return err
	}
	if !a.answered(key) {
		a.Done = append(a.Done, key)
	}
	return nil
}

func chosenIf(told bool, name, value string) url.Values {
	if !told || value == "" {
		return url.Values{}
	}
	return url.Values{name: {value}}
}

func oneOf(in url.Values, name string, allowed []string, check *fault.Check) string {
	value := in.Get(name)
	check.Field(slices.Contains(allowed, value), name, "registration.choose_one")
	return value
}

func someOf(in url.Values, name string, check *fault.Check) (chosen []string) {
	for _, value := range options[name] {
		if slices.Contains(in[name], value) {
			chosen = append(chosen, value)
		}
	}
	check.Field(len(chosen) == len(in[name]), name, "registration.choose_listed")
	check.Field(!slices.Contains(chosen, unsaid) || len(chosen) == 1, name, "registration.unsaid_alone")
	return chosen
}

func takeMembers(_ url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
	check.Field(len(a.Members) > 0, askMembers, "registration.nobody")
}

// takeAlone asks those who told of nobody older than 17. Who says that an adult
// is with them is asked to add that person.
func takeAlone(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
	check.Field(oneOf(in, askAlone, options[askAlone], check) != "ja", askAlone, "registration.add_adult")
}

func takeWishes(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
	a.Wishes = someOf(in, askWishes, check)
	a.Near = municipality(in, "bij", false, check)
	a.Family = fold(in.Get("familie"))
	check.Field(a.Family == "" || referenceCode.MatchString(a.Family), "familie", "registration.family_unknown")
}

func showWishes(a Answers) url.Values {
	return url.Values{askWishes: a.Wishes, "bij": {municipalityName(a.Near)}, "familie": {a.Family}}
}

var referenceCode = regexp.MustCompile(`^[0-9A-Z]{3}-[0-9A-Z]{3}$`)

// municipality finds one by the name that was typed.
func municipality(in url.Values, name string, needed bool, check *fault.Check) string {
	typed := strings.TrimSpace(in.Get(name))
	if typed == "" {
		check.Field(!needed, name, "registration.where_missing")
		return ""
	}
	found := atlas.ByName(typed)
	if len(found) == 1 {
		return found[0].Code
	}
	var names []string
	for _, m := range found {
		names = append(names, m.Name)
	}
	check.Field(len(names) == 0, name, "registration.where_several", "names", strings.Join(names, ", "))
	check.Field(len(names) > 0, name, "registration.where_unknown")
	return ""
}

func municipalityName(code string) string {
	if found, known := atlas.Find(code); known {
		return found.Name
	}
	return code
}

// first is the earliest day of arrival that is not a slip of the keyboard.
var first = calendar.MustParse("2022-01-01")

func takeArrived(in url.Values, a *Answers, check *fault.Check, tonight calendar.Night) {
	a.Arrived = calendar.End{}
	date := ui.DateAnswer(askArrived, in.Get)
	if in.Get("weet_niet") != "" || date.Empty() {
		return
	}
	night, known := date.Night()
	check.Field(known, askArrived, "registration.date_wrong")
	check.Field(!known || night <= tonight && night >= first, askArrived, "registration.arrived_wrong", "first", first, "last", tonight)
	a.Arrived = calendar.End{Night: night, Known: known}
}

func showArrived(a Answers) url.Values {
	if !a.Arrived.Known {
		return url.Values{}
	}
	return showDate(askArrived, a.Arrived.Night)
}

func showDate(name string, night calendar.Night) url.Values {
	parts := ui.PartsOf(night)
	return url.Values{name + ui.DaySuffix: {parts.Day}, name + ui.MonthSuffix: {parts.Month}, name + ui.YearSuffix: {parts.Year}}
}

var phone = regexp.MustCompile(`^\+?[0-9]{6,15}$`)

func takeContact(in url.Values, a *Answers, check *fault.Check, _ calendar.Night) {
	a.Phone = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "").Replace(in.Get("telefoon"))
	a.Email = strings.TrimSpace(in.Get("email"))
	check.Field(a.Phone == "" || phone.MatchString(a.Phone), "telefoon", "registration.phone_wrong")
	parsed, err := mail.ParseAddress(a.Email)
	check.Field(a.Email == "" || err == nil && parsed.Address == a.Email, "email", "registration.email_wrong")
}

const (
	mostMembers = 50
	mostName    = 200 // letters
	oldestAge   = 120
)

var oldest = calendar.MustParse("1900-01-01")

// memberOf reads one person from a form, or every wrong field at once.
func memberOf(in url.Values, tonight calendar.Night) (Member, error) {
	var check fault.Check
	m := Member{Latin: strings.TrimSpace(in.Get("naam")), Original: strings.TrimSpace(in.Get("naam_eigen"))}
	check.Field(len([]rune(m.Latin)) <= mostName, "naam", "registration.name_long", "most", mostName)
	check.Field(len([]rune(m.Original)) <= mostName, "naam_eigen", "registration.name_long", "most", mostName)
	if m.Latin == "" {
		m.Latin = m.Original // better a name in one script than none
	}
	m.takeAge(in, &check, tonight)
	m.Languages = someOf(in, "talen", &check)
	return m, check.Err()
}

// takeAge reads the date of birth, else the age, else whether it is a child.
func (m *Member) takeAge(in url.Values, check *fault.Check, tonight calendar.Night) {
	born, age, told := ui.DateAnswer("geboren", in.Get), strings.TrimSpace(in.Get("jaren")), in.Get("leeftijd")
	switch {
	case !born.Empty():
		night, known := born.Night()
		check.Field(known && night >= oldest && night <= tonight, "geboren", "registration.birth_wrong")
		m.Birth = calendar.End{Night: night, Known: known}
	case age != "":
		years, err := strconv.Atoi(age)
		check.Field(err == nil && years >= 0 && years <= oldestAge, "jaren", "registration.age_wrong", "most", oldestAge)
		m.Age, m.AgeKnown = years, true
	default:
		check.Field(slices.Contains(options["leeftijd"], told), "jaren", "registration.age_missing")
		m.Minor = told == "minderjarig"
	}
}

// show is the person as the form asks for it.
func (m Member) show() url.Values {
	in := url.Values{"talen": m.Languages}
	switch {
	case m.Birth.Known:
		in = showDate("geboren", m.Birth.Night)
		in["talen"] = m.Languages
	case m.AgeKnown:
		in.Set("jaren", strconv.Itoa(m.Age))
	case m.Minor:
		in.Set("leeftijd", "minderjarig")
	case m.ID != "":
		in.Set("leeftijd", "volwassen")
	}
	in.Set("naam", m.Latin)
	in.Set("naam_eigen", m.Original)
	return in
}

// reshaped forgets the answers to questions that the present members no longer
// raise, and asks the question of no adult again.
func (a *Answers) reshaped(tonight calendar.Night) {
	a.Done = slices.DeleteFunc(a.Done, func(key string) bool { return key == askMembers || key == askAlone })
	if len(a.Members) < 2 {
		a.forget(askTogether)
		a.Together = ""
	}
	if a.adults(tonight) != 1 {
		a.forget(askWoman)
		a.Woman = ""
	}
}

func (a *Answers) forget(key string) {
	a.Done = slices.DeleteFunc(a.Done, func(done string) bool { return done == key })
}

// keep puts a person in place i, or after the last.
func (a *Answers) keep(i int, m Member, tonight calendar.Night) error {
	if i < len(a.Members) {
		m.ID = a.Members[i].ID
		a.Members[i] = m
	} else {
		var check fault.Check
		check.Field(len(a.Members) < mostMembers, "naam", "registration.too_many", "most", mostMembers)
		if err := check.Err(); err != nil {
			return err
		}
		m.ID = db.NewID()
		a.Members = append(a.Members, m)
	}
	a.reshaped(tonight)
	return nil
}

package access

import "sort"

// Action is something a person does.
type Action string

// The actions, by the room whose service asks for them.
const (
	ViewPicture    Action = "picture.view"       // counts only, no persons
	ViewLocations  Action = "location.view"      // locations with contact and tape chart (references, no names)
	EditLocation   Action = "location.edit"      // add a location, change its description and rooms
	StateCapacity  Action = "capacity.state"     // say how many places, on which rung, for which nights
	PlaceStay      Action = "stay.place"         // promise places to a household by hand, move or end a stay
	RecordArrival  Action = "stay.arrival"       // present, not arrived, left
	ViewHouseholds Action = "household.view"     // households by reference: size, needs, wishes, state
	EditHousehold  Action = "household.edit"     // register and correct households
	FillIn         Action = "registration.fill"  // open, fill in and save one's own registration
	ViewNames      Action = "names.view"         // look at who the persons are; every look is logged
	Override       Action = "safeguard.override" // first or second signature under a safeguarding override
	ViewRuns       Action = "run.view"           // match runs and their proposals
	StartRun       Action = "run.start"          // start and stop a match run
	SendOffer      Action = "offer.send"         // turn proposals into offers
	AnswerOffer    Action = "offer.answer"       // accept or decline for the location or on behalf of the household
	ManagePeople   Action = "person.manage"      // accounts and roles
	ViewAudit      Action = "audit.view"         // who did and saw what
	ExchangeFiles  Action = "file.exchange"      // import and export of whole files
)

// policy is THE table: action x role -> reach. What is not in it is not
// allowed. The system role is not in it: the program reaches everything.
var policy = map[Action]map[Role]Reach{
	ViewPicture: {
		LocationStaff: Nation, Municipal: Nation, Regional: Nation, National: Nation, Volunteer: Nation,
		Treasurer: Nation, CISO: Nation, Council: Nation, Auditor: Nation, Administrator: Nation,
	},
	ViewLocations: {
		LocationStaff: Own, Municipal: Region, Regional: Own, National: Nation, Volunteer: Own, Council: Own, Auditor: Nation,
	},
	EditLocation:   {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	StateCapacity:  {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	PlaceStay:      {Municipal: Own, Regional: Own, National: Nation},
	RecordArrival:  {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	ViewHouseholds: {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation, Volunteer: Own},
	EditHousehold:  {Municipal: Own, Regional: Own, National: Nation, Volunteer: Own, Self: Own},
	FillIn:         {Self: Own},
	ViewNames:      {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	Override:       {Municipal: Own, Regional: Own, National: Nation},
	ViewRuns:       {Municipal: Region, Regional: Own, National: Nation, Auditor: Nation},
	StartRun:       {Regional: Own, National: Nation},
	SendOffer:      {Regional: Own, National: Nation},
	AnswerOffer:    {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation, Self: Own},
	ManagePeople:   {Administrator: Nation},
	ViewAudit:      {Auditor: Nation, CISO: Nation},
	ExchangeFiles:  {National: Nation},
}

// Actions lists all actions, sorted.
func Actions() []Action {
	all := make([]Action, 0, len(policy))
	for action := range policy {
		all = append(all, action)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all
}

// Allowed lists the roles an action is open to, with their reach, in the fixed
// order of Roles; the route table prints it.
func Allowed(action Action) string {
	text := ""
	for _, role := range Roles {
		if reach := policy[action][role]; reach != None {
			if text != "" {
				text += " "
			}
			text += string(role) + ":" + reach.String()
		}
	}
	return text
}

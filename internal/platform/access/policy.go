package access

import (
	"slices"
	"sort"

	"onderdak/internal/platform/fault"
)

// Action is something a person does.
type Action string

// The actions, by the room whose service asks for them.
const (
	ViewPicture    Action = "picture.view"        // counts only, no persons
	ViewLocations  Action = "location.view"       // locations with contact and tape chart (references, no names)
	AddLocation    Action = "location.add"        // add a location
	EditLocation   Action = "location.edit"       // change the description of a location and its rooms
	StateCapacity  Action = "capacity.state"      // say how many places, on which rung, for which nights
	PlaceStay      Action = "stay.place"          // promise places to a household by hand, move or end a stay
	RecordArrival  Action = "stay.arrival"        // present, not arrived, left
	ViewHouseholds Action = "household.view"      // households by reference: size, needs, wishes, state
	EditHousehold  Action = "household.edit"      // register and correct households
	EditMember     Action = "household.member"    // correct, add or remove one person of a household
	FillIn         Action = "registration.fill"   // open, fill in and save one's own registration
	NewSecret      Action = "registration.secret" // hand out a new secret for the page of a household that lost its own
	ViewNames      Action = "names.view"          // look at who the persons are; every look is logged
	Override       Action = "safeguard.override"  // first or second signature under a safeguarding override
	ViewRuns       Action = "run.view"            // match runs and their proposals
	StartRun       Action = "run.start"           // start and stop a match run
	ViewDesk       Action = "desk.view"           // the queue, and what there is to decide about each household
	SendOffer      Action = "offer.send"          // turn proposals into offers
	ProposeNext    Action = "next.propose"        // work out the next place after an offer came to nothing; the program alone
	AnswerOffer    Action = "offer.answer"        // accept or decline for the location or on behalf of the household
	RunTransport   Action = "transport.run"       // plan transports and say who travels
	ManagePeople   Action = "person.manage"       // accounts and roles; which roles one may give stands in givable
	SetTerms       Action = "terms.set"           // how long links and sessions work and are kept
	OwnAccount     Action = "account.own"         // one's own role in use and sessions
	ViewAudit      Action = "audit.view"          // who did and saw what
	ExchangeFiles  Action = "file.exchange"       // import and export of whole files

	ReportPlace Action = "draft.report" // tell of a location without an account; the program takes it in
	ViewDraft   Action = "draft.view"   // reports of locations that wait for a decision, with whom to call
	DecideDraft Action = "draft.decide" // take a report in as a location, refuse it, ask back, or take that back
	UploadMail  Action = "draft.upload" // hand in mails and spreadsheets as files; what they offer becomes drafts

	AskReports      Action = "report.ask"       // ask the contacts of locations whether their report still holds
	ViewDispersal   Action = "dispersal.view"   // requests of regions to the nation
	AskDispersal    Action = "dispersal.ask"    // ask the nation to spread people over other regions
	AnswerDispersal Action = "dispersal.answer" // say which regions take how many, or why none does
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
	AddLocation:    {Municipal: Own, Regional: Own, National: Nation},
	EditLocation:   {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	StateCapacity:  {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	PlaceStay:      {Municipal: Own, Regional: Own, National: Nation},
	RecordArrival:  {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	ViewHouseholds: {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation, Volunteer: Own},
	EditHousehold:  {Municipal: Own, Regional: Own, National: Nation, Volunteer: Own, Self: Own},
	// Who corrects a person sees the name, hence nobody who may not look at names.
	EditMember: {Municipal: Own, Regional: Own, National: Nation},
	FillIn:     {Self: Own},
	// Who lives somewhere asks at the desk there.
	NewSecret:    {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	ViewNames:    {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation},
	Override:     {Municipal: Own, Regional: Own, National: Nation},
	ViewRuns:     {Municipal: Region, Regional: Own, National: Nation, Auditor: Nation},
	StartRun:     {Regional: Own, National: Nation},
	ViewDesk:     {Municipal: Own, Regional: Own, National: Nation},
	SendOffer:    {Regional: Own, National: Nation},
	ProposeNext:  {}, // a person decides about what the program works out
	AnswerOffer:  {LocationStaff: Own, Municipal: Own, Regional: Own, National: Nation, Self: Own},
	RunTransport: {Municipal: Own, Regional: Own, National: Nation},
	ManagePeople: {Municipal: Own, Regional: Own, National: Nation, Administrator: Nation},
	SetTerms:     {Administrator: Nation},
	// An account belongs to no organisation, hence the widest reach; the service
	// touches the actor's own account and no other.
	OwnAccount: {
		LocationStaff: Nation, Municipal: Nation, Regional: Nation, National: Nation, Volunteer: Nation,
		Treasurer: Nation, CISO: Nation, Council: Nation, Auditor: Nation, Administrator: Nation,
	},
	ViewAudit:     {Auditor: Nation, CISO: Nation},
	ExchangeFiles: {National: Nation},

	ReportPlace: {}, // whoever tells has no account and reaches nothing
	ViewDraft:   {Municipal: Own, Regional: Own, National: Nation},
	DecideDraft: {Municipal: Own, Regional: Own, National: Nation},
	UploadMail:  {Municipal: Own, Regional: Own, National: Nation},

	AskReports:      {Municipal: Own, Regional: Own, National: Nation},
	ViewDispersal:   {Regional: Own, National: Nation, Auditor: Nation},
	AskDispersal:    {Regional: Own},
	AnswerDispersal: {National: Nation},
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

// givable is who may give, and take back, which roles: everybody those who work
// below them, within what is their own. Only an administrator makes
// administrators, and those who look on from outside.
var givable = map[Role][]Role{
	Municipal:     {LocationStaff, Volunteer},
	Regional:      {Municipal},
	National:      {Regional},
	Administrator: Roles,
	System:        Roles,
}

// Givable lists the roles that somebody in this role may give.
func Givable(role Role) []Role { return slices.Clone(givable[role]) }

// CheckGive is nil when the actor may give (or take back) the role for the
// organisation that owns its work.
func CheckGive(actor Actor, role Role, owner Owner) error {
	if err := Check(actor, ManagePeople, owner); err != nil {
		return err
	}
	if !slices.Contains(givable[actor.Role], role) {
		return fault.New(fault.Forbidden, "access.not_yours_to_give", "role", string(role))
	}
	return nil
}

// Package access says who may do what: actors with one role at a time, actions,
// and THE policy table (policy.go) that ties them. It decides; package gate
// enforces.
package access

import "onderdak/internal/platform/fault"

// Role is what a person does in the organisation they act for (domain.md 8).
type Role string

// The roles. System is the program itself: jobs, imports on the command line,
// the demo.
const (
	LocationStaff Role = "location_staff"
	Municipal     Role = "municipal_coordinator"
	Regional      Role = "regional_coordinator"
	National      Role = "national_desk"
	Volunteer     Role = "volunteer"
	Treasurer     Role = "treasurer"
	CISO          Role = "ciso"
	Council       Role = "council_reader"
	Auditor       Role = "auditor"
	Administrator Role = "administrator"
	System        Role = "system"
	// Self is a household that opened its own registration with code and secret. It
	// reaches what is its own and nothing else, and nobody is given this role.
	Self Role = "household"
)

// Roles lists the roles a person can be given.
var Roles = []Role{LocationStaff, Municipal, Regional, National, Volunteer, Treasurer, CISO, Council, Auditor, Administrator}

// Reach says how far a role's action goes.
type Reach int

// The reaches: nothing; what is one's own (the location for location staff, the
// municipality for those who work for one, the region for a regional
// coordinator); the whole safety region; the nation.
const (
	None Reach = iota
	Own
	Region
	Nation
)

// String names the reach as the route table prints it.
func (r Reach) String() string { return [...]string{"none", "own", "region", "nation"}[r] }

// Actor is a person acting in one role for one organisation.
type Actor struct {
	Person       string // id, or "system"
	Name         string // shown to colleagues
	Role         Role
	Location     string // location staff: id of their location
	Municipality string // CBS code of the municipality they work for or in
	Region       string // code of the safety region they work for or in
	Household    string // role Self: id of the household
}

// Program is the actor of jobs, imports and the demo.
func Program() Actor { return Actor{Person: "system", Name: "Onderdak", Role: System} }

// Themselves is the actor of a household that opened its own registration.
func Themselves(household string) Actor {
	return Actor{Person: "household/" + household, Role: Self, Household: household}
}

// SignedIn says whether there is an actor at all.
func (a Actor) SignedIn() bool { return a.Person != "" }

// Owner says whose affair an object is; Nation-wide objects have a zero owner.
type Owner struct {
	Region       string
	Municipality string
	Location     string
	Household    string // for what a household itself may do: its facts, its side of an offer
}

// Book names the audit book the owner's affairs are written in.
func (o Owner) Book() string {
	switch {
	case o.Municipality != "":
		return o.Municipality
	case o.Region != "":
		return o.Region
	}
	return "NL"
}

// ReachOf looks the actor's reach up in the policy table.
func ReachOf(actor Actor, action Action) Reach {
	if actor.Role == System {
		return Nation
	}
	return policy[action][actor.Role]
}

// Check is nil when the actor may do the action to an object of this owner.
func Check(actor Actor, action Action, owner Owner) error {
	if !actor.SignedIn() {
		return fault.New(fault.Unauthenticated, "access.sign_in")
	}
	switch ReachOf(actor, action) {
	case Nation:
		return nil
	case Region:
		if actor.Region != "" && actor.Region == owner.Region {
			return nil
		}
	case Own:
		if owns(actor, owner) {
			return nil
		}
	}
	return fault.New(fault.Forbidden, "access.forbidden", "action", string(action), "role", string(actor.Role))
}

func owns(actor Actor, owner Owner) bool {
	switch actor.Role {
	case LocationStaff:
		return actor.Location != "" && actor.Location == owner.Location
	case Regional:
		return actor.Region != "" && actor.Region == owner.Region
	case Self:
		return actor.Household != "" && actor.Household == owner.Household
	}
	return actor.Municipality != "" && actor.Municipality == owner.Municipality
}

// Package org knows who works with Onderdak: accounts, the roles they hold for
// an organisation, one-time links to sign in with and the sessions those open;
// and the geography the operator imported. Municipalities and regions
// themselves are compiled in package atlas.
package org

import (
	"embed"
	"net/mail"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Account is a person who works with Onderdak.
type Account struct {
	ID    string // UUIDv7 from the caller
	Name  string
	Email string
	Lang  string // nl, en or uk
	Roles []Grant
	// Blocked is when the account was blocked; 0: it was not.
	Blocked calendar.Instant
}

// Grant is one role held for one organisation.
type Grant struct {
	ID           string
	Role         access.Role
	Municipality string // for roles in or of a municipality
	Region       string // follows from the municipality; alone for regional coordinators
	Location     string // for location staff
}

// linksAnHour is per account, so that nobody's mailbox is flooded.
const linksAnHour = 5

// Owner says whose affair the role is: that of the organisation it is held for.
func (g Grant) Owner() access.Owner {
	return access.Owner{Region: g.Region, Municipality: g.Municipality, Location: g.Location}
}

// tidy leaves only the organisation the role asks for, and finds the region of
// the municipality.
func (g *Grant) tidy() {
	switch g.Role {
	case access.LocationStaff:
	case access.Municipal, access.Council, access.Volunteer:
		g.Location = ""
	case access.Regional:
		g.Location, g.Municipality = "", ""
	default:
		g.Location, g.Municipality, g.Region = "", "", ""
	}
	if found, known := atlas.Find(g.Municipality); known {
		g.Region = found.Region
	}
}

// Validate reports every wrong field at once.
func (a Account) Validate() error {
	var check fault.Check
	check.Field(strings.TrimSpace(a.Name) != "" && len(a.Name) <= 200, "name", "org.name")
	parsed, err := mail.ParseAddress(a.Email)
	check.Field(err == nil && parsed.Address == a.Email, "email", "org.email")
	check.Field(slices.Contains([]string{"nl", "en", "uk"}, a.Lang), "lang", "org.lang")
	check.Field(len(a.Roles) > 0, "role", "org.role_missing")
	for _, grant := range a.Roles {
		grant.check(&check)
	}
	return check.Err()
}

func (g Grant) check(check *fault.Check) {
	check.Field(slices.Contains(access.Roles, g.Role), "role", "org.role_unknown", "role", string(g.Role))
	switch g.Role {
	case access.LocationStaff:
		check.Field(g.Location != "" && knownArea(g.Municipality), "location", "org.location_missing")
	case access.Municipal, access.Council, access.Volunteer:
		check.Field(knownArea(g.Municipality), "municipality", "org.municipality_missing")
	case access.Regional:
		check.Field(knownArea(g.Region), "region", "org.region_missing")
	}
}

// actor is the account acting in one of its roles.
func (a Account) actor(g Grant) access.Actor {
	return access.Actor{Person: a.ID, Name: a.Name, Role: g.Role, Location: g.Location, Municipality: g.Municipality, Region: g.Region}
}

// Session is who is signed in, in which role and language.
type Session struct {
	Actor   access.Actor
	Grant   string // id of the role in use
	Lang    string
	Expires calendar.Instant
	Seen    calendar.Instant // last use that was written down
}

// fold makes the key an address is found by.
func fold(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

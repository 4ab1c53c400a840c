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
	"time"

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
}

// Grant is one role held for one organisation.
type Grant struct {
	ID           string
	Role         access.Role
	Municipality string // for roles in or of a municipality
	Region       string // follows from the municipality; alone for regional coordinators
	Location     string // for location staff
}

const (
	linkLife    = 30 * time.Minute
	sessionLife = 12 * time.Hour // a working day; then a new link
	linksAnHour = 5              // per account, so that nobody's mailbox is flooded
)

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
		check.Field(g.Location != "" && g.Municipality != "", "location", "org.location_missing")
	case access.Municipal, access.Council, access.Volunteer:
		check.Field(g.Municipality != "", "municipality", "org.municipality_missing")
	case access.Regional:
		check.Field(g.Region != "", "region", "org.region_missing")
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
}

// fold makes the key an address is found by.
func fold(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

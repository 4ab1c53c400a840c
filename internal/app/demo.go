package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/scenario"
)

// DemoSettings say how large the demo is and which of the many possible ones.
type DemoSettings struct {
	Households int
	Seed       uint64
	// Progress tells how far a phase has come, from 0 to 1.
	Progress func(phase string, done float64)
}

// DemoSummary is what the demo made.
type DemoSummary struct {
	Locations, Places, Open, Present int
	Certificate                      plan.Certificate
	Without                          map[string]int // households by reason
	Guardian, GuardianPersons        int            // unaccompanied minors: in Without, but never part of the match the certificate is about
	Offered, Stale                   int
	Accepted, Declined, Arrived      int
	Regions                          map[string]int // offers answered on the first day, by region
	Links                            []DemoLink
}

// DemoLink is a one-time sign-in link for a role.
type DemoLink struct{ Role, Who, Link string }

// DemoClock is the moment at which the demo begins: the morning of the reference
// night, before anybody has been placed.
func DemoClock() calendar.Instant {
	night := scenario.Reference
	return calendar.InstantOf(night.Date().Add(7 * 3600 * 1e9))
}

// Demo fills a fresh store with the spring of 2022, runs one match, sends its
// offers and lets a first day of answers and arrivals pass.
func (a *App) Demo(ctx context.Context, settings DemoSettings) (*DemoSummary, error) {
	d := &demo{App: a, settings: settings, nation: scenario.Story(scenario.Settings{Households: settings.Households, Seed: settings.Seed})}
	d.summary.Without, d.summary.Regions = map[string]int{}, map[string]int{}
	for _, step := range []func(context.Context) error{d.settle, d.wait, d.match, d.offer, d.answer, d.arrive, d.again, d.travel, d.spread, d.rooms, d.tell, d.check, d.writes, d.people} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return &d.summary, nil
}

// demo is one demo in the making.
type demo struct {
	*App
	settings DemoSettings
	nation   scenario.Nation
	run      string
	offers   []matching.Offer
	summary  DemoSummary
}

func (d *demo) progress(phase string, done, all int) {
	if d.settings.Progress != nil {
		d.settings.Progress(phase, float64(done)/float64(max(all, 1)))
	}
}

// batch is how many locations are written in one transaction.
const batch = 200

// settle writes the locations, what was said about them, and who lives there.
func (d *demo) settle(ctx context.Context) error {
	all := d.nation.Places
	for first := 0; first < len(all); first += batch {
		some := all[first:min(first+batch, len(all))]
		change := gate.Change{Action: access.ExchangeFiles, Object: "demo", Reason: "demo"}
		err := d.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
			for _, place := range some {
				if err := d.settleOne(ctx, tx, place); err != nil {
					return fmt.Errorf("demo: %s: %w", place.ID, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		d.progress("locations", first+len(some), len(all))
	}
	return nil
}

func (d *demo) settleOne(ctx context.Context, tx *gate.Tx, place scenario.Place) error {
	municipality, _ := atlas.Find(place.Municipality)
	location := places.Location{
		ID: place.ID, Municipality: place.Municipality, Region: municipality.Region, Name: place.Name, Type: place.Type,
		Facilities: place.Facilities, ShortStay: place.ShortStay, Source: "demo",
		Contact: places.Contact{
			Name: "Contact " + place.Name, Phone: "010 000 0000", Email: strings.ToLower(place.ID) + "@locatie.example",
		},
	}
	if err := places.Found(ctx, tx, location); err != nil {
		return err
	}
	var statements []places.Statement
	for _, rung := range place.Rungs {
		count := rung.Places
		if rung.Level == scenario.Open {
			// The scenario tells what is left open beside what is blocked, the register
			// subtracts.
			count += place.On(scenario.Blocked, rung.From)
		}
		statements = append(statements, places.Statement{
			ID: db.NewID(), Location: place.ID, Rung: places.Rung(rung.Level), From: rung.From, Until: rung.Until,
			Places: count, Source: "demo", Reason: "demo",
		})
	}
	if err := places.Record(ctx, tx, "demo", statements...); err != nil {
		return err
	}
	d.count(place)
	return d.settleStays(ctx, tx, place, location.Owner())
}

func (d *demo) count(place scenario.Place) {
	d.summary.Locations++
	d.summary.Places += place.On(scenario.Realised, d.nation.Reference)
	d.summary.Open += place.On(scenario.Open, d.nation.Reference)
	d.summary.Present += place.Occupied(d.nation.Reference)
}

func (d *demo) settleStays(ctx context.Context, tx *gate.Tx, place scenario.Place, owner access.Owner) error {
	var settled []households.Settled
	for i, stay := range place.Stays {
		id := fmt.Sprintf("%s-B%03d", place.ID, i+1)
		until := stay.Until.Or(d.nation.Reference.Plus(promised))
		settled = append(settled, households.Settled{
			Household: households.Household{
				ID: id, Persons: stay.Persons, MinorsUnknown: stay.Persons > 1, From: stay.From, Until: stay.Until,
				WaitingSince: stay.From, Registration: households.InBRP,
			},
			Where: owner,
		})
		err := places.Settle(ctx, tx, places.Stay{
			ID: id, Household: id, Location: place.ID, Persons: stay.Persons, From: stay.From, Until: until,
			EndKnown: stay.Until.Known, Reason: "demo", By: "demo",
		})
		if err != nil {
			return err
		}
	}
	return households.Settle(ctx, tx, "demo", settled)
}

// promised is how many nights a stay without a known end is promised for.
const promised = 90

// wait registers the households that wait.
func (d *demo) wait(ctx context.Context) error {
	change := gate.Change{Action: access.ExchangeFiles, Object: "demo", Reason: "demo"}
	return d.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		rows := make([]plan.Household, 0, len(d.nation.Families))
		for _, family := range d.nation.Families {
			rows = append(rows, family.Household)
			if slices.Contains(family.Flags, plan.FlagUnaccompaniedMinor) {
				d.summary.Guardian++
				d.summary.GuardianPersons += family.Persons
			}
		}
		_, err := households.ImportIn(ctx, tx, "demo", rows, households.ImportOptions{})
		return err
	})
}

// people makes an account for every role and a link to sign in with.
func (d *demo) people(ctx context.Context) error {
	location, err := d.busiest(ctx)
	if err != nil {
		return err
	}
	home, _ := atlas.Find(location.Municipality)
	region, _ := atlas.Region(home.Region)
	for _, one := range []struct {
		role access.Role
		who  string
		name string
	}{
		{access.National, "landelijk", "Noor Landelijk"},
		{access.Regional, region.Name, "Rein Regio"},
		{access.Municipal, home.Name, "Gerda Gemeente"},
		{access.LocationStaff, location.Name, "Lars Locatie"},
		{access.Volunteer, home.Name, "Vera Vrijwilliger"},
		{access.Council, home.Name, "Rob Raadslid"},
		{access.CISO, "landelijk", "Cas Ciso"},
		{access.Auditor, "landelijk", "Co Controle"},
		{access.Administrator, "landelijk", "Bo Beheer"},
	} {
		grant := org.Grant{ID: db.NewID(), Role: one.role}
		switch one.role {
		case access.Regional:
			grant.Region = home.Region
		case access.Municipal, access.Volunteer, access.Council:
			grant.Municipality, grant.Region = home.Code, home.Region
		case access.LocationStaff:
			grant.Municipality, grant.Region, grant.Location = home.Code, home.Region, location.ID
		}
		account := org.Account{
			ID: db.NewID(), Name: one.name, Email: string(one.role) + "@onderdak.example", Lang: "nl", Roles: []org.Grant{grant},
		}
		if one.role == access.Municipal { // somebody with two roles, to switch between
			account.Roles = append(account.Roles, org.Grant{ID: db.NewID(), Role: access.Volunteer, Municipality: home.Code, Region: home.Region})
		}
		if err := d.Org.AddAccount(ctx, access.Program(), account); err != nil {
			return err
		}
		link, err := d.Org.MakeLink(ctx, access.Program(), account.ID, grant.ID)
		if err != nil {
			return err
		}
		d.summary.Links = append(d.summary.Links, DemoLink{Role: string(one.role), Who: one.who, Link: link})
	}
	return nil
}

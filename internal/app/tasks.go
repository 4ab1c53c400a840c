package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/exchange"
	"onderdak/internal/module/arrivals"
	"onderdak/internal/module/dispersal"
	"onderdak/internal/module/freshness"
	"onderdak/internal/module/households"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/module/registration"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// LargestGeography is the size in bytes of the largest geography file taken in.
const LargestGeography = org.LargestGeography

// Migrate brings a store to the newest shape and gives the number of steps.
func Migrate(ctx context.Context, database string) (steps int, err error) {
	store, err := db.Open(ctx, database)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return bring(ctx, store, time.Now)
}

// bring brings a store to the newest shape; what stands in tables that older
// programs did not seal is sealed then.
func bring(ctx context.Context, store *db.DB, now func() time.Time) (steps int, err error) {
	steps, err = store.Migrate(ctx)
	if err != nil || steps == 0 {
		return steps, err
	}
	all := slices.Concat(org.Kept, places.Kept, households.Kept, matching.Kept, nextplace.Kept, arrivals.Kept, registration.Kept, dispersal.Kept, intake.Kept, mailroom.Kept, freshness.Kept)
	return steps, gate.New(store, now).SealStanding(ctx, all...)
}

// English writes an error for the command line: the message, then every wrong
// field.
func English(told *fault.Error) string {
	catalogue, err := Catalogue()
	if err != nil {
		return told.Error()
	}
	text := catalogue.Text("en", told.Key, told.Args)
	for _, field := range told.Fields {
		text += "\n  " + field.Name + ": " + catalogue.Text("en", field.Key, field.Args)
	}
	if told.Cause != nil {
		text += " (" + told.Cause.Error() + ")"
	}
	return text
}

// Verify checks every invariant of the store and lists what does not hold.
func (a *App) Verify(ctx context.Context) ([]string, error) {
	var wrong []string
	err := a.store.Read(ctx, func(tx *db.Tx) (err error) {
		wrong, err = VerifyIn(ctx, tx)
		return err
	})
	return wrong, err
}

// VerifyIn is Verify within a transaction.
func VerifyIn(ctx context.Context, tx *db.Tx) (wrong []string, err error) {
	for _, check := range []func(context.Context, *db.Tx) ([]string, error){
		gate.Verify, org.Verify, places.Verify, households.Verify, matching.Verify, nextplace.Verify, arrivals.Verify, registration.Verify, dispersal.Verify, intake.Verify, mailroom.Verify,
		freshness.Verify,
	} {
		found, err := check(ctx, tx)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, nil
}

// ImportGeography takes in a boundary file or a postcode table and tells what it
// held.
func (a *App) ImportGeography(ctx context.Context, source string, content []byte) (string, error) {
	counts, err := a.Org.ImportGeography(ctx, access.Program(), source, content)
	if err != nil {
		return "", err
	}
	if counts.Kind == "postcodes" {
		return fmt.Sprintf("took in %d postcodes", counts.Rows), nil
	}
	return fmt.Sprintf("took in the boundaries of %d municipalities and regions", counts.Areas), nil
}

// RowChecks gives what the store has against single rows of import files, so that
// every bad row can be told at once and before anything is written.
func RowChecks() exchange.Options {
	words := sync.OnceValues(Catalogue)
	refusals := func(err error) (found []exchange.Refusal) {
		var told *fault.Error
		if !errors.As(err, &told) {
			return nil // no fault: the checks give no other error
		}
		for _, field := range told.Fields {
			why := field.Key
			if catalogue, err := words(); err == nil {
				why = catalogue.Text("en", field.Key, field.Args)
			}
			found = append(found, exchange.Refusal{Column: field.Name, Why: why})
		}
		return found
	}
	return exchange.Options{
		Location:  func(row plan.Location) []exchange.Refusal { return refusals(places.CheckLocationRow(row)) },
		Capacity:  func(row plan.Capacity) []exchange.Refusal { return refusals(places.CheckCapacityRow(row)) },
		Household: func(row plan.Household) []exchange.Refusal { return refusals(households.CheckRow(row)) },
	}
}

// Import takes locations, capacity and households into the store: all of them or
// nothing.
func (a *App) Import(ctx context.Context, in plan.Input) error {
	change := gate.Change{Action: access.ExchangeFiles, Object: "import", Reason: "file import"}
	return a.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("locations", len(in.Locations))
		tx.Note("households", len(in.Households))
		if _, err := places.ImportIn(ctx, tx, access.Program().Person, in.Locations, in.Capacity, "file"); err != nil {
			return err
		}
		_, err := households.ImportIn(ctx, tx, access.Program().Person, in.Households, households.ImportOptions{})
		return err
	})
}

// Export gives what a match over the whole nation would see tonight.
func (a *App) Export(ctx context.Context, horizon int) (out plan.Input, err error) {
	tonight := a.door.Tonight()
	err = a.door.View(ctx, access.Program(), access.ExchangeFiles, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if out.Locations, out.Capacity, err = places.OpenCapacity(ctx, tx, scope, tonight, tonight.Plus(horizon)); err != nil {
			return err
		}
		out.Households, err = households.Waiting(ctx, tx, scope, tonight)
		return err
	})
	return out, err
}

// NewPerson is an account to be made from the command line.
type NewPerson struct{ Name, Email, Role, Municipality, Region, Location, Lang string }

// AddPerson makes an account and gives a link to sign in with.
func (a *App) AddPerson(ctx context.Context, p NewPerson) (link string, err error) {
	if p.Municipality != "" {
		found, known := atlas.Find(p.Municipality)
		if !known {
			return "", fault.New(fault.Invalid, "org.municipality_unknown", "code", p.Municipality)
		}
		p.Region = found.Region
	}
	account := org.Account{ID: db.NewID(), Name: p.Name, Email: p.Email, Lang: p.Lang, Roles: []org.Grant{{
		ID: db.NewID(), Role: access.Role(p.Role), Municipality: p.Municipality, Region: p.Region, Location: p.Location,
	}}}
	if err := a.Org.AddAccount(ctx, access.Program(), account); err != nil {
		return "", err
	}
	return a.Org.MakeLink(ctx, access.Program(), account.ID, account.Roles[0].ID)
}

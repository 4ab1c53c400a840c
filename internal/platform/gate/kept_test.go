package gate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
)

var (
	keptAccounts = Kept{Table: "account", Key: "id", Fields: "id, name, email, email_key, lang, created_at, ended_at"}
	keptRoles    = Kept{Table: "account_role", Key: "account", Fields: "id, account, role, municipality, region, location, from_at, until_at",
		Lock: "UPDATE account SET id = id WHERE id = $1"}
)

// However many change the same rows at once, what they seal adds up.
func TestWhatManySealAddsUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		door := New(store, time.Now)
		change := func(write func(tx *Tx) error) error {
			return door.Do(ctx, access.Program(), Change{Action: access.ManagePeople, Object: "account"}, func(_ context.Context, tx *Tx) error {
				return write(tx)
			})
		}
		wrong := func() []string {
			t.Helper()
			var found []string
			err := store.Read(ctx, func(tx *db.Tx) (err error) {
				found, err = VerifyKept(ctx, tx, keptAccounts, keptRoles)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		err := change(func(tx *Tx) error {
			for i := range 230 { // more than two batches
				id := fmt.Sprintf("a%03d", i)
				tx.Adds(keptAccounts, id)
				if _, err := tx.Exec(ctx, `INSERT INTO account (id, name, email, email_key, lang, created_at) VALUES ($1, $2, $3, $4, 'nl', 0)`, id, id, id, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(wrong()) > 0 {
			t.Fatal(err, wrong())
		}
		var group sync.WaitGroup
		for writer := range 16 {
			group.Go(func() {
				for turn := range 5 {
					err := change(func(tx *Tx) error {
						if err := errors.Join(tx.Alters(ctx, keptRoles, "a000"), tx.Alters(ctx, keptAccounts, "a000")); err != nil {
							return err
						}
						if _, err := tx.Exec(ctx, `UPDATE account SET name = $1 WHERE id = 'a000'`, fmt.Sprint(writer, turn)); err != nil {
							return err
						}
						if _, err := tx.Exec(ctx, `DELETE FROM account_role WHERE account = 'a000'`); err != nil {
							return err
						}
						_, err := tx.Exec(ctx, `INSERT INTO account_role (id, account, role, municipality, region, location, from_at)
							VALUES ($1, 'a000', 'auditor', '', '', '', 0)`, fmt.Sprint(writer, "/", turn))
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if found := wrong(); len(found) > 0 {
			t.Error(found)
		}
		// A store from before they were sealed: what stands is sealed once.
		older := Kept{Table: "org_term", Key: "name", Fields: "name, value, changed_at"}
		err = store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO org_term (name, value, changed_at) VALUES ('x', 1, 0)`)
			return err
		})
		for range 2 {
			err = errors.Join(err, door.SealStanding(ctx, older, keptAccounts))
		}
		err = errors.Join(err, store.Read(ctx, func(tx *db.Tx) error {
			found, err := VerifyKept(ctx, tx, older, keptAccounts)
			if len(found) > 0 {
				t.Error(found)
			}
			return err
		}))
		if err != nil {
			t.Error(err)
		}
		err = store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE account SET name = 'x' WHERE id = 'a100'`)
			return err
		})
		if found := wrong(); err != nil || len(found) != 1 || !strings.HasPrefix(found[0], "account: of its 230 rows") {
			t.Error(err, found)
		}
	})
}

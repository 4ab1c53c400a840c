package gate

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
)

// Kept names rows that are altered after they were written: a description, a
// role, a consent. Their audit rows seal the difference that every change made,
// so that the seals of all changes together are the sum of the rows as they
// stand now.
type Kept struct {
	Table  string // also the kind under which audit rows seal it
	Key    string // column that says which rows are changed together
	Fields string // columns that are sealed, with commas
	Lock   string // statement that keeps others off the rows of a key ($1) until the change ends; empty: the rows themselves are locked
}

// kind is the word of a table in a seal; it differs from those of records that
// are written once.
func (k Kept) kind() string { return "=" + k.Table }

// keeping is what a change has laid its hands on of one table: the rows of every
// key as they were before.
type keeping struct {
	Kept
	before map[string]seal
}

func (t *Tx) keepingOf(k Kept) *keeping {
	if t.kept == nil {
		t.kept = map[string]*keeping{}
	}
	if t.kept[k.Table] == nil {
		t.kept[k.Table] = &keeping{k, map[string]seal{}}
	}
	return t.kept[k.Table]
}

// Alters must be called before rows of these keys are changed, removed or added:
// it locks them and remembers how they stood.
func (t *Tx) Alters(ctx context.Context, k Kept, keys ...string) error {
	kept := t.keepingOf(k)
	for _, key := range keys {
		if _, known := kept.before[key]; known {
			continue
		}
		if _, err := t.Exec(ctx, k.lock(), key); err != nil {
			return fmt.Errorf("gate: %s: %w", k.Table, err)
		}
		before, err := k.sum(ctx, t.Tx, key)
		if err != nil {
			return err
		}
		kept.before[key] = before
	}
	return nil
}

// Adds is Alters for keys that cannot have rows yet: those of a new id.
func (t *Tx) Adds(k Kept, keys ...string) {
	kept := t.keepingOf(k)
	for _, key := range keys {
		if _, known := kept.before[key]; !known {
			kept.before[key] = seal{}
		}
	}
}

// sealKept seals what the change made of the rows it had its hands on.
func (t *Tx) sealKept(ctx context.Context) error {
	for _, table := range slices.Sorted(maps.Keys(t.kept)) {
		kept := t.kept[table]
		change, err := kept.sum(ctx, t.Tx, slices.Sorted(maps.Keys(kept.before))...)
		if err != nil {
			return err
		}
		for _, before := range kept.before {
			change.subtract(before)
		}
		if change == (seal{}) {
			continue
		}
		if t.seals == nil {
			t.seals = seals{}
		}
		t.seals[kept.kind()] = change
	}
	return nil
}

func (s *seal) plus(more seal) {
	for i := range s {
		s[i] += more[i]
	}
}

func (s *seal) subtract(less seal) {
	for i := range s {
		s[i] -= less[i]
	}
}

// VerifyKept compares tables with the sum of the changes their audit rows sealed,
// and names those in which a row was altered, removed or added by hand.
func VerifyKept(ctx context.Context, tx *db.Tx, tables ...Kept) (wrong []string, err error) {
	sealed, err := changesSealed(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, k := range tables {
		now, rows, err := k.sumOfAll(ctx, tx)
		if err != nil {
			return nil, err
		}
		if now != sealed[k.kind()] {
			wrong = append(wrong, fmt.Sprintf("%s: of its %d rows some were altered, removed or added without an audit row", k.Table, rows))
		}
	}
	return wrong, nil
}

// SealStanding seals the rows of tables of which no audit row has sealed anything
// yet: those of a store from before they were kept. It writes one audit row, or
// none where there is nothing to seal.
func (g *Gate) SealStanding(ctx context.Context, tables ...Kept) error {
	standing := seals{}
	gather := func(tx *db.Tx) error {
		clear(standing)
		sealed, err := changesSealed(ctx, tx)
		if err != nil {
			return err
		}
		for _, k := range tables {
			if _, before := sealed[k.kind()]; before {
				continue
			}
			now, rows, err := k.sumOfAll(ctx, tx)
			if err != nil {
				return err
			}
			if rows > 0 {
				standing[k.kind()] = now
			}
		}
		return nil
	}
	if err := g.store.Read(ctx, gather); err != nil || len(standing) == 0 {
		return err
	}
	change := Change{Action: access.ExchangeFiles, Object: "store", Reason: "rows from before they were sealed"}
	return g.Do(ctx, access.Program(), change, func(_ context.Context, tx *Tx) error {
		if err := gather(tx.Tx); err != nil {
			return err
		}
		tx.seals = maps.Clone(standing)
		return nil
	})
}

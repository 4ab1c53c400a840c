package households

import (
	"context"
	"fmt"
	"slices"

	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// The national hub in Utrecht: whose affair a household from a file is, where
// the file's importer does not say otherwise (households.csv names no
// municipality).
const (
	HubMunicipality = "GM0344"
	HubRegion       = "VR09"
)

// ImportOptions say what the file itself does not.
type ImportOptions struct {
	Municipality string // CBS code for new households; empty: the national hub
	Region       string
	SHA256       string // of the file, for the audit row; empty where there was none
}

// ImportCounts say what an import did.
type ImportCounts struct{ Added, Updated, Unchanged int }

// Import takes in a whole file of households, or nothing. Households whose id is
// known already are corrected where the file says otherwise; they keep their
// code, whereabouts, registration and state. A file does not count minors: new
// households of two or more have their minors unknown.
func (s *Service) Import(ctx context.Context, actor access.Actor, rows []plan.Household, options ImportOptions) (ImportCounts, error) {
	var counts ImportCounts
	change := gate.Change{Action: access.ExchangeFiles, Object: "households", Reason: "import"}
	err := s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) (err error) {
		counts, err = ImportIn(ctx, tx, actor.Person, rows, options)
		return err
	})
	if err != nil {
		return ImportCounts{}, err
	}
	return counts, nil
}

// ImportIn is Import inside the caller's transaction; person is who does it.
func ImportIn(ctx context.Context, tx *gate.Tx, person string, rows []plan.Household, options ImportOptions) (ImportCounts, error) {
	if options.Municipality == "" && options.Region == "" {
		options.Municipality, options.Region = HubMunicipality, HubRegion
	}
	fresh, err := fromFile(rows, options)
	if err != nil {
		return ImportCounts{}, err
	}
	counts, err := imported(ctx, tx, person, fresh)
	tx.Note("added", counts.Added)
	tx.Note("updated", counts.Updated)
	tx.Note("unchanged", counts.Unchanged)
	tx.Note("file_sha256", options.SHA256)
	return counts, err
}

// fromFile makes households of the rows, or reports every wrong field of every
// row; the first row of data is rows.1.
func fromFile(rows []plan.Household, options ImportOptions) ([]Household, error) {
	var check fault.Check
	seen := make(map[string]bool, len(rows))
	list := make([]Household, len(rows))
	for i, row := range rows {
		prefix := fmt.Sprintf("rows.%d.", i+1)
		h := ofRow(row, options)
		h.check(&check, prefix)
		check.Field(!seen[h.ID], prefix+"id", "households.id_twice", "id", h.ID)
		seen[h.ID] = true
		list[i] = h
	}
	return list, check.Err()
}

func ofRow(row plan.Household, options ImportOptions) Household {
	h := Household{
		ID: row.ID, Municipality: options.Municipality, Region: options.Region, Persons: row.Persons,
		From: row.From, Until: row.Until, Needs: row.Needs, Wishes: row.Wishes, Flags: row.Flags,
		WaitingSince: row.WaitingSince, Registration: Unregistered, Rev: 1,
	}.tidied()
	h.countMinors(slices.Contains(row.Flags, flagMinors))
	h.State = h.queue()
	return h
}

// CheckRow says what an import would refuse of one row of households.csv, as a
// fault with fields named like its columns.
func CheckRow(row plan.Household) error {
	return ofRow(row, ImportOptions{Municipality: HubMunicipality, Region: HubRegion}).Validate()
}

// countMinors derives what a file tells of minors: all are, when unaccompanied;
// none, when an adult travels alone; otherwise nobody knows.
func (h *Household) countMinors(some bool) {
	h.Flags = slices.DeleteFunc(h.Flags, func(flag string) bool { return flag == flagMinors })
	switch {
	case h.Flagged(plan.FlagUnaccompaniedMinor):
		h.Minors = h.Persons
	case some || h.Persons > 1:
		h.MinorsUnknown = true
	}
}

func imported(ctx context.Context, tx *gate.Tx, person string, fresh []Household) (ImportCounts, error) {
	ids := make([]string, len(fresh))
	for i, h := range fresh {
		ids[i] = h.ID
	}
	existing, err := eachBatch(ctx, tx.Tx, sqlHouseholdsIn, ids, readHousehold)
	if err != nil {
		return ImportCounts{}, err
	}
	before := make(map[string]Household, len(existing))
	for _, h := range existing {
		before[h.ID] = h
	}
	var added, changed []record
	for _, h := range fresh {
		old, exists := before[h.ID]
		if !exists {
			added = append(added, record{h, "", person, "imported"})
			continue
		}
		after, differs, err := reimported(old, h)
		if err != nil {
			return ImportCounts{}, err
		}
		if differs {
			changed = append(changed, next(old, after, person, "imported"))
		}
	}
	counts := ImportCounts{len(added), len(changed), len(existing) - len(changed)}
	if err := savedAll(ctx, tx, changed); err != nil {
		return counts, err
	}
	return counts, addedWithCodes(ctx, tx, added)
}

// reimported is the household as the file corrects it, and whether that changes
// anything. A file counts no minors: an earlier count stands while persons and
// flags do.
func reimported(old, h Household) (after Household, differs bool, err error) {
	h.Municipality, h.Region, h.Registration = old.Municipality, old.Region, old.Registration
	if h.MinorsUnknown && old.Persons == h.Persons && slices.Equal(old.Flags, h.Flags) {
		h.Minors, h.MinorsUnknown = old.Minors, old.MinorsUnknown
	}
	if after, err = old.corrected(h); err != nil {
		return after, false, err
	}
	was, err := old.facts()
	if err != nil {
		return after, false, err
	}
	is, err := after.facts()
	return after, was != is, err
}

func addedWithCodes(ctx context.Context, tx *gate.Tx, records []record) error {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.household.ID
	}
	codes, err := freshCodes(ctx, tx.Tx, ids)
	if err != nil {
		return err
	}
	for i := range records {
		records[i].household.Code = codes[records[i].household.ID]
	}
	count, err := added(ctx, tx, records)
	if err == nil && count != len(records) {
		return fault.New(fault.Conflict, "households.exists")
	}
	return err
}

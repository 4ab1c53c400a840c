package households

import (
	"context"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
)

// Settled is a household that has a place already when it becomes known: the
// people who were there before the register was.
type Settled struct {
	Household
	Where access.Owner // location, municipality and region of the present stay
}

// Settle registers households that are present somewhere, inside the caller's
// transaction; person is who says so. The stays themselves are written by
// package places.
func Settle(ctx context.Context, tx *gate.Tx, person string, settled []Settled) error {
	records := make([]record, len(settled))
	for i, s := range settled {
		h := s.Household.tidied()
		h.Municipality, h.Region, h.Current = s.Where.Municipality, s.Where.Region, s.Where.Location
		h.State, h.Rev = StatePresent, 1
		if err := h.Validate(); err != nil {
			return err
		}
		records[i] = record{h, "", person, "settled"}
	}
	return addedWithCodes(ctx, tx, records)
}

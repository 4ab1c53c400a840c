package matching

import (
	"context"

	"onderdak/internal/module/households"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Restore undoes the turning down of a proposal: it waits for a decision again,
// and what its reason led to (a location excluded, the household parked) is
// lifted. Once the household was offered a place, was planned anew or changed,
// something depends on it, and it is a conflict.
func (s *Service) Restore(ctx context.Context, actor access.Actor, run, proposal string) error {
	change := gate.Change{Action: access.SendOffer, Object: runObject(run), Reason: "restored", Owner: ownerOfRun(run)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		found, err := restoreProposal(ctx, tx, run, proposal)
		if err != nil {
			return err
		}
		tx.Note("proposal", proposal)
		household, err := households.Load(ctx, tx.Tx, found.Household)
		if err != nil {
			return err
		}
		if err := households.Readmit(ctx, tx, found.Household, found.Location); err != nil {
			return err
		}
		switch household.State {
		case households.StateWaiting:
			return nil
		case households.StateParked:
			return households.SetState(ctx, tx, actor.Person, household.ID, households.StateWaiting, "restored")
		}
		return fault.New(fault.Conflict, "matching.restore_depends")
	})
}

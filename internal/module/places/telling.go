package places

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
)

// The news of a planned move, both with a MoveNotice: TopicMove for the room that
// writes to locations, TopicMoveHousehold for the one that knows where a household
// can be reached.
const (
	TopicMove          = "places.move"
	TopicMoveHousehold = "places.move_household"
)

// MoveNotice is the payload of TopicMove and TopicMoveHousehold.
type MoveNotice struct {
	Stay      string `json:"stay"`                // id of the stay at the new location
	Off       bool   `json:"off,omitempty"`       // the move was taken back
	Overtaken bool   `json:"overtaken,omitempty"` // the household left or turned up elsewhere: only who awaits it must hear
}

// tellMove lets everybody hear of a planned move, or that it is off. A stay is
// planned once and taken back once, so each is told once.
func tellMove(ctx context.Context, tx *gate.Tx, notice MoveNotice) error {
	topics := []string{TopicMove, TopicMoveHousehold}
	if notice.Overtaken {
		topics = topics[:1]
	}
	word := "/"
	if notice.Off {
		word = "/off/"
	}
	for _, topic := range topics {
		if err := job.Enqueue(ctx, tx.Tx, topic+word+notice.Stay, tx.Now(), topic, notice); err != nil {
			return err
		}
	}
	return nil
}

// OvertakePlanIn takes back, within the caller's transaction, a stay in which a
// household is awaited that is elsewhere now, or gone; where it was a planned move,
// its location hears of it.
func OvertakePlanIn(ctx context.Context, tx *gate.Tx, person string, stay Stay, reason string) error {
	if _, err := AdvanceAs(ctx, tx, person, stay.ID, Withdrawn, reason); err != nil {
		return err
	}
	if stay.Previous == "" {
		return nil
	}
	return tellMove(ctx, tx, MoveNotice{Stay: stay.ID, Off: true, Overtaken: true})
}

// Told is a planned move as those hear of it whom it concerns.
type Told struct {
	MoveNotice
	Next, Old Stay
	To, From  Location
}

// TellingOf reads, inside a transaction, what there is to tell of a planned move;
// false where it is no longer so: it was taken back, or they came.
func TellingOf(ctx context.Context, tx *db.Tx, notice MoveNotice) (t Told, holds bool, err error) {
	t.MoveNotice = notice
	if t.Next, err = StayByID(ctx, tx, notice.Stay); err != nil {
		return t, false, err
	}
	if !notice.Off && t.Next.State != Accepted {
		return t, false, nil
	}
	if t.Old, err = StayByID(ctx, tx, t.Next.Previous); err != nil {
		return t, false, err
	}
	var from, to error
	t.To, to = LocationByID(ctx, tx, t.Next.Location)
	t.From, from = LocationByID(ctx, tx, t.Old.Location)
	return t, true, errors.Join(to, from)
}

// PlannedMoveOf finds where a household that is present goes on, and from which
// night; db.ErrNone where no move is planned.
func PlannedMoveOf(ctx context.Context, tx *db.Tx, household string) (Stay, error) {
	return readStay(tx.Row(ctx, sqlPlannedMoveOf, household))
}

// TopicClosing is the news that a location closes, or goes on after all, with a
// ClosingNotice: its contact must hear of it.
const TopicClosing = "places.closing"

// ClosingNotice is the payload of TopicClosing.
type ClosingNotice struct {
	Location string `json:"location"`
	Seq      int64  `json:"seq"` // of the closing
}

func tellClosing(ctx context.Context, tx *gate.Tx, c Closing) error {
	return job.Enqueue(ctx, tx.Tx, db.NewID(), tx.Now(), TopicClosing, ClosingNotice{c.Location, c.Seq})
}

// Promised is what is still promised at a location from its closing on.
type Promised struct {
	From       calendar.Night // first night on which it is closed
	Households int
	Persons    int
	Nights     int // of persons: two persons for three nights are six
}

// promisedAfter counts what stays hold from a night on.
func promisedAfter(stays []Stay, from calendar.Night) Promised {
	p := Promised{From: from}
	households := map[string]bool{}
	for _, stay := range stays {
		if nights := int(stay.Until - max(stay.From, from)); nights > 0 {
			households[stay.Household] = true
			p.Persons += stay.Persons
			p.Nights += stay.Persons * nights
		}
	}
	p.Households = len(households)
	return p
}

// AnnouncedClosings lists, by location, the closings within the scope that are
// announced and have not come, with what is still promised after them.
func AnnouncedClosings(ctx context.Context, tx *db.Tx, scope gate.Scope) (map[string]Promised, error) {
	ahead, err := closingsAhead(ctx, tx, scope)
	if err != nil {
		return nil, err
	}
	found := map[string]Promised{}
	for _, c := range ahead {
		stays, err := holdingDuring(ctx, tx, c.Location, c.From.Night, lastNight)
		if err != nil {
			return nil, err
		}
		found[c.Location] = promisedAfter(stays, c.From.Night)
	}
	return found, nil
}

// mailClosing tells the contact of a location that it closes, and for how many
// nights are promised after that; or that it goes on. What somebody said otherwise
// since is told by news of its own.
func (s *Service) mailClosing(ctx context.Context, notice ClosingNotice, base string) error {
	return s.mailContact(ctx, notice.Location, base, func(ctx context.Context, tx *db.Tx, args map[string]any) (subject, body string, err error) {
		last, err := closingOf(ctx, tx, notice.Location)
		if err != nil || last.Seq != notice.Seq {
			return "", "", err
		}
		if !last.From.Known {
			return "places.reopened_subject", "places.reopened_body", nil
		}
		stays, err := holdingDuring(ctx, tx, notice.Location, last.From.Night, lastNight)
		if err != nil {
			return "", "", err
		}
		promised := promisedAfter(stays, last.From.Night)
		args["night"], args["n"], args["nights"] = i18n.LongDate(letterLang, last.From.Night), promised.Persons, promised.Nights
		if promised.Persons == 0 {
			return "places.closing_subject", "places.closing_empty_body", nil
		}
		return "places.closing_subject", "places.closing_body", nil
	})
}

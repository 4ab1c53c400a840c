package places

import (
	"context"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// AskPause is how long a contact is left in peace after being asked.
const AskPause = 24 * time.Hour

// OldReport is a location in use whose last word is an old report.
type OldReport struct {
	Location
	AskedAt calendar.Instant // when its contact was last asked; 0: never
}

// OldReports lists the locations in use within the scope whose last word is an
// old report, the oldest first.
func OldReports(ctx context.Context, tx *db.Tx, scope gate.Scope, now calendar.Instant) ([]OldReport, error) {
	return oldWithin(ctx, tx, scope, now.Plus(-FreshFor))
}

// AskContact asks the contact of a location by mail whether its report still
// holds, unless that was done within AskPause; then it answers false.
func AskContact(ctx context.Context, tx *gate.Tx, location string) (bool, error) {
	due, err := markAsked(ctx, tx.Tx, location, tx.Now(), tx.Now().Plus(-AskPause))
	if err != nil || !due {
		return false, err
	}
	return true, job.Enqueue(ctx, tx.Tx, db.NewID(), tx.Now(), TopicAsk, SilenceNotice{Location: location})
}

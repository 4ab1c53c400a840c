package households

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Queue is who is without a place in one municipality.
type Queue struct {
	Region, Municipality string
	Waiting              Totals       // who matching looks for: the same households as the list Waiting
	Oldest               calendar.End // since when the first of them waits; unknown: nobody waits
	Guardian             Totals       // unaccompanied minors, who wait for the guardian organisation and not for us
}

// Queues counts who is without a place on a night within a scope, sorted by
// region and municipality. Minors for the guardian are counted apart: no place
// must be sought for them.
func Queues(ctx context.Context, tx *db.Tx, scope gate.Scope, tonight calendar.Night) ([]Queue, error) {
	lines, err := db.All(ctx, tx, sqlQueues, append(scope.Args(), tonight), readQueueLine)
	var queues []Queue
	for _, line := range lines {
		last := len(queues) - 1
		if last < 0 || queues[last].Municipality != line.municipality || queues[last].Region != line.region {
			queues = append(queues, Queue{Region: line.region, Municipality: line.municipality})
			last++
		}
		if line.guardian {
			queues[last].Guardian = line.totals
			continue
		}
		queues[last].Waiting, queues[last].Oldest = line.totals, calendar.At(line.oldest)
	}
	return queues, err
}

package matching

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// This room reads names, sizes and dates of households and locations beside its
// own rows where a list shows them; it writes its own tables only.

const runColumns = `match_run.id, COALESCE(match_run.region, ''), match_run.state, match_run.person, match_run.requested_at, match_run.seed, match_run.horizon, match_run.time_limit, match_run.gap_millionths,
	match_run.locations, match_run.households, match_run.persons, match_run.input_sha256, match_run.attempt, match_run.phase, match_run.percent, match_run.beat_at, COALESCE(match_run.started_at, 0),
	COALESCE(match_run.stop_at, 0), COALESCE(match_run.finished_at, 0), match_run.failure, match_run.certified, match_run.certificate`

const (
	sqlInsertRun = `INSERT INTO match_run (id, region, state, person, requested_at, seed, horizon, time_limit, gap_millionths, locations,
		households, persons, input_sha256, phase) VALUES ($1, $2, 'queued', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	sqlInsertSnapshot = `INSERT INTO match_snapshot (run, data) VALUES ($1, $2)`
	sqlSnapshot       = `SELECT data FROM match_snapshot WHERE run = $1`
	sqlRun            = `SELECT ` + runColumns + ` FROM match_run WHERE id = $1`
	sqlUnderWay       = `SELECT id FROM match_run WHERE COALESCE(region, '') = $1 AND state IN ('queued', 'running')`
	sqlTakeRun        = `UPDATE match_run SET state = 'running', attempt = attempt + 1, started_at = COALESCE(started_at, $1), beat_at = $1,
		phase = 'prepare', percent = 0 WHERE id = $2 AND state IN ('queued', 'running') RETURNING ` + runColumns
	sqlAskStop = `UPDATE match_run SET stop_at = COALESCE(stop_at, $1) WHERE id = $2 AND state = 'running'`
	sqlBeatRun = `UPDATE match_run SET phase = $1, percent = $2, beat_at = $3, objective = $4, bound = $5
		WHERE id = $6 AND attempt = $7 AND state = 'running' RETURNING COALESCE(stop_at, 0)`
	sqlEndRun = `UPDATE match_run SET state = $1, failure = $2, finished_at = $3, phase = 'done', percent = 100
		WHERE id = $4 AND attempt = $5 AND state IN ('queued', 'running')`
	sqlCertifyRun = `UPDATE match_run SET state = $1, finished_at = $2, phase = 'done', percent = 100, certified = 1, objective = $3, bound = $4,
		baseline = $5, placed = $6, persons_placed = $7, certificate = $8, summary = $9 WHERE id = $10 AND attempt = $11 AND state = 'running'`
	sqlSummary = `SELECT summary FROM match_run WHERE id = $1`
	sqlRuns    = `SELECT ` + runColumns + ` FROM match_run WHERE (CAST($1 AS BIGINT) = 1 OR region = $2) ORDER BY requested_at DESC, id DESC
		LIMIT $3 OFFSET $4`
	sqlLatestRun = `SELECT ` + runColumns + ` FROM match_run WHERE (CAST($1 AS BIGINT) = 1 OR region = $2) AND certified = 1
		ORDER BY requested_at DESC, id DESC LIMIT 1`
	sqlCarried = `SELECT l.municipality, CAST(SUM(s.persons) AS BIGINT) FROM stay s JOIN location l ON l.id = s.location
		WHERE s.state IN ('offered', 'accepted', 'present') AND s.from_night <= $1 AND s.until_night > $1 GROUP BY l.municipality`
)

func readRun(row db.Scanner) (Run, error) {
	var r Run
	var seed, limit, gap int64
	var certificate string
	err := row.Scan(&r.ID, &r.Region, &r.State, &r.By, &r.RequestedAt, &seed, &r.Horizon, &limit, &gap,
		&r.Locations, &r.Households, &r.Persons, &r.InputSHA256, &r.Attempt, &r.Progress.Phase, &r.Progress.Percent, &r.beatAt, &r.StartedAt,
		&r.StopAt, &r.FinishedAt, &r.Failure, &r.Certified, &certificate)
	r.Seed, r.TimeLimit, r.Gap = uint64(seed), time.Duration(limit)*time.Microsecond, float64(gap)/1e6
	if err == nil && r.Certified {
		if err := json.Unmarshal([]byte(certificate), &r.Certificate); err != nil {
			return r, fmt.Errorf("matching: certificate of run %s: %w", r.ID, err)
		}
		r.Progress.Objective, r.Progress.Bound = r.Certificate.Objective, r.Certificate.Bound
	}
	return r, err
}

func insertRun(ctx context.Context, tx *gate.Tx, r Run, snapshot string) error {
	var region any
	if r.Region != "" {
		region = r.Region // no column of a scope holds an empty text
	}
	_, err := tx.Exec(ctx, sqlInsertRun, r.ID, region, r.By, r.RequestedAt, int64(r.Seed), r.Horizon, r.TimeLimit.Microseconds(),
		int64(math.Round(r.Gap*1e6)), r.Locations, r.Households, r.Persons, r.InputSHA256, r.Progress.Phase)
	if err != nil {
		return fmt.Errorf("matching: run: %w", err)
	}
	if _, err := tx.Exec(ctx, sqlInsertSnapshot, r.ID, snapshot); err != nil {
		return fmt.Errorf("matching: snapshot: %w", err)
	}
	return nil
}

func findRun(ctx context.Context, tx *db.Tx, id string) (Run, error) {
	return readRun(tx.Row(ctx, sqlRun, id))
}

func underWay(ctx context.Context, tx *db.Tx, region string) (id string, err error) {
	err = tx.Row(ctx, sqlUnderWay, region).Scan(&id)
	return id, err
}

func snapshotOf(ctx context.Context, tx *db.Tx, run string) (data string, err error) {
	err = tx.Row(ctx, sqlSnapshot, run).Scan(&data)
	return data, err
}

// takeRun begins a run, or begins it again; db.ErrNone where it has ended.
func takeRun(ctx context.Context, tx *gate.Tx, id string) (Run, error) {
	return readRun(tx.Row(ctx, sqlTakeRun, tx.Now(), id))
}

func askStop(ctx context.Context, tx *gate.Tx, id string) error {
	_, err := tx.Exec(ctx, sqlAskStop, tx.Now(), id)
	return err
}

// beatRun writes progress down and says whether somebody asked the run to stop;
// an attempt that was overtaken must stop too.
func beatRun(ctx context.Context, tx *gate.Tx, r Run, p Progress) (stop bool, err error) {
	var stopAt calendar.Instant
	err = tx.Row(ctx, sqlBeatRun, p.Phase, p.Percent, tx.Now(), p.Objective, p.Bound, r.ID, r.Attempt).Scan(&stopAt)
	if err == db.ErrNone {
		return true, nil
	}
	return stopAt != 0, err
}

func endRun(ctx context.Context, tx *gate.Tx, id string, attempt int, state RunState, failure string) error {
	_, err := tx.Exec(ctx, sqlEndRun, string(state), failure, tx.Now(), id, attempt)
	return err
}

func certifyRun(ctx context.Context, tx *gate.Tx, r Run, state RunState, made *plan.Plan) error {
	c := made.Certificate
	certificate, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("matching: certificate: %w", err)
	}
	summary, err := json.Marshal(Summary{Start: made.Start, Prices: made.Prices, Regions: made.Regions, Kinds: made.Kinds})
	if err != nil {
		return fmt.Errorf("matching: summary: %w", err)
	}
	sealRun(tx, r, c, string(certificate))
	_, err = tx.Exec(ctx, sqlCertifyRun, string(state), tx.Now(), c.Objective, c.Bound, c.Baseline, c.Placed, c.PersonsPlaced,
		string(certificate), string(summary), r.ID, r.Attempt)
	if err != nil {
		return fmt.Errorf("matching: certificate: %w", err)
	}
	return nil
}

func summaryOf(ctx context.Context, tx *db.Tx, run string) (summary Summary, err error) {
	var text string
	if err := tx.Row(ctx, sqlSummary, run).Scan(&text); err != nil || text == "" {
		return summary, err
	}
	if err := json.Unmarshal([]byte(text), &summary); err != nil {
		return summary, fmt.Errorf("matching: summary of run %s: %w", run, err)
	}
	return summary, nil
}

// Carried is how many persons each municipality receives on a night.
func Carried(ctx context.Context, tx *db.Tx, night calendar.Night) (map[string]int, error) {
	counts := map[string]int{}
	_, err := db.All(ctx, tx, sqlCarried, []any{night}, func(row db.Scanner) (none struct{}, err error) {
		var municipality string
		var persons int
		err = row.Scan(&municipality, &persons)
		counts[municipality] = persons
		return none, err
	})
	return counts, err
}

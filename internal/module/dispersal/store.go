package dispersal

import (
	"context"
	"errors"
	"strings"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	requestColumns = `r.id, r.region, r.persons, r.needs, r.deadline, r.reason, r.state, r.answer, r.asked_at, r.asked_by,
	COALESCE(r.ended_at, 0), COALESCE(r.ended_by, '')`

	sqlInsertRequest = `INSERT INTO dispersal_request (id, region, persons, needs, deadline, reason, state, answer, asked_at, asked_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	sqlEndRequest  = `UPDATE dispersal_request SET state = $1, answer = $2, ended_at = $3, ended_by = $4 WHERE id = $5 AND state = 'asked'`
	sqlInsertShare = `INSERT INTO dispersal_share (request, region, places) VALUES ($1, $2, $3)`
	sqlRequest     = `SELECT ` + requestColumns + ` FROM dispersal_request r WHERE r.id = $1`
	sqlShares      = `SELECT request, region, places FROM dispersal_share WHERE request = $1 ORDER BY region`

	sqlTaken = `SELECT r.id, r.state, r.persons, CAST(COALESCE(SUM(s.places), 0) AS BIGINT) FROM dispersal_request r
		LEFT JOIN dispersal_share s ON s.request = r.id GROUP BY r.id, r.state, r.persons ORDER BY r.id`

	// A request is seen by the region that asks and by those that take people.
	within            = `(CAST($1 AS BIGINT) = 1 OR r.region = $2 OR EXISTS (SELECT 1 FROM dispersal_share h WHERE h.request = r.id AND h.region = $2))`
	sqlRequestsWithin = `SELECT ` + requestColumns + ` FROM dispersal_request r WHERE ` + within + `
		ORDER BY CASE WHEN r.state = 'asked' THEN 0 ELSE 1 END, CASE WHEN r.state = 'asked' THEN r.deadline ELSE -r.ended_at END, r.id`
	sqlSharesWithin = `SELECT s.request, s.region, s.places FROM dispersal_share s JOIN dispersal_request r ON r.id = s.request
		WHERE ` + within + ` ORDER BY s.request, s.region`
)

func insertRequest(ctx context.Context, tx *gate.Tx, r Request) error {
	tx.Adds(keptRequests, r.ID)
	_, err := tx.Exec(ctx, sqlInsertRequest, r.ID, r.Region, r.Persons, strings.Join(r.Needs, " "), r.Deadline, r.Reason,
		string(r.State), r.Answer, r.AskedAt, r.AskedBy)
	return err
}

// endRequest writes the end of a request with its shares; false when it had
// ended before.
func endRequest(ctx context.Context, tx *gate.Tx, r Request) (bool, error) {
	if err := errors.Join(tx.Alters(ctx, keptRequests, r.ID), tx.Alters(ctx, keptShares, r.ID)); err != nil {
		return false, err
	}
	rows, err := tx.Exec(ctx, sqlEndRequest, string(r.State), r.Answer, r.EndedAt, r.EndedBy, r.ID)
	if err != nil || rows == 0 {
		return false, err
	}
	for _, share := range r.Shares {
		if _, err := tx.Exec(ctx, sqlInsertShare, r.ID, share.Region, share.Places); err != nil {
			return false, err
		}
	}
	return true, nil
}

func readRequest(row db.Scanner) (Request, error) {
	var r Request
	var needs string
	err := row.Scan(&r.ID, &r.Region, &r.Persons, &needs, &r.Deadline, &r.Reason, &r.State, &r.Answer, &r.AskedAt, &r.AskedBy, &r.EndedAt, &r.EndedBy)
	r.Needs = strings.Fields(needs)
	return r, err
}

// given is a share with the request it belongs to.
type given struct {
	request string
	Share
}

func readGiven(row db.Scanner) (given, error) {
	var g given
	err := row.Scan(&g.request, &g.Region, &g.Places)
	return g, err
}

func requestByID(ctx context.Context, tx *db.Tx, id string) (Request, error) {
	r, err := readRequest(tx.Row(ctx, sqlRequest, id))
	if err != nil {
		return r, err
	}
	shares, err := db.All(ctx, tx, sqlShares, []any{id}, readGiven)
	for _, share := range shares {
		r.Shares = append(r.Shares, share.Share)
	}
	return r, err
}

func requestsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Request, error) {
	// Requests have a region and nothing smaller.
	region := scope.Args()[:2]
	list, err := db.All(ctx, tx, sqlRequestsWithin, region, readRequest)
	if err != nil {
		return nil, err
	}
	shares, err := db.All(ctx, tx, sqlSharesWithin, region, readGiven)
	if err != nil {
		return nil, err
	}
	by := map[string][]Share{}
	for _, share := range shares {
		by[share.request] = append(by[share.request], share.Share)
	}
	for i, r := range list {
		list[i].Shares = by[r.ID]
	}
	return list, nil
}

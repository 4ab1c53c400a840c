package freshness

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	within = `(CAST($1 AS BIGINT) = 1 OR l.region = $2 OR l.municipality = $3 OR l.id = $4)`

	sqlPause = `INSERT INTO freshness_pause (address, at) VALUES ($1, $2)
		ON CONFLICT (address) DO UPDATE SET at = excluded.at WHERE freshness_pause.at <= $3`
	sqlPaused         = `SELECT address FROM freshness_pause WHERE at > $1`
	sqlInsertMail     = `INSERT INTO freshness_mail (id, digest, address, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5)`
	sqlInsertQuestion = `INSERT INTO freshness_question (mail, location) VALUES ($1, $2)`
	sqlMailBy         = `SELECT id, digest, address, asked_at, expires_at FROM freshness_mail WHERE digest = $1`
	sqlQuestions      = `SELECT location FROM freshness_question WHERE mail = $1`
	sqlInsertAnswer   = `INSERT INTO freshness_answer (id, mail, location, kind, places, from_night, until_night, lowered, raised, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	sqlAnswersTo   = `SELECT COUNT(*) FROM freshness_answer WHERE mail = $1 AND location = $2`
	answerColumns  = `a.id, a.mail, a.location, a.kind, COALESCE(a.places, 0), COALESCE(a.from_night, 0), a.until_night, a.lowered, a.raised, a.at`
	sqlAnswersOf   = `SELECT ` + answerColumns + ` FROM freshness_answer a WHERE a.location = $1 ORDER BY a.at, a.id`
	sqlAskedWithin = `SELECT q.location, MAX(m.asked_at) FROM freshness_question q JOIN freshness_mail m ON m.id = q.mail
		JOIN location l ON l.id = q.location WHERE ` + within + ` GROUP BY q.location`
	// The last answer of each location.
	sqlAnsweredWithin = `SELECT ` + answerColumns + ` FROM freshness_answer a JOIN location l ON l.id = a.location
		WHERE ` + within + ` AND NOT EXISTS (SELECT 1 FROM freshness_answer b
			WHERE b.location = a.location AND (b.at > a.at OR b.at = a.at AND b.id > a.id))`
	sqlRaisedWithin = `SELECT ` + answerColumns + ` FROM freshness_answer a JOIN location l ON l.id = a.location
		WHERE ` + within + ` AND l.closed_at IS NULL AND a.raised = 1 AND a.at > $5 AND NOT EXISTS (SELECT 1 FROM freshness_answer b
			WHERE b.location = a.location AND b.kind IN ('number', 'gone') AND (b.at > a.at OR b.at = a.at AND b.id > a.id))
		ORDER BY a.at, a.id`
	// What is gone by a night, and nobody spoke of since.
	sqlSilentGone = `SELECT a.location FROM freshness_answer a JOIN location l ON l.id = a.location
		WHERE a.kind = 'gone' AND a.from_night <= $1 AND a.at >= l.confirmed_at`

	toldColumns     = `t.id, t.location, t.name, t.phone, t.email, t.told_at, CASE WHEN t.ended_at IS NULL THEN 0 ELSE 1 END`
	sqlInsertTold   = `INSERT INTO freshness_contact (id, location, name, phone, email, told_at, ended_by, taken) VALUES ($1, $2, $3, $4, $5, $6, '', 0)`
	sqlToldWithin   = `SELECT ` + toldColumns + ` FROM freshness_contact t JOIN location l ON l.id = t.location WHERE ` + within + ` AND t.ended_at IS NULL ORDER BY t.told_at, t.id`
	sqlTold         = `SELECT ` + toldColumns + ` FROM freshness_contact t WHERE t.id = $1`
	sqlEndTold      = `UPDATE freshness_contact SET ended_at = $1, ended_by = $2, taken = $3, name = '', phone = '', email = '' WHERE id = $4 AND ended_at IS NULL`
	sqlToldBefore   = `SELECT id FROM freshness_contact WHERE ended_at IS NULL AND told_at < $1 ORDER BY id`
	sqlMailsBefore  = `SELECT id FROM freshness_mail WHERE expires_at < $1 ORDER BY id`
	sqlDropQuestion = `DELETE FROM freshness_question WHERE mail = $1`
	sqlDropMail     = `DELETE FROM freshness_mail WHERE id = $1`
	sqlDropPauses   = `DELETE FROM freshness_pause WHERE at < $1`
)

// claim notes that an address is mailed now; false where that was done within
// Pause.
func claim(ctx context.Context, tx *gate.Tx, address string) (bool, error) {
	rows, err := tx.Exec(ctx, sqlPause, address, tx.Now(), tx.Now().Plus(-Pause))
	return rows == 1, err
}

// paused are the addresses that were mailed after an instant.
func paused(ctx context.Context, tx *db.Tx, after calendar.Instant) (map[string]bool, error) {
	found, err := db.All(ctx, tx, sqlPaused, []any{after}, readText)
	addresses := make(map[string]bool, len(found))
	for _, address := range found {
		addresses[address] = true
	}
	return addresses, err
}

func insertMail(ctx context.Context, tx *gate.Tx, a asking, locations []string) error {
	tx.Adds(keptMails, a.id)
	tx.Adds(keptQuestions, a.id)
	if _, err := tx.Exec(ctx, sqlInsertMail, a.id, a.digest, a.address, a.askedAt, a.expires); err != nil {
		return err
	}
	for _, location := range locations {
		if _, err := tx.Exec(ctx, sqlInsertQuestion, a.id, location); err != nil {
			return err
		}
	}
	return nil
}

// mailBy finds the mail a link came in; db.ErrNone where there is none.
func mailBy(ctx context.Context, tx *db.Tx, digest string) (a asking, err error) {
	err = tx.Row(ctx, sqlMailBy, digest).Scan(&a.id, &a.digest, &a.address, &a.askedAt, &a.expires)
	return a, err
}

func readText(row db.Scanner) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}

func questionsOf(ctx context.Context, tx *db.Tx, mail string) ([]string, error) {
	return db.All(ctx, tx, sqlQuestions, []any{mail}, readText)
}

func readAnswer(row db.Scanner) (a Answer, err error) {
	err = row.Scan(&a.ID, &a.Mail, &a.Location, &a.Kind, &a.Places, &a.From, &a.Until, &a.Lowered, &a.Raised, &a.At)
	return a, err
}

func insertAnswer(ctx context.Context, tx *gate.Tx, a Answer) error {
	tx.Adds(keptAnswers, a.ID)
	var number, from *int64
	if a.Kind == Number {
		n := int64(a.Places)
		number = &n
	}
	if a.Kind == Number || a.Kind == Gone {
		n := int64(a.From)
		from = &n
	}
	_, err := tx.Exec(ctx, sqlInsertAnswer, a.ID, a.Mail, a.Location, string(a.Kind), number, from, a.Until, db.Bool(a.Lowered), db.Bool(a.Raised), a.At)
	return err
}

// answersTo says how often a location was answered about by the link of a mail.
func answersTo(ctx context.Context, tx *db.Tx, mail, location string) (n int, err error) {
	err = tx.Row(ctx, sqlAnswersTo, mail, location).Scan(&n)
	return n, err
}

func answersOf(ctx context.Context, tx *db.Tx, location string) ([]Answer, error) {
	return db.All(ctx, tx, sqlAnswersOf, []any{location}, readAnswer)
}

// StandsOf gives where the question stands, by location within the scope. One
// never asked about has none.
func StandsOf(ctx context.Context, tx *db.Tx, scope gate.Scope) (map[string]Stand, error) {
	type asked struct {
		location string
		at       calendar.Instant
	}
	mails, err := db.All(ctx, tx, sqlAskedWithin, scope.Args(), func(row db.Scanner) (a asked, err error) {
		err = row.Scan(&a.location, &a.at)
		return a, err
	})
	if err != nil {
		return nil, err
	}
	answers, err := db.All(ctx, tx, sqlAnsweredWithin, scope.Args(), readAnswer)
	stands := make(map[string]Stand, len(mails))
	for _, one := range mails {
		stands[one.location] = Stand{AskedAt: one.at}
	}
	for _, one := range answers {
		stand := stands[one.Location]
		stand.AnsweredAt, stand.Kind = one.At, one.Kind
		stands[one.Location] = stand
	}
	return stands, err
}

// silentGone are the locations of which nothing is left, and nobody spoke of
// since; they are asked nothing.
func silentGone(ctx context.Context, tx *db.Tx, tonight calendar.Night) (map[string]bool, error) {
	ids, err := db.All(ctx, tx, sqlSilentGone, []any{tonight}, readText)
	gone := make(map[string]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
	}
	return gone, err
}

func raisedWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, after calendar.Instant) ([]Answer, error) {
	return db.All(ctx, tx, sqlRaisedWithin, append(scope.Args(), after), readAnswer)
}

func readTold(row db.Scanner) (t Told, err error) {
	err = row.Scan(&t.ID, &t.Location, &t.Name, &t.Phone, &t.Email, &t.At, &t.Ended)
	return t, err
}

func insertTold(ctx context.Context, tx *gate.Tx, t Told) error {
	tx.Adds(keptTold, t.ID)
	_, err := tx.Exec(ctx, sqlInsertTold, t.ID, t.Location, t.Name, t.Phone, t.Email, t.At)
	return err
}

func toldByID(ctx context.Context, tx *db.Tx, id string) (Told, error) {
	return readTold(tx.Row(ctx, sqlTold, id))
}

func toldWithin(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Told, error) {
	return db.All(ctx, tx, sqlToldWithin, scope.Args(), readTold)
}

// endTold ends another contact and erases how to reach it; false where that was
// done before.
func endTold(ctx context.Context, tx *gate.Tx, id, person string, taken bool) (bool, error) {
	if err := tx.Alters(ctx, keptTold, id); err != nil {
		return false, err
	}
	rows, err := tx.Exec(ctx, sqlEndTold, tx.Now(), person, db.Bool(taken), id)
	return rows == 1, err
}

func toldBefore(ctx context.Context, tx *db.Tx, before calendar.Instant) ([]string, error) {
	return db.All(ctx, tx, sqlToldBefore, []any{before}, readText)
}

// dropMails removes the mails whose links ended before an instant, and gives their
// number.
func dropMails(ctx context.Context, tx *gate.Tx, before calendar.Instant) (int, error) {
	ids, err := db.All(ctx, tx.Tx, sqlMailsBefore, []any{before}, readText)
	if err != nil {
		return 0, err
	}
	// Questions are locked by their mail, so the mails go last.
	if err := tx.Alters(ctx, keptMails, ids...); err != nil {
		return 0, err
	}
	if err := tx.Alters(ctx, keptQuestions, ids...); err != nil {
		return 0, err
	}
	for _, id := range ids {
		for _, query := range []string{sqlDropQuestion, sqlDropMail} {
			if _, err := tx.Exec(ctx, query, id); err != nil {
				return 0, err
			}
		}
	}
	return len(ids), nil
}

func dropPauses(ctx context.Context, tx *gate.Tx, before calendar.Instant) error {
	_, err := tx.Exec(ctx, sqlDropPauses, before)
	return err
}

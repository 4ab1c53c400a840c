package households

import (
	"context"
	"fmt"

	"onderdak/internal/platform/gate"
)

const (
	sqlPersonIDs    = `SELECT id FROM person WHERE household = $1 ORDER BY id`
	sqlUpdatePerson = `UPDATE person SET birth_date = $1, age = $2, sex = $3, languages = $4 WHERE id = $5 AND household = $6`
	sqlDropPerson   = `DELETE FROM person WHERE id = $1 AND household = $2`
	sqlDropName     = `DELETE FROM person_name WHERE person = $1`
	sqlKeepName     = `INSERT INTO person_name (person, latin, original) VALUES ($1, $2, $3)
		ON CONFLICT (person) DO UPDATE SET latin = excluded.latin, original = excluded.original`
)

// writeMember writes one member and the name. Who is removed leaves no name
// behind; that and why they were is in the audit book.
func writeMember(ctx context.Context, tx *gate.Tx, c MemberChange) error {
	var age any
	if c.Person.AgeKnown {
		age = c.Person.Age
	}
	var err error
	switch p := c.Person; c.Kind {
	case AddMember:
		err = writeMembers(ctx, tx, []Person{p}, nil)
	case CorrectMember:
		_, err = tx.Exec(ctx, sqlUpdatePerson, p.Birth, age, p.Sex, join(tidy(p.Languages)), p.ID, c.Household)
	}
	if err == nil && c.Kind != RemoveMember && c.Name.Latin != "" {
		_, err = tx.Exec(ctx, sqlKeepName, c.Person.ID, c.Name.Latin, c.Name.Original)
	} else if err == nil {
		_, err = tx.Exec(ctx, sqlDropName, c.Person.ID)
	}
	if err == nil && c.Kind == RemoveMember {
		_, err = tx.Exec(ctx, sqlDropPerson, c.Person.ID, c.Household)
	}
	if err != nil {
		return fmt.Errorf("households: member: %w", err)
	}
	return nil
}

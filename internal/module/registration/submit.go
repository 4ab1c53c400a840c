package registration

import (
	"context"
	"errors"
	"slices"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// Submit sends a registration: from now on there is a household with a reference
// code, and the draft is empty. The actor is who filled it in on behalf of the
// household, with rights of their own; for anybody else the household itself
// registers. Sent twice is sent once.
func (s *Service) Submit(ctx context.Context, actor access.Actor, code, secret string, consent bool) (Draft, error) {
	var check fault.Check
	check.Field(consent, "akkoord", "registration.consent_missing")
	if err := check.Err(); err != nil {
		return Draft{}, err
	}
	found, key, err := s.open(ctx, code, secret)
	if err != nil || found.Sent {
		return found.Draft, err
	}
	if found.Helper == "" || actor.Person != found.Helper || access.ReachOf(actor, access.EditHousehold) == access.None {
		actor = access.Themselves(found.Household)
	}
	where, _ := atlas.Find(found.Answers.Where)
	owner := access.Owner{Municipality: where.Code, Region: where.Region, Household: found.Household}
	change := gate.Change{Action: access.EditHousehold, Object: object(found.Household), Reason: "sent", Owner: gate.Belongs(owner)}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		now, err := locked(ctx, tx, found.Household)
		if err != nil {
			return err
		}
		if now.Answers, err = key.unseal(now.sealed); err != nil {
			return err
		}
		if now.Answers.Where != where.Code {
			return fault.New(fault.Conflict, "registration.changed_meanwhile")
		}
		found.Draft, err = s.send(ctx, tx, actor.Person, now.Draft)
		return err
	})
	return found.Draft, err
}

// send makes the household, its link and its contact, and empties the draft.
func (s *Service) send(ctx context.Context, tx *gate.Tx, person string, d Draft) (Draft, error) {
	tonight := tx.Tonight()
	if open := d.Answers.Open(tonight); open != "" {
		return d, fault.New(fault.Invalid, "registration.unanswered", "question", open)
	}
	family, err := family(ctx, tx, d.Answers)
	if err != nil {
		return d, err
	}
	h, persons, names := d.Answers.household(d.Household, tonight)
	if family.ID != "" && d.Answers.Near == "" {
		h.Wishes = append(h.Wishes, near(family.Municipality))
	}
	if h, err = households.RegisterIn(ctx, tx, person, h, persons, names); err != nil {
		return d, err
	}
	if family.ID != "" {
		if err := households.LinkIn(ctx, tx, h.ID, family.ID, households.Family); err != nil {
			return d, err
		}
	}
	tx.Note("consent", true)
	if h.State == households.StateGuardian {
		if err := job.Enqueue(ctx, tx.Tx, "guardian/"+h.ID, tx.Now(), TopicGuardian, guardian{h.ID, h.Code, h.Municipality, h.Region, ""}); err != nil {
			return d, err
		}
	}
	if _, err := tx.Exec(ctx, sqlSend, tx.Now(), tx.Now(), h.Code, d.Answers.Together, d.Answers.Arrived, h.ID); err != nil {
		return d, err
	}
	if _, err := tx.Exec(ctx, sqlContact, h.ID, d.Answers.Phone, d.Answers.Email); err != nil {
		return d, err
	}
	d.Answers, d.Sent, d.Reference = Answers{}, true, h.Code
	return d, nil
}

// family finds the household they belong near; none where they named no code.
func family(ctx context.Context, tx *gate.Tx, a Answers) (households.Household, error) {
	if a.Family == "" {
		return households.Household{}, nil
	}
	found, err := households.FoundByCode(ctx, tx.Tx, a.Family)
	if errors.Is(err, db.ErrNone) {
		return households.Household{}, nil // it was there when they named it
	}
	return found, err
}

func near(municipality string) string { return "near:" + municipality }

// household is what was told, as the room of households takes it in. What safety
// asks for is derived here: nobody has to know our flags.
func (a Answers) household(id string, tonight calendar.Night) (households.Household, []households.Person, []households.Name) {
	where, _ := atlas.Find(a.Where)
	h := households.Household{
		ID: id, Municipality: where.Code, Region: where.Region, Persons: len(a.Members), Minors: len(a.Members) - a.adults(tonight),
		From: tonight, WaitingSince: tonight,
		Needs:  slices.DeleteFunc(slices.Clone(a.Needs), func(word string) bool { return word == unsaid }),
		Wishes: slices.Clone(a.Wishes),
	}
	if count, known := nights[a.Stay]; known {
		h.Until = calendar.At(tonight.Plus(count))
	}
	switch a.Pets {
	case "mee":
		h.Needs = append(h.Needs, "pets")
	case "kan_apart":
		h.Wishes = append(h.Wishes, "pets")
	}
	if a.Near != "" {
		h.Wishes = append(h.Wishes, near(a.Near))
	}
	if a.onlyMinors(tonight) {
		h.Flags = append(h.Flags, plan.FlagUnaccompaniedMinor)
	}
	woman := a.Woman == "ja" && a.adults(tonight) == 1
	if woman {
		h.Flags = append(h.Flags, plan.FlagLoneWoman)
	}
	var persons []households.Person
	var names []households.Name
	for _, m := range a.Members {
		p := households.Person{ID: m.ID, Household: id, Birth: m.Birth, Age: m.Age, AgeKnown: m.AgeKnown, Languages: m.Languages}
		if woman && !m.minor(tonight) {
			p.Sex = "f"
		}
		persons = append(persons, p)
		if m.Latin != "" {
			names = append(names, households.Name{Person: m.ID, Latin: m.Latin, Original: m.Original})
		}
	}
	return h, persons, names
}

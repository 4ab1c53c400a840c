package registration

import (
	"errors"
	"strings"
	"testing"

	"onderdak/internal/platform/db"
)

// What a household needs to find its way back, and a child its guardian, cannot
// be taken away unseen.
func TestVerifyFindsLostHouseholds(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("nl", "")
		p.family().post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/klaar", 200)
		child := h.visitor("nl", "")
		child.post("/aanmelden/begin")
		child.post("/aanmelden/persoon/nieuw", "naam", "Danylo Koval", "jaren", "15").post(question + askMembers)
		child.post(question+askAlone, askAlone, "nee")
		for _, key := range []string{askPets, askNeeds, askStay} {
			child.post(question+key, key, unsaid)
		}
		child.post(question + askWishes).post(question + askArrived).post(question + askContact)
		child.post(question+askWhere, askWhere, "Utrecht").post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/klaar", 200)
		h.visitor("nl", "").post("/aanmelden/begin")
		after := func(statement string) (found []string) {
			undo := errors.New("undo")
			err := h.store.Write(ctx, func(tx *db.Tx) error {
				rows, err := tx.Exec(ctx, statement)
				if err != nil || rows == 0 {
					t.Errorf("%s: %d rows, %v", statement, rows, err)
				}
				if found, err = Verify(ctx, tx); err != nil {
					return err
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Error(err)
			}
			return found
		}
		if found := after(`UPDATE registration SET lang = lang`); len(found) > 0 {
			t.Errorf("found where nothing was done: %v", found)
		}
		for statement, want := range map[string]string{
			`DELETE FROM registration_contact`: "how to reach them is gone",
			`UPDATE registration SET household_code = 'x' WHERE household_code = '` + p.household().Code + `'`: "no household has its code",
			`DELETE FROM job WHERE topic = '` + TopicGuardian + `'`:                                            "calling a guardian is gone",
			`DELETE FROM registration WHERE submitted_at IS NULL`:                                              "registration: of its",
			`UPDATE registration SET digest = 'x'`:                                                             "registration: of its",
			`UPDATE registration SET together = 'x' WHERE submitted_at IS NOT NULL`:                            "registration: of its",
		} {
			if found := after(statement); !strings.Contains(strings.Join(found, "\n"), want) {
				t.Errorf("%s: want %q, found %v", statement, want, found)
			}
		}
	})
}

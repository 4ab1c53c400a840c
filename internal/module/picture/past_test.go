package picture

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onderdak/internal/module/places"

	"onderdak/internal/calendar"
)

// What is said later does not change what was known before.
func TestThePictureOfAPastMoment(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		then := calendar.InstantOf(h.now)
		h.now = h.now.Add(2 * time.Hour)
		h.say("jaa", places.Open, 50, day, calendar.End{})
		before, err := h.PastOf(ctx, people["national"], then, day)
		h.must(err)
		after, err := h.PastOf(ctx, people["national"], calendar.InstantOf(h.now), day)
		h.must(err)
		if before.Nation.Open != 457 || before.Nation.Held != 124 || before.Areas["VR09"].Free != 281 || before.Areas["VR09"].Short != 0 {
			h.Errorf("before: %+v", before)
		}
		if after.Nation.Open != 207 || after.Areas["VR09"].Short != 70 || after.Areas["VR05"] != before.Areas["VR05"] {
			h.Errorf("after: %+v", after)
		}
		never, err := h.PastOf(ctx, people["national"], then-1, day)
		if h.must(err); len(never.Areas) != 0 && never.Nation == before.Nation {
			h.Errorf("a moment before anything: %+v", never)
		}
		page := h.page("council", "nl", "/terugkijken?dag-dag=12&dag-maand=3&dag-jaar=2022&tijd=09:30")
		if row := page.row("Utrecht"); len(row) < 8 || row[4] != "405" || row[6] != "281" {
			h.Errorf("09.30: %v", row)
		}
		if page := h.page("council", "uk", "/terugkijken?dag-dag=12&dag-maand=3&dag-jaar=2022&tijd=11:30"); page.row("Utrecht")[4] != "155" {
			h.Errorf("11.30: %v", page.row("Utrecht"))
		}
		for _, wrong := range []string{"dag-dag=30&dag-maand=2&dag-jaar=2022&tijd=09:30", "dag-dag=12&dag-maand=3&dag-jaar=2022&tijd=26:00", "dag-dag=12&dag-maand=3&dag-jaar=2032&tijd=09:30"} {
			if answer := h.visit("national", "nl", "/terugkijken?"+wrong); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "form-field-error-message") {
				h.Errorf("%s: %d", wrong, answer.Code)
			}
		}
	})
}

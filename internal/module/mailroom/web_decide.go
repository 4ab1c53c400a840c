package mailroom

import (
	"net/http"
	"net/url"
	"strconv"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) takeIn(v *web.Visit) error {
	word := "opgenomen"
	return d.decideBy(v, &word, func(found Seen, form url.Values) (decision, error) {
		given := fresh(found)
		given.taking = readTaking(form, found)
		order, err := given.taking.order(found.ID)
		if err == nil {
			err = d.drafts.TakeIn(v.Request.Context(), v.Actor, order)
		}
		switch {
		case order.Places >= d.drafts.SecondFrom():
			word = "eerste"
		case order.Changes != "":
			word = "gewijzigd"
		}
		return given, err
	})
}

func (d desk) second(v *web.Visit) error {
	word := "opgenomen"
	return d.decideBy(v, &word, func(found Seen, _ url.Values) (decision, error) {
		return fresh(found), d.drafts.Second(v.Request.Context(), v.Actor, found.ID)
	})
}

func (d desk) merge(v *web.Visit) error {
	word := "samengevoegd"
	return d.decideBy(v, &word, func(found Seen, form url.Values) (decision, error) {
		version, _ := strconv.ParseInt(form.Get("version"), 10, 64) // none is no version of it
		seen, _ := strconv.ParseInt(form.Get("seen"), 10, 64)
		if found.withdrawn() {
			word = "ingetrokken"
		}
		return fresh(found), d.drafts.Merge(v.Request.Context(), v.Actor, found.ID, version, form.Get("bij"), seen)
	})
}

func (d desk) undo(v *web.Visit) error {
	word := "teruggedraaid"
	return d.decideBy(v, &word, func(found Seen, _ url.Values) (decision, error) {
		return fresh(found), d.drafts.Undo(v.Request.Context(), v.Actor, found.ID)
	})
}

func (d desk) askBack(v *web.Visit) error {
	word := "nagevraagd"
	return d.decideBy(v, &word, func(found Seen, form url.Values) (decision, error) {
		given := fresh(found)
		given.note, given.fields, given.mailed = form.Get("note"), form["fields"], form.Get("how") == "mail"
		if given.mailed {
			word = "gemaild"
		}
		return given, d.AskBack(v.Request.Context(), v.Actor, intake.Asking{Draft: found.ID, Note: given.note, Fields: given.fields, Mail: given.mailed})
	})
}

func (d desk) refuse(v *web.Visit) error {
	word := "geweigerd"
	return d.decideBy(v, &word, func(found Seen, form url.Values) (decision, error) {
		return fresh(found), d.drafts.Refuse(v.Request.Context(), v.Actor, found.ID, form.Get("reason"))
	})
}

// decideBy carries a decision out; word is what the page that follows opens with.
// What is wrong is shown in the form; who comes second sees who was first, and what
// there is to do instead.
func (d desk) decideBy(v *web.Visit, word *string, do func(Seen, url.Values) (decision, error)) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	ctx, id, about := v.Request.Context(), v.Request.PathValue("id"), orText(form.Get("bij"), AsNew)
	found, err := d.Draft(ctx, v.Actor, id, about)
	if err != nil {
		return err
	}
	given, err := do(found, form)
	if err == nil {
		return v.Redirect(intake.Address(id) + "?gedaan=" + *word)
	}
	if wrong, fields := wrongFields(v, err); fields {
		given.wrong = wrong
		return d.draftPage(v, found, given, nil)
	}
	told := fault.As(err)
	if told.Kind != fault.Conflict {
		return err
	}
	now, err := d.Draft(ctx, v.Actor, id, about)
	if err != nil {
		return err
	}
	v.Status(http.StatusConflict)
	notice := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	switch {
	case !now.State.Open():
		notice.Text = d.outcome(v, now.Detail)
	case told.Key == "intake.changed_meanwhile":
		given.taking.version = strconv.FormatInt(now.Version, 10)
		notice.Text = v.Text("intake.changed_text")
	}
	return d.draftPage(v, now, given, notice)
}

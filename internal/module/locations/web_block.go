package locations

import (
	"fmt"
	"net/http"
	"strings"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// blockAnswers are the form of a block as it was filled in.
type blockAnswers struct {
	from, until ui.DateParts
	reason      string
}

// signature tells one block from another, as that of a statement does.
func (b blockAnswers) signature() string { return fmt.Sprint(b.from, b.until) }

func (d desk) askBlock(v *web.Visit) error {
	h, room, err := d.knownRoom(v, access.StateCapacity)
	if err != nil {
		return err
	}
	return d.blockPage(v, h, room, blockAnswers{from: ui.PartsOf(d.door.Tonight())}, nil, nil)
}

// block takes a room out of use for some nights. Where somebody sleeps there, or
// places run short, that is shown first, and done when it is sent again.
func (d desk) block(v *web.Visit) error {
	h, room, err := d.knownRoom(v, access.StateCapacity)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := blockAnswers{ui.DateAnswer("from", form.Get), ui.DateAnswer("until", form.Get), strings.TrimSpace(form.Get("reason"))}
	wrong := map[string]string{}
	block := places.Block{ID: db.NewID(), Room: room.ID, Reason: given.reason,
		From: dateOf(v, given.from, "from", true, wrong).Night, Until: nightsAhead(v, given.until, "until", wrong)}
	if len(wrong) > 0 {
		if given.reason == "" {
			wrong["reason"] = v.Text("places.reason_missing")
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.blockPage(v, h, room, given, wrong, nil)
	}
	effect, err := d.places.PreviewBlock(v.Request.Context(), v.Actor, block)
	if err == nil && len(effect.Move) > 0 && form.Get("sure") != given.signature() {
		return d.blockPage(v, h, room, given, nil, &effect)
	}
	if err == nil {
		err = d.places.BlockRoom(v.Request.Context(), v.Actor, block)
	}
	if err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.blockPage(v, h, room, given, wrong, nil) })
	}
	return v.Redirect(addressOf(h.ID) + "/kamers?gedaan=dicht")
}

func (d desk) blockPage(v *web.Visit, h house, room places.Room, given blockAnswers, wrong map[string]string, effect *places.Effect) error {
	title := v.Text("locations.block_title", "room", room.Name)
	form := &ui.Form{
		Action: roomAddress(room) + "/blokkeer", Submit: v.Text("locations.block"),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(h.ID) + "/kamers"},
		Fields: []ui.Field{
			{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.block_reason"), Hint: v.Text("locations.block_reason_hint"), Value: given.reason, Error: wrong["reason"]},
			{Kind: ui.DateField, Name: "from", Label: v.Text("locations.from"), Date: given.from, Error: wrong["from"]},
			{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"), Hint: v.Text("locations.until_hint"), Date: given.until, Error: wrong["until"], Optional: true},
		},
	}
	sheet := ui.Sheet{
		Crumbs:  crumbsAt(v, h.Location, ui.Link{Text: v.Text("locations.rooms"), Href: addressOf(h.ID) + "/kamers"}, ui.Link{Text: room.Name}),
		Heading: ui.Heading{Above: h.Name, Answer: title, Lead: v.Text("locations.block_lead", "n", room.Beds)}, Form: form,
	}
	if effect != nil {
		codes, err := d.codes(v, h.ID)
		if err != nil {
			return err
		}
		sheet.Notice = lackNotice(v, places.Shortage{Location: h.ID, Nights: effect.Short, Move: effect.Move}, codes)
		sheet.Notice.Kind, sheet.Notice.Title = "warning", v.Text("locations.preview_block")
		form.Fields = append(form.Fields, ui.Field{Kind: ui.HiddenField, Name: "sure", Value: given.signature()})
		form.Submit = v.Text("locations.block_sure")
	}
	return v.Page("locations/sheet", title, sheet)
}

func (d desk) unblock(v *web.Visit) error {
	h, room, err := d.knownRoom(v, access.StateCapacity)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	if err := d.places.UnblockRoom(v.Request.Context(), v.Actor, room.ID, form.Get("blok"), "unblocked"); err != nil {
		return err
	}
	return v.Redirect(addressOf(h.ID) + "/kamers?gedaan=vrijgegeven")
}

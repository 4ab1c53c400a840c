package reading

import (
	"cmp"
	"strconv"
	"strings"

	"onderdak/internal/phrase"
)

// offer builds one offer with its traces.
func (f *finisher) offer(c *candidate, of int) Offer {
	o := Offer{Traces: map[Field]Trace{}}
	f.name(&o, c, of)
	f.number(&o, c)
	f.where(&o, c)
	f.address(&o, c, of)
	f.when(&o, c)
	f.contact(&o, c)
	f.facilities(&o, c)
	o.Update = f.answers() || c.mood.updates || f.g.shared.mood.updates || c.count != nil && (c.count.new)
	if c.guessed {
		f.warnings = append(f.warnings, Warning{WarnTownGuessed, o.Name})
	}
	if c.several {
		f.warnings = append(f.warnings, Warning{WarnSeveralNumbers, o.Name})
	}
	o.Withdrawn = c.mood.withdraws || f.g.shared.mood.withdraws && (of == 1 || f.g.allGone)
	o.Update = o.Update && !o.Withdrawn
	return o
}

// answers tells whether a mail answers one of the writer's own about an offer, or
// says in its subject that it changes one.
func (f *finisher) answers() bool {
	if f.head == nil {
		return false
	}
	for _, s := range f.head.segments {
		if f.head.moodOf(s).updates {
			return true
		}
	}
	return false
}

func (f *finisher) trace(o *Offer, field Field, sure float64, spans ...phrase.Span) {
	t := Trace{Spans: spans, Confidence: sure}
	var words []string
	for _, span := range spans {
		words = append(words, f.d.text[span.Start:span.End])
	}
	t.Words = strings.Join(words, " … ")
	o.Traces[field] = t
}

func (f *finisher) number(o *Offer, c *candidate) {
	n := c.count
	if n == nil {
		return
	}
	o.Places, o.Unit, o.Each = places(n), unitOf(n.noun), n.each
	if o.Each == 0 && grouped(n) {
		o.Each = cmp.Or(c.each, f.g.shared.each)
	}
	if n.Low > 0 && n.High > n.Low {
		o.Most = n.High
	}
	f.trace(o, FieldPlaces, sureOfNumber(n, c.several), n.Span)
}

// sureOfNumber weighs a number of places by how it was found.
func sureOfNumber(n *count, several bool) float64 {
	sure := 0.6
	switch {
	case n.score >= 4:
		sure = 0.86
	case n.score >= 3:
		sure = 0.84
	case n.score >= 2.5:
		sure = 0.7
	}
	if several {
		sure -= 0.25
	}
	if n.old || n.occupied {
		sure -= 0.2
	}
	return sure
}

// contact names whom to call: the one said for the offer, for all, in the
// signature, the sender.
func (f *finisher) contact(o *Offer, c *candidate) {
	said := c.call
	if !said.explicit {
		said = said.merge(f.g.shared.call)
		if f.g.shared.call.explicit {
			said = f.g.shared.call.merge(said)
		}
	}
	whom := said
	if !said.explicit || said.phone == "" && said.email == "" {
		whom = said.merge(f.whom)
	}
	if whom.name != "" {
		o.Contact.Name = whom.name
		f.trace(o, FieldContactName, whom.nameSure, whom.nameSpan)
	} else if looksPersonal(f.h.from.Name) {
		o.Contact.Name = f.h.from.Name
		o.Traces[FieldContactName] = Trace{Words: f.h.from.Name, Confidence: 0.5}
	}
	if whom.phone != "" {
		o.Contact.Phone = strings.Join(strings.Fields(whom.phone), " ")
		f.trace(o, FieldPhone, 0.75+0.05*float64(whom.worth), whom.phoneSpan)
	}
	switch {
	case whom.email != "":
		o.Contact.Email = whom.email
		f.trace(o, FieldEmail, 0.9, whom.emailSpan)
	case f.h.from.Email != "" && f.sends(whom):
		o.Contact.Email = f.h.from.Email
		o.Traces[FieldEmail] = Trace{Words: f.h.from.Email, Confidence: 0.85}
	}
}

// sends tells whether the one to call may be the sender: nobody else was named.
func (f *finisher) sends(whom call) bool {
	if whom.name == "" || !whom.explicit {
		return true
	}
	if f.whom.name != "" && strings.Contains(f.whom.name, whom.name) {
		return true
	}
	if !looksPersonal(f.h.from.Name) && f.h.from.Name != "" && f.whom.name == "" {
		return true // a house, of which the named one is the person
	}
	signs := signers(f.h.from.Name, f.h.from.Email)
	for _, t := range tokenise(whom.name) {
		if signs[t.fold] {
			return true
		}
	}
	return false
}

// facilities takes what was said to be there and not denied later.
func (f *finisher) facilities(o *Offer, c *candidate) {
	said := map[string]bool{}
	var spans []phrase.Span
	all := append(append([]facility{}, f.g.shared.yes...), c.yes...)
	for _, fac := range all {
		said[fac.token] = !fac.no
	}
	for _, fac := range all {
		if said[fac.token] && !fac.no && !contains(o.Facilities, fac.token) {
			o.Facilities = append(o.Facilities, fac.token)
			spans = append(spans, fac.Span)
		}
	}
	if len(o.Facilities) > 0 {
		f.trace(o, FieldFacilities, 0.85, spans...)
	}
}

// warn says what the person who confirms must know.
func (f *finisher) warn() {
	add := func(code, detail string) { f.warnings = append(f.warnings, Warning{code, detail}) }
	if len(f.offers) == 0 {
		add(WarnNoOffer, "")
	}
	if len(f.g.candidates) >= mostOffers {
		add(WarnManyOffers, strconv.Itoa(mostOffers))
	}
	for _, o := range f.offers {
		if o.Withdrawn {
			continue
		}
		if o.Places == 0 {
			add(WarnNoNumber, o.Name)
		}
		if o.From.Sort == "" && o.Until.Sort == "" {
			add(WarnNoPeriod, o.Name)
		}
		if o.Municipality == "" {
			add(WarnNoTown, o.Name)
		}
	}
}

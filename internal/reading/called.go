package reading

import "strings"

// name names an offer: by its own name, its address, the street it stands in; else
// by what the mail says elsewhere.
func (f *finisher) name(o *Offer, c *candidate, of int) {
	m := c.name
	o.Type = sortOf(m)
	if c.named() {
		f.nameBy(o, m)
		return
	}
	st := c.street
	if st == nil && of == 1 {
		st = f.g.shared.street
	}
	switch {
	case st != nil && st.address(f.d) != "":
		o.Name = st.address(f.d)
		f.trace(o, FieldName, 0.7, st.Span)
		return
	case c.way != nil:
		o.Name = clean(f.d.text[c.way.Start:c.way.End])
		f.trace(o, FieldName, 0.5, *c.way)
		return
	case of == 1:
		f.nameElsewhere(o)
	}
	if o.Name == "" && m != nil && !m.several && m.sure >= 0.6 && f.d.definite(m.from) {
		f.nameBy(o, m) // "het oude gemeentehuis"
	}
}

func (f *finisher) nameBy(o *Offer, m *mention) {
	o.Name, o.Type = clean(f.d.text[m.Start:m.End]), typeOf(m.sort)
	f.trace(o, FieldName, m.sure, m.Span)
}

// nameElsewhere names the only offer of a mail from its subject, from the mail it
// answers, or after the house that writes.
func (f *finisher) nameElsewhere(o *Offer) {
	if f.head != nil {
		if m, ok := f.head.firstName(f.head.segments, func(m mention) bool { return m.proper }); ok {
			f.nameHeader(o, f.head, m, m.sure-0.15)
			return
		}
	}
	d := f.d
	quoted := cutSegments(d.text, d.tokens, d.zones.quoted, len(d.tokens))
	if m, ok := d.firstName(quoted, func(m mention) bool { return m.proper && m.sort != "" }); ok {
		f.nameBy(o, &m)
		f.trace(o, FieldName, m.sure-0.2, m.Span)
		return
	}
	ofHouse := func(m mention) bool { return m.proper && houses[m.sort] }
	signature := cutSegments(d.text, d.tokens, d.zones.signature, d.zones.signatureEnd)
	if m, ok := d.firstName(signature, ofHouse); ok {
		f.nameBy(o, &m)
		f.trace(o, FieldName, 0.6, m.Span)
		return
	}
	sender := newDocument(cut(f.h.from.Name, 200), 200, d.today, nil)
	if m, ok := sender.firstName(sender.segments, ofHouse); ok {
		f.nameHeader(o, sender, m, 0.6)
	}
}

// nameHeader names an offer by words outside the text.
func (f *finisher) nameHeader(o *Offer, d *document, m mention, sure float64) {
	words := d.text[m.Start:m.End]
	o.Name, o.Type = clean(words), typeOf(m.sort)
	o.Traces[FieldName] = Trace{Words: words, Confidence: sure}
}

// firstName gives the first location in some segments that will do.
func (d *document) firstName(segments []segment, fits func(mention) bool) (mention, bool) {
	for _, s := range segments {
		for _, m := range d.names(s) {
			if fits(m) {
				return m, true
			}
		}
	}
	return mention{}, false
}

// houses are the sorts of building whose keepers write themselves.
var houses = map[string]bool{"hotel": true, "holiday_park": true, "church": true, "care_home": true, "ship": true, "sports_hall": true, noSort: true}

func sortOf(m *mention) string {
	if m == nil {
		return ""
	}
	return typeOf(m.sort)
}

func typeOf(sort string) string {
	if sort == noSort {
		return ""
	}
	return sort
}

const quoteSigns = "\"“”„«»`‘"

// clean puts a name on one line without quotation marks around it.
func clean(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if inner := strings.Trim(name, quoteSigns); !strings.ContainsAny(inner, quoteSigns) {
		first, last := strings.HasPrefix(name, inner), strings.HasSuffix(name, inner)
		if first == last {
			return inner
		}
	}
	return name
}

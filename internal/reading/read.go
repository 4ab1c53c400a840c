package reading

import (
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
	"onderdak/internal/post"
)

// Options are what a reader may be told besides the mail.
type Options struct {
	// Postcode gives the CBS code of the municipality of a postcode ("1234 AB"); nil
	// where nobody imported them.
	Postcode func(postcode string) (code string, ok bool)
}

// longestText is how much of a text is read, in bytes; a mail that says more about
// places than fits in it is a file.
const longestText = 256 << 10

// Warnings of this package. Those of the letter and of its sheets come along.
const (
	WarnNoOffer        = "no_offer"             // nothing in the mail offers places
	WarnNoNumber       = "no_number"            // an offer without a number of places
	WarnSeveralNumbers = "several_numbers"      // more than one number may be the number of places
	WarnNoPeriod       = "no_period"            // neither a beginning nor an end was said
	WarnNoTown         = "no_municipality"      // nothing says where
	WarnTownGuessed    = "municipality_guessed" // known from the sender only, or one of several of the name
	WarnAutomatic      = "automatic"            // an automatic mail: nothing was read
	WarnLongText       = "long_text"            // only the beginning was read
	WarnManyOffers     = "many_offers"          // more offers than are read from one mail
)

// Read understands a letter: its text, and the sheets that came with it. today is
// the day from which "tomorrow" counts: that of the mail. Automatic mail and mail
// of lists offers nothing.
func Read(letter post.Letter, today calendar.Night) Reading {
	return Options{}.Read(letter, today)
}

// Read is Read with what the operator's store knows.
func (o Options) Read(letter post.Letter, today calendar.Night) Reading {
	r := Reading{Text: letter.Text}
	for _, warning := range letter.Warnings {
		r.Warnings = append(r.Warnings, Warning(warning))
	}
	if letter.Kind != post.Ordinary && letter.Kind != "" {
		r.Warnings = append(r.Warnings, Warning{WarnAutomatic, string(letter.Kind)})
		return r
	}
	read := o.readText(letter.Text, letter.Quoted, header{subject: letter.Subject, from: letter.From, replyTo: letter.ReplyTo}, today)
	r.Offers, r.Warnings = read.Offers, append(r.Warnings, read.Warnings...)
	return r
}

// ReadText understands a text without a letter around it.
func ReadText(text string, today calendar.Night) Reading {
	return Options{}.readText(text, len(text), header{}, today)
}

// header is what a mail says outside its text.
type header struct {
	subject string
	from    post.Address
	replyTo []post.Address
}

func (o Options) readText(text string, quoted int, h header, today calendar.Night) Reading {
	r := Reading{Text: text}
	whole := strings.TrimRight(text, " \t\r\n\u00a0")
	if len(whole) > longestText {
		whole = strings.ToValidUTF8(whole[:longestText], "")
		r.Warnings = append(r.Warnings, Warning{WarnLongText, ""})
	}
	d := newDocument(whole, min(max(quoted, 0), len(whole)), today, signers(h.from.Name, h.from.Email))
	forwarded := d.forwarded(h)
	if forwarded != nil {
		h.from, h.replyTo = *forwarded, nil
	}
	g := d.gather()
	f := finisher{d: d, g: g, h: h, options: o}
	f.finish()
	r.Offers = f.offers
	r.Warnings = append(r.Warnings, f.warnings...)
	return r
}

// finisher turns candidates into offers with traces.
type finisher struct {
	d        *document
	g        *gatherer
	h        header
	options  Options
	offers   []Offer
	warnings []Warning
	head     *document // the subject
	context  *document // quoted mail below an answer
	whom     call      // the signature's
}

func (f *finisher) finish() {
	f.whom = f.d.signed()
	kept := f.keep()
	f.subject(kept)
	for _, c := range kept {
		f.offers = append(f.offers, f.offer(c, len(kept)))
	}
	f.warn()
}

// keep drops what is no offer: names mentioned in passing, sums of other offers,
// and what has neither number nor name.
func (f *finisher) keep() []*candidate {
	var kept []*candidate
	numbered := 0
	for _, c := range f.g.candidates {
		if c.count != nil {
			numbered++
		}
	}
	for _, c := range f.g.candidates {
		switch {
		case c.count == nil && c.name == nil:
			continue
		case c.count == nil && (!c.name.proper && numbered > 0 || !c.mood.offers && !c.mood.withdraws || numbered > 0 && !c.item && c.name.sure < 0.8):
			continue
		case c.count == nil && !c.name.proper && !c.mood.withdraws && c.name.several:
			continue
		case c.count != nil && (c.name == nil || !c.name.proper) && !c.mood.offers && c.street == nil && !f.listed(c) && !f.willing(c):
			continue
		case c.count != nil && c.count.total && c.name == nil && numbered > 2 && f.isSum(c):
			continue
		case c.count != nil && c.count.total && (c.name == nil || !c.name.proper) && numbered > 1 && f.isSum(c):
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// willing tells whether the mail as a whole offers, so that a number of people in
// it is one of places.
func (f *finisher) willing(c *candidate) bool {
	for i, m := range f.g.moods {
		if m.offers && !f.d.segments[i].question {
			return true
		}
	}
	return c.count.noun == placeNoun || c.count.noun == bedNoun || c.count.noun == roomNoun
}

// listed tells whether an offer stands in a list or a form of offers, where no verb
// says so.
func (f *finisher) listed(c *candidate) bool {
	s := f.d.segments[c.first]
	return (c.item || s.row || c.town != nil && s.line) && (c.count.noun == placeNoun || c.count.noun == bedNoun || c.count.noun == roomNoun) ||
		s.line && f.d.tokens[s.from].kind == wordToken && isLabel(f.d.tokens, s.from, s.to) && c.count.score >= 3
}

// isSum tells whether a number is the sum of the other offers' numbers.
func (f *finisher) isSum(total *candidate) bool {
	sum := 0
	for _, c := range f.g.candidates {
		if c != total && c.count != nil {
			sum += places(c.count)
		}
	}
	return sum == places(total.count)
}

// places is the number an amount stands for: its lower end; the upper where only
// that was said.
func places(c *count) int {
	if c.Low > 0 {
		return c.Low
	}
	return c.High
}

// subject names an offer that has no name from the subject, or from the mail that
// was answered.
func (f *finisher) subject(kept []*candidate) {
	if f.h.subject != "" {
		f.head = newDocument(cut(f.h.subject, 500), len(f.h.subject), f.d.today, nil)
	}
	if f.d.zones.quoted < len(f.d.tokens) {
		f.context = f.d
	}
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}

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
	o.Update = c.mood.updates || f.g.shared.mood.updates || c.count != nil && (c.count.new)
	o.Withdrawn = c.mood.withdraws || f.g.shared.mood.withdraws
	return o
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

func (f *finisher) name(o *Offer, c *candidate, of int) {
	m := c.name
	if m != nil && (!m.proper && m.several) && m.sort != "" {
		o.Type = typeOf(m.sort)
	}
	st := c.street
	if st == nil && of == 1 {
		st = f.g.shared.street
	}
	if (m == nil || !m.proper) && st != nil && st.Address(f.d) != "" {
		o.Name = st.Address(f.d)
		f.trace(o, FieldName, 0.7, st.Span)
		return
	}
	if m == nil || m.several || !m.proper {
		f.nameElsewhere(o, of)
		if m == nil || m.several || o.Name != "" {
			return
		}
	}
	o.Name = clean(f.d.text[m.Start:m.End])
	o.Type = typeOf(m.sort)
	f.trace(o, FieldName, m.sure, m.Span)
}

// nameElsewhere names the only offer of a mail from its subject or from the mail
// it answers.
func (f *finisher) nameElsewhere(o *Offer, of int) {
	if of != 1 {
		return
	}
	if f.head != nil {
		for _, s := range f.head.segments {
			for _, m := range f.head.names(s) {
				if m.proper {
					o.Name, o.Type = clean(f.head.text[m.Start:m.End]), typeOf(m.sort)
					o.Traces[FieldName] = Trace{Words: f.head.text[m.Start:m.End], Confidence: m.sure - 0.15}
					return
				}
			}
		}
	}
	if f.context != nil {
		f.nameQuoted(o)
	}
	if o.Name == "" {
		f.nameOfSender(o)
	}
}

// nameOfSender names the offer after the house that writes: in its signature, or
// as the name of its mailbox.
func (f *finisher) nameOfSender(o *Offer) {
	for _, s := range cutSegments(f.d.text, f.d.tokens, f.d.zones.signature, f.d.zones.signatureEnd) {
		for _, m := range f.d.names(s) {
			if m.proper && m.sort != "" && houses[m.sort] {
				o.Name, o.Type = clean(f.d.text[m.Start:m.End]), typeOf(m.sort)
				f.trace(o, FieldName, 0.6, m.Span)
				return
			}
		}
	}
	head := newDocument(cut(f.h.from.Name, 200), 200, f.d.today, nil)
	for _, s := range head.segments {
		for _, m := range head.names(s) {
			if m.proper && houses[m.sort] {
				o.Name, o.Type = clean(head.text[m.Start:m.End]), typeOf(m.sort)
				o.Traces[FieldName] = Trace{Words: head.text[m.Start:m.End], Confidence: 0.6}
				return
			}
		}
	}
}

// houses are the sorts of building whose keepers write themselves.
var houses = map[string]bool{"hotel": true, "holiday_park": true, "church": true, "care_home": true, "ship": true, "sports_hall": true, noSort: true}

func (f *finisher) nameQuoted(o *Offer) {
	for _, s := range cutSegments(f.d.text, f.d.tokens, f.d.zones.quoted, len(f.d.tokens)) {
		for _, m := range f.d.names(s) {
			if m.proper && m.sort != "" {
				o.Name, o.Type = clean(f.d.text[m.Start:m.End]), typeOf(m.sort)
				f.trace(o, FieldName, m.sure-0.2, m.Span)
				return
			}
		}
	}
}

func typeOf(sort string) string {
	if sort == noSort {
		return ""
	}
	return sort
}

// clean puts a name on one line without quotation marks around it.
func clean(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	return strings.Trim(name, "\"'“”„‘«»` ")
}

func (f *finisher) number(o *Offer, c *candidate) {
	n := c.count
	if n == nil {
		return
	}
	o.Places, o.Unit, o.Each = places(n), unitOf(n.noun), n.each
	if o.Each == 0 && grouped(n) {
		o.Each = c.each
	}
	if n.Low > 0 && n.High > n.Low {
		o.Most = n.High
	}
	sure := 0.6
	switch {
	case n.score >= 4:
		sure = 0.93
	case n.score >= 3:
		sure = 0.85
	case n.score >= 2.5:
		sure = 0.7
	}
	if c.several {
		sure -= 0.25
	}
	if n.old || n.occupied {
		sure -= 0.2
	}
	f.trace(o, FieldPlaces, sure, n.Span)
}

// where finds the municipality: beside the offer, in what was said of all, in the
// subject, in the signature, in the sender's domain.
func (f *finisher) where(o *Offer, c *candidate) {
	if c.town != nil && f.settle(o, c, c.town, 0.95) {
		return
	}
	if f.g.shared.town != nil && f.settle(o, c, f.g.shared.town, 0.85) {
		return
	}
	if f.head != nil && len(f.head.towns) == 1 && len(f.head.towns[0].codes) == 1 {
		o.Municipality = f.head.towns[0].codes[0]
		o.Traces[FieldMunicipality] = Trace{Words: f.head.text[f.head.towns[0].Start:f.head.towns[0].End], Confidence: 0.85}
		return
	}
	if t := f.signedTown(); t != nil && f.settle(o, c, t, 0.85) {
		return
	}
	if code := townOfDomain(f.h.from.Email); code != "" {
		o.Municipality, c.guessed = code, true
		o.Traces[FieldMunicipality] = Trace{Words: f.h.from.Email, Confidence: 0.8}
		return
	}
	f.postcode(o, c)
	if o.Municipality == "" && len(f.d.towns) > 0 && onlyOne(f.d.towns) {
		f.settle(o, c, &f.d.towns[0], 0.6)
	}
}

func onlyOne(towns []town) bool {
	for _, t := range towns[1:] {
		if t.codes[0] != towns[0].codes[0] {
			return false
		}
	}
	return true
}

// settle takes a municipality; one of several of its name only where the sender
// tells which.
func (f *finisher) settle(o *Offer, c *candidate, t *town, sure float64) bool {
	code := t.codes[0]
	if len(t.codes) > 1 {
		domain := townOfDomain(f.h.from.Email)
		if !contains(t.codes, domain) {
			return false
		}
		code, sure = domain, 0.7
		c.guessed = true
	}
	if t.official {
		sure = min(sure+0.03, 0.98)
	}
	o.Municipality = code
	f.trace(o, FieldMunicipality, sure, t.Span)
	return true
}

// signedTown gives the municipality of the signature.
func (f *finisher) signedTown() *town {
	var found *town
	for i := f.d.zones.signature; i < f.d.zones.signatureEnd; i++ {
		if t := f.d.town[i]; t != nil && !(t.Start >= f.whom.nameSpan.Start && t.End <= f.whom.nameSpan.End) && (found == nil || t.official && !found.official) {
			found = t
		}
	}
	return found
}

func (f *finisher) postcode(o *Offer, c *candidate) {
	if f.options.Postcode == nil {
		return
	}
	for _, st := range []*street{c.street, f.g.shared.street} {
		if st == nil || st.postcode == "" {
			continue
		}
		if code, ok := f.options.Postcode(st.postcode); ok {
			o.Municipality = code
			f.trace(o, FieldMunicipality, 0.9, st.Span)
			return
		}
	}
}

func (f *finisher) address(o *Offer, c *candidate, of int) {
	st := c.street
	if st == nil && of == 1 {
		st = f.g.shared.street
	}
	if st == nil {
		return
	}
	o.Postcode, o.Address = st.postcode, st.Address(f.d)
	f.trace(o, FieldAddress, 0.9, st.Span)
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
		o.Traces[FieldContactName] = Trace{Words: f.h.from.Name, Confidence: 0.6}
	}
	if whom.phone != "" {
		o.Contact.Phone = strings.Join(strings.Fields(whom.phone), " ")
		f.trace(o, FieldPhone, 0.7+0.06*float64(whom.worth), whom.phoneSpan)
	}
	switch {
	case whom.email != "":
		o.Contact.Email = whom.email
		f.trace(o, FieldEmail, 0.9, whom.emailSpan)
	case f.h.from.Email != "" && f.sends(whom):
		o.Contact.Email = f.h.from.Email
		o.Traces[FieldEmail] = Trace{Words: f.h.from.Email, Confidence: 0.8}
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
	for i, o := range f.offers {
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
		_ = i
	}
}

// forwarded gives the original sender where the letter only passes on another
// one, and moves the body there.
func (d *document) forwarded(h header) *post.Address {
	if d.zones.quoted >= len(d.tokens) {
		return nil
	}
	own := d.zones.quoted
	words := 0
	for i := d.zones.body; i < min(own, d.zones.bodyEnd); i++ {
		if d.tokens[i].kind == wordToken {
			words++
		}
	}
	if !isForward(h.subject) && words > 3 {
		return nil
	}
	return d.enterForward()
}

// enterForward makes the newest quoted mail the body.
func (d *document) enterForward() *post.Address {
	start := d.zones.quoted
	from := post.Address{}
	at := start
	for lines := 0; at < len(d.tokens) && lines < 14; lines++ {
		end := at
		for end < len(d.tokens) && d.tokens[end].kind != breakToken {
			end++
		}
		if isFromLine(d.fold(at)) && from.Email == "" {
			from = d.addressOf(at+1, end)
		}
		if !d.headerLine(at, end) && end > at && lines > 0 && from.Email+from.Name != "" {
			break
		}
		at = end + 1
	}
	at = min(at, len(d.tokens))
	d.zones.split(d.tokens, at, len(d.tokens))
	d.zones.quoted = len(d.tokens)
	d.unclosed(signers(from.Name, from.Email))
	d.segments = cutSegments(d.text, d.tokens, d.zones.body, d.zones.bodyEnd)
	if from.Email == "" && from.Name == "" {
		return nil
	}
	return &from
}

func isFromLine(fold string) bool {
	return fold == "van" || fold == "from" || fold == "від"
}

// headerLine tells whether a line belongs to the head of a forwarded mail.
func (d *document) headerLine(from, to int) bool {
	if from >= to {
		return true
	}
	if d.tokens[from].kind == markToken && d.tokens[from].fold != "\"" {
		return true
	}
	for i := from; i < min(to, from+4); i++ {
		if d.tokens[i].fold == ":" {
			return i > from && forwardHeads[d.tokens[from].fold]
		}
	}
	return forwardHeads[d.tokens[from].fold] && d.tokens[to-1].fold == ":"
}

var forwardHeads = setOf(`van from від verzonden sent надіслано datum date дата aan to кому cc onderwerp subject тема begin doorgestuurd forwarded original oorspronkelijk op on`)

// addressOf reads "Anja de Vries <anja@zeist.example>" from the tokens of a line.
func (d *document) addressOf(from, to int) post.Address {
	a := post.Address{}
	end := to
	for i := from; i < to; i++ {
		if d.tokens[i].kind == mailToken {
			a.Email = d.text[d.tokens[i].Start:d.tokens[i].End]
			end = i
			break
		}
	}
	if from < end {
		a.Name = strings.Trim(strings.TrimSpace(d.text[d.tokens[from].Start:d.tokens[end-1].End]), ":<>[](\"' *")
		a.Name = strings.TrimSpace(strings.TrimSuffix(a.Name, "mailto"))
	}
	return a
}

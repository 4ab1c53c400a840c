package reading

// where finds the municipality: beside the offer, in what was said of all, in the
// subject, in the signature, in the sender's domain.
func (f *finisher) where(o *Offer, c *candidate) {
	if c.town != nil && f.settle(o, c, c.town, 0.9) {
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
		o.Traces[FieldMunicipality] = Trace{Words: f.h.from.Email, Confidence: 0.9}
		return
	}
	f.postcode(o, c)
	if o.Municipality == "" && len(f.d.towns) > 0 && onlyOne(f.d.towns) {
		sure := 0.6
		if f.spoken(f.d.towns[0].codes[0]) {
			sure, c.guessed = 0.5, true
		}
		f.settle(o, c, &f.d.towns[0], sure)
	}
}

// spoken tells whether a municipality was said of one offer in particular.
func (f *finisher) spoken(code string) bool {
	for _, c := range f.g.candidates {
		if c.town != nil && c.town.codes[0] == code {
			return true
		}
	}
	return false
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
	o.Postcode, o.Address = st.postcode, st.address(f.d)
	f.trace(o, FieldAddress, 0.9, st.Span)
}

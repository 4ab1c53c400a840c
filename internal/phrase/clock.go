package phrase

// clock reads a time of the day: 10.00 uur, 9:30, 10u30, "om 10 uur".
func (s *scan) clock(i int) (next int, ok bool) {
	t := s.at(i)
	if t.kind != digits || len(t.fold) > 2 {
		return 0, false
	}
	if next, ok = s.hoursAndMinutes(i); !ok {
		next, ok = s.fullHour(i)
	}
	if ok && hourWord(s.at(next).fold) {
		next++
	}
	return next, ok
}

func (s *scan) hoursAndMinutes(i int) (next int, ok bool) {
	minutes := s.at(i + 2)
	if !s.glued(i+1) || !s.glued(i+2) || minutes.kind != digits || len(minutes.fold) != 2 {
		return 0, false
	}
	switch {
	case s.is(i+1, ":", "u", "h"):
		return i + 3, true
	case s.is(i+1, "."):
		return i + 3, hourWord(s.at(i+3).fold) || s.rangeOfHours(i+3)
	}
	return 0, false
}

// fullHour reads "14u", "om 10 uur", "о 10 годині"; "10 uur" by itself may be how
// long something takes.
func (s *scan) fullHour(i int) (next int, ok bool) {
	switch {
	case s.glued(i+1) && s.is(i+1, "u", "h", "am", "pm", "uur"),
		s.is(i+1, "uur") && s.is(i-1, "om", "vanaf", "tot", "rond", "tegen"),
		s.is(i+1, "годині", "годину") && s.is(i-1, "о", "об"):
		return i + 2, true
	}
	return 0, false
}

func hourWord(w string) bool {
	return w == "uur" || w == "u" || w == "h" || w == "hrs" || w == "am" || w == "pm" || w == "год" || w == "години"
}

// rangeOfHours says that "9.30" is the first of two times ("9.30-11.00 uur").
func (s *scan) rangeOfHours(i int) bool {
	if !s.is(i, "-", "–", "tot", "en", "to", "до") {
		return false
	}
	return s.at(i+1).kind == digits && s.is(i+2, ".", ":") && s.at(i+3).kind == digits && hourWord(s.at(i+4).fold)
}

package phrase

// starters are the words at which a rule may begin; most words of a text are none,
// and are passed over at once.
var starters = makeStarters()

func makeStarters() map[string]bool {
	made := set(`over in binnen within через протягом за uiterlijk de het the den hele heel gehele volle full whole all на half halve een a one anderhalf anderhalve ander пів півтора півтори
		end ending until till кінець до закінчення завершення afgelopen as week wk weken`)
	for _, first := range []map[string]int{fixedPhrases.first, nearbyWords.first, weekWords.first, fixedDays.first, easterDays.first, parts.first,
		lastsWords.first, comingWords.first, bounds.first, severals.first} {
		for w := range first {
			made[w] = true
		}
	}
	for _, words := range []map[string]int{months, weekdays, ordinals, ukrainianNth} {
		for w := range words {
			made[w] = true
		}
	}
	for _, words := range []map[string]bool{distances, spans, alone, available, lastWords, coming, gone} {
		for w := range words {
			made[w] = true
		}
	}
	for w := range lengthUnits {
		made[w] = true
	}
	return made
}

// mayBegin says that some rule may begin at the token.
func (s *scan) mayBegin(i int) bool {
	t := s.at(i)
	switch t.kind {
	case digits:
		return true
	case sign:
		return boundSigns[t.fold]
	}
	return t.fold != "" && (starters[t.fold] || starters[s.key(i)] || t.look().counts)
}

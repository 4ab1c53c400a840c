package scenario

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/plan"
)

// sizePerMille is how many of a thousand households have 1, 2, … 8 persons;
// 2.54 persons in the mean. No source counts households; the sizes are ours,
// such that a third of the persons are minors, as CBS found.
var sizePerMille = [...]int{270, 290, 220, 130, 55, 20, 10, 5}

func pickSize(chance *rand.Rand) int {
	drawn := chance.IntN(1000)
	for i, part := range sizePerMille {
		if drawn -= part; drawn < 0 {
			return i + 1
		}
	}
	return len(sizePerMille)
}

// likelihood is a token with its chance in a thousand.
type likelihood struct {
	token    string
	perMille int
}

// needs are hard. Shares are ours.
var needs = []likelihood{
	{"wheelchair", 25}, {"ground_floor", 25}, {"no_stairs", 15}, {"near_hospital", 12}, {"pets", 60}, {"quiet", 12},
}

// wishes are soft. Shares are ours.
var wishes = []likelihood{
	{"own_kitchen", 220}, {"private_rooms", 260}, {"public_transport", 110}, {"gp_nearby", 50},
}

// makeFamilies makes the households that wait.
func makeFamilies(settings Settings) []Family {
	chance := settings.stream(streamFamilies)
	drawTown := towns()
	count := settings.households()
	width := max(5, len(fmt.Sprint(count)))
	families := make([]Family, count)
	for i := range families {
		family := &families[i]
		family.ID = fmt.Sprintf("H%0*d", width, i+1)
		family.people(chance)
		family.dates(chance)
		family.tokens(chance, drawTown)
	}
	return families
}

// people draws who belongs to a family: a third minors and four fifths of the
// adults women over all families, one in twenty other nationals. One in a
// hundred is a minor who came alone.
func (f *Family) people(chance *rand.Rand) {
	f.Persons = pickSize(chance)
	f.OtherNational = chance.IntN(100) < 5
	if f.Persons == 1 && chance.IntN(1000) < 37 {
		f.Minors = 1
		f.Flags = append(f.Flags, plan.FlagUnaccompaniedMinor)
		return
	}
	first := 93
	if f.Persons == 1 {
		first = 72
	}
	f.adult(chance, first)
	for range f.Persons - 1 {
		if chance.IntN(100) < 54 {
			f.Minors++
			continue
		}
		f.adult(chance, 70)
	}
	if f.Persons == 1 && f.Women == 1 {
		f.Flags = append(f.Flags, plan.FlagLoneWoman)
	}
	if chance.IntN(100) < 3 {
		f.Flags = append(f.Flags, plan.FlagUrgent)
	}
}

func (f *Family) adult(chance *rand.Rand, womanPercent int) {
	if chance.IntN(100) < womanPercent {
		f.Women++
		return
	}
	f.Men++
}

// dates draws when a family needs a place: two fifths wait already, some of
// them long, the others arrive at about a thousand persons a day. Most do not
// know for how long.
func (f *Family) dates(chance *rand.Rand) {
	f.From = Reference
	if chance.IntN(100) < 40 {
		waited := 0
		for waited < 45 && chance.IntN(6) != 0 {
			waited++
		}
		f.WaitingSince = Reference.Plus(-waited)
	} else {
		f.From = Reference.Plus(min(chance.IntN(9), chance.IntN(9)))
		f.WaitingSince = f.From
	}
	switch drawn := chance.IntN(100); {
	case drawn < 5: // on their way elsewhere
		f.Until = calendar.At(f.From.Plus(1 + chance.IntN(3)))
	case drawn < 17:
		f.Until = calendar.At(f.From.Plus(5 + chance.IntN(36)))
	}
}

// tokens draws needs and wishes, sorted.
func (f *Family) tokens(chance *rand.Rand, drawTown func(*rand.Rand) string) {
	for _, need := range needs {
		if chance.IntN(1000) < need.perMille {
			f.Needs = append(f.Needs, need.token)
		}
	}
	if f.Minors > 0 && f.Persons > 1 && chance.IntN(1000) < 110 {
		f.Needs = append(f.Needs, "crib")
	}
	if slices.Contains(f.Flags, plan.FlagLoneWoman) && chance.IntN(1000) < 40 {
		f.Needs = append(f.Needs, "women_only")
	}
	for _, wish := range wishes {
		if chance.IntN(1000) < wish.perMille {
			f.Wishes = append(f.Wishes, wish.token)
		}
	}
	if f.Minors > 0 && chance.IntN(1000) < 400 {
		f.Wishes = append(f.Wishes, "school_nearby")
	}
	if chance.IntN(1000) < 450 {
		f.Wishes = append(f.Wishes, "near:"+drawTown(chance))
	}
	slices.Sort(f.Needs)
	slices.Sort(f.Wishes)
	slices.Sort(f.Flags)
}

// towns gives a draw of the municipality where relatives or friends live:
// inhabitants count, those of towns over 100,000 twice, because networks grow
// where people already are.
func towns() func(*rand.Rand) string {
	municipalities := atlas.Municipalities()
	sums, total := make([]int, len(municipalities)), 0
	for i, m := range municipalities {
		total += m.Inhabitants
		if m.Inhabitants > 100_000 {
			total += m.Inhabitants
		}
		sums[i] = total
	}
	return func(chance *rand.Rand) string {
		at, _ := slices.BinarySearch(sums, chance.IntN(total)+1)
		return municipalities[at].Code
	}
}

package picture

import (
	"context"

	"onderdak/internal/fairshare"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
)

// MostNeeded is the largest number of places a fair share can be reckoned of.
const MostNeeded = 999_999

// Fair is who should carry how much of the places realised tonight.
type Fair struct {
	View
	Needed int // places to be divided over the whole nation
	Shares []fairshare.Share
	Whole  fairshare.Share // the area itself: the sum of Shares
	Spread Spread          // of the parts shown, beside the nation
}

// FairShare reckons by fairshare.Key what falls to each region, or to each
// municipality of one: code is NL or a region. needed is how many places the
// nation needs in all; 0 stands for those it has realised, so that only who
// carries them is compared.
func (s *Service) FairShare(ctx context.Context, actor access.Actor, code string, needed int) (Fair, error) {
	if needed < 0 || needed > MostNeeded {
		return Fair{}, fault.New(fault.Invalid, "picture.needed_wrong", "most", MostNeeded)
	}
	q := Question{Rung: places.Realised}
	nation, err := s.National(ctx, actor, q)
	if err != nil {
		return Fair{}, err
	}
	if needed == 0 {
		needed = nation.Area.Carried(places.Realised)
	}
	fair := Fair{View: nation, Needed: needed, Shares: fairshare.Divide(needed, parties(nation.Parts))}
	fair.Whole = fairshare.Share{Party: party(nation.Area), Target: needed}
	if code != "NL" {
		if fair.View, err = s.Regional(ctx, actor, code, q); err != nil {
			return Fair{}, err
		}
		for _, share := range fair.Shares {
			if share.Code == code {
				fair.Whole = share
			}
		}
		fair.Shares = fairshare.Divide(fair.Whole.Target, parties(fair.Parts))
	}
	fair.Spread, _ = SpreadOf(fair.Nation, fair.Parts, places.Realised)
	return fair, nil
}

func party(a Area) fairshare.Party {
	return fairshare.Party{Code: a.Code, Inhabitants: a.Inhabitants, Carried: a.Carried(places.Realised)}
}

func parties(areas []Area) []fairshare.Party {
	all := make([]fairshare.Party, len(areas))
	for i, area := range areas {
		all[i] = party(area)
	}
	return all
}

// ToDo is the places still to be made in the area: those of all its parts
// together. Who carries more than falls to them takes nothing off it.
func (f Fair) ToDo() int {
	_, short := f.Below()
	return short
}

// Below counts the parts that carry less than falls to them, and the places they
// are short of it together.
func (f Fair) Below() (parts, short int) {
	for _, share := range f.Shares {
		if share.ToDo() > 0 {
			parts++
			short += share.ToDo()
		}
	}
	return parts, short
}

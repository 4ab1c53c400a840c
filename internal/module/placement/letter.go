package placement

import (
	"context"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
)

// Letter is what a household gets on paper about its offer.
type Letter struct {
	Household households.Household
	Offer     matching.Offer
	Location  places.Location
	Lang      string // of the household: nl, en or uk
}

// Letter gathers the letter of the offer a household has. The language is asked
// of what is known of its members, which is a look that is logged; lang, if
// filled, says it instead.
func (s *Service) Letter(ctx context.Context, actor access.Actor, household, lang string) (letter Letter, err error) {
	if letter.Household, err = s.households.Household(ctx, actor, household); err != nil {
		return letter, err
	}
	list, _, err := s.matching.Offers(ctx, actor, matching.OfferFilter{Household: household})
	if err != nil {
		return letter, err
	}
	for _, offer := range list {
		if offer.State.Promises() {
			letter.Offer = offer
		}
	}
	if letter.Offer.ID == "" {
		return letter, fault.New(fault.Conflict, "placement.no_offer")
	}
	if letter.Location, err = s.places.Location(ctx, actor, letter.Offer.Location); err != nil {
		return letter, err
	}
	if letter.Lang = i18n.Known(lang); letter.Lang == lang {
		return letter, nil
	}
	persons, err := s.households.Persons(ctx, actor, household, "letter")
	letter.Lang = spoken(persons)
	return letter, err
}

// spoken is the language of the letters in which somebody of the household can
// read best; English where that is none of ours or not known.
func spoken(persons []households.Person) string {
	for _, lang := range []string{"uk", "ru", "nl"} {
		for _, p := range persons {
			for _, known := range p.Languages {
				if known == lang && lang == "ru" {
					return "uk" // whoever reads Russian and fled Ukraine reads Ukrainian before English
				}
				if known == lang {
					return lang
				}
			}
		}
	}
	return "en"
}

package exchange

import (
	"io"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/plan"
)

var householdColumns = []column{
	{name: "id", required: true, synonyms: []string{"household", "household_id", "huishouden", "huishouden_id"}},
	{name: "persons", required: true, synonyms: []string{"personen", "aantal_personen", "aantal", "size"}},
	{name: "from", required: true, synonyms: []string{"van", "vanaf", "start", "from_date"}},
	{name: "until", synonyms: []string{"tot", "einde", "end", "until_date"}},
	{name: "needs", synonyms: []string{"behoeften", "eisen", "nodig"}},
	{name: "wishes", synonyms: []string{"wensen"}},
	{name: "flags", synonyms: []string{"kenmerken", "vlaggen"}},
	{name: "waiting_since", synonyms: []string{"wacht_sinds", "wachtend_sinds", "wachtend_vanaf"}},
}

var householdKind = kind{columns: householdColumns, sheets: []string{"households", "huishoudens", "родини"}}

// ReadHouseholds reads households.csv. The file is named in problems only.
// Rows come out in the order of the file, tokens sorted and without doubles; a
// household without waiting_since waits from its first night.
func ReadHouseholds(r io.Reader, file string, opts Options) ([]plan.Household, Problems) {
	var households []plan.Household
	seen := make(map[string]int)
	problems := readTable(r, file, opts, householdKind, func(x *row) {
		household := plan.Household{ID: x.id(seen), Persons: x.whole("persons", 1, MaxPersons)}
		if household.Persons > manyPersons && !x.bad {
			x.warn("persons", "exchange.persons_many", map[string]any{"n": household.Persons})
		}
		from, known := x.date("from")
		household.From = from
		household.Until = x.end("until", from, known)
		household.Needs = x.facilities("needs")
		household.Wishes = x.wishes("wishes")
		household.Flags = x.flags("flags")
		household.WaitingSince = from
		if x.cell("waiting_since") != "" {
			household.WaitingSince, _ = x.date("waiting_since")
		}
		refuse(x, household, opts.Household)
		if !x.bad {
			households = append(households, household)
		}
	})
	if !problems.kept(opts) {
		return nil, problems
	}
	return households, problems
}

// wishes reads facility tokens and near:GM0344. A wish for a municipality that
// does not exist does no harm; it is remarked on.
func (r *row) wishes(name string) []string {
	tokens := r.facilities(name)
	for _, token := range tokens {
		code, near := strings.CutPrefix(token, nearPrefix)
		if !near {
			continue
		}
		if _, ok := atlas.Find(code); !ok {
			r.warnOnce(name, token, "exchange.near_unknown", map[string]any{"token": show(token)})
		}
	}
	return tokens
}

// flags reads the flags of a household. An unknown one is an error.
func (r *row) flags(name string) []string {
	tokens := r.tokens(name)
	for _, token := range tokens {
		if slices.Contains(flagTokens, token) {
			continue
		}
		args := map[string]any{"token": show(token), "known": strings.Join(flagTokens, ", ")}
		key := "exchange.flag_unknown"
		if like, ok := meant(token, flagTokens); ok {
			key, args["meant"] = "exchange.flag_similar", like
		}
		r.fault(name, key, args)
	}
	return tokens
}

package exchange

import (
	"io"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/plan"
)

var locationColumns = []column{
	{name: "id", required: true, synonyms: []string{"location", "location_id", "locatie", "locatie_id", "opvanglocatie"}},
	{name: "municipality", required: true, synonyms: []string{"gemeente", "gemeentecode", "gemeente_code", "municipality_code", "gm_code"}},
	{name: "name", synonyms: []string{"naam", "location_name", "locatienaam"}},
	{name: "type", synonyms: []string{"soort", "location_type", "type_locatie"}},
	{name: "facilities", synonyms: []string{"voorzieningen", "faciliteiten"}},
	{name: "short_stay", synonyms: []string{"shortstay", "kortdurend", "kortdurende_opvang"}},
}

var locationKind = kind{columns: locationColumns, sheets: []string{"locations", "locaties", "opvanglocaties", "локації"}}

// ReadLocations reads locations.csv. The file is named in problems only. Rows
// come out in the order of the file, facilities sorted and without doubles.
func ReadLocations(r io.Reader, file string, opts Options) ([]plan.Location, Problems) {
	var locations []plan.Location
	seen := make(map[string]int)
	problems := readTable(r, file, opts, locationKind, func(x *row) {
		location := plan.Location{
			ID:           x.id(seen),
			Municipality: x.municipality("municipality"),
			Name:         x.text("name", false),
			Type:         x.locationType("type"),
			Facilities:   x.facilities("facilities"),
			ShortStay:    x.truth("short_stay"),
		}
		refuse(x, location, opts.Location)
		if opts.Named != nil {
			opts.Named(location.ID)
		}
		if !x.bad {
			locations = append(locations, location)
		}
	})
	if !problems.kept(opts) {
		return nil, problems
	}
	return locations, problems
}

// id reads the id of a row and sees to it that no other row has it.
func (r *row) id(seen map[string]int) string {
	id := r.text("id", true)
	if id == "" {
		return id
	}
	if first, double := seen[id]; double {
		r.fault("id", "exchange.duplicate_id", map[string]any{"id": show(id), "first": first})
		return id
	}
	seen[id] = r.number
	return id
}

// municipality reads a CBS code. The code of a municipality that was merged
// into a single other one is taken for that one, with a warning: its beds are
// still there.
func (r *row) municipality(name string) string {
	text := r.cell(name)
	if text == "" {
		r.fault(name, "exchange.required", nil)
		return ""
	}
	found, ok := atlas.Find(strings.ToUpper(text))
	if !ok {
		key, args := municipalityFault(text)
		r.fault(name, key, args)
		return ""
	}
	switch len(found.Successors) {
	case 0:
		return found.Code
	case 1:
		successor, _ := atlas.Find(found.Successors[0])
		r.warn(name, "exchange.municipality_merged", map[string]any{
			"code": found.Code, "old": found.Name, "meant": successor.Code, "name": successor.Name, "date": found.Until.String(),
		})
		return successor.Code
	}
	r.fault(name, "exchange.municipality_split", map[string]any{
		"code": found.Code, "old": found.Name, "codes": strings.Join(found.Successors, ", "), "date": found.Until.String(),
	})
	return ""
}

// municipalityFault tells what a text that is no code may mean: a name, or a
// code without its GM or its zeros.
func municipalityFault(text string) (string, map[string]any) {
	args := map[string]any{"text": show(text)}
	if named := atlas.ByName(text); len(named) > 0 {
		var meant []string
		for _, m := range named {
			meant = append(meant, m.Code+" ("+m.Name+")")
		}
		args["meant"] = strings.Join(meant, ", ")
		return "exchange.municipality_name", args
	}
	digits := strings.TrimLeft(strings.TrimPrefix(strings.ToUpper(text), "GM"), "0 ")
	if len(digits) > 0 && len(digits) <= 4 {
		if m, ok := atlas.Find("GM" + strings.Repeat("0", 4-len(digits)) + digits); ok {
			args["meant"] = m.Code + " (" + m.Name + ")"
			return "exchange.municipality_form", args
		}
	}
	return "exchange.municipality_unknown", args
}

// locationType reads a type; unknown words are kept, with a warning for one
// that looks like a known type misspelt.
func (r *row) locationType(name string) string {
	text := strings.ToLower(r.text(name, false))
	if known, ok := meant(text, locationTypes); ok {
		r.warnOnce(name, text, "exchange.type_similar", map[string]any{"text": show(text), "meant": known})
	}
	return text
}

// facilities reads facility tokens; unknown ones are kept, with a warning for
// one that looks like a known facility misspelt.
func (r *row) facilities(name string) []string {
	tokens := r.tokens(name)
	known := Facilities()
	for _, token := range tokens {
		if like, ok := meant(token, known); ok {
			r.warnOnce(name, token, "exchange.token_similar", map[string]any{"token": show(token), "meant": like})
		}
	}
	return tokens
}

// tokens reads words in lower case, sorted and without doubles; nil for none.
func (r *row) tokens(name string) []string {
	words := strings.Fields(r.cell(name))
	if len(words) > MaxTokens {
		r.fault(name, "exchange.tokens_many", map[string]any{"n": len(words), "max": MaxTokens})
		return nil
	}
	var tokens []string
	for _, word := range words {
		token := strings.ToLower(word)
		if rest, near := strings.CutPrefix(token, nearPrefix); near && strings.HasPrefix(rest, "gm") {
			token = nearPrefix + strings.ToUpper(rest)
			rest = rest[2:]
			if !wellFormed(rest) {
				token = ""
			}
		} else if !wellFormed(token) {
			token = ""
		}
		if token == "" {
			r.fault(name, "exchange.token_malformed", map[string]any{"token": show(word)})
			continue
		}
		tokens = append(tokens, token)
	}
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

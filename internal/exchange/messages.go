package exchange

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// Messages holds messages.nl.json, messages.en.json and messages.uk.json: flat
// objects from key to text with {places}, or to CLDR plural forms chosen by
// the argument n.
//
//go:embed messages.nl.json messages.en.json messages.uk.json
var Messages embed.FS

// text is a message: one form, or a form per plural category.
type text map[string]string

// UnmarshalJSON reads a text or an object of plural forms.
func (t *text) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*t = text{"other": one}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(t))
}

// english is parsed once; the file is part of the binary and a test reads it,
// so that it can only fail in the making.
var english = sync.OnceValue(func() map[string]text {
	texts, err := readMessages("en")
	if err != nil {
		panic("exchange: " + err.Error())
	}
	return texts
})

func readMessages(language string) (map[string]text, error) {
	name := "messages." + language + ".json"
	data, err := Messages.ReadFile(name)
	if err != nil {
		return nil, err
	}
	texts := make(map[string]text)
	if err := json.Unmarshal(data, &texts); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return texts, nil
}

// English is the problem as one line for the command line: where, what is
// wrong and how to mend it.
func (p Problem) English() string {
	parts := []string{p.place() + fill(p.Key, p.Args)}
	if _, ok := english()[p.Key+".fix"]; ok {
		parts = append(parts, fill(p.Key+".fix", p.Args))
	}
	return strings.Join(parts, " ")
}

// place tells where the problem is: "locations.csv, row 3, column from: ".
func (p Problem) place() string {
	key := "exchange.place_file"
	switch {
	case p.Row > 0 && p.Column != "":
		key = "exchange.place_cell"
	case p.Row > 0:
		key = "exchange.place_row"
	}
	return fill(key, map[string]any{"file": show(p.File), "row": p.Row, "column": p.Column}) + " "
}

// fill puts arguments into the English text of a key.
func fill(key string, args map[string]any) string {
	forms, ok := english()[key]
	if !ok {
		return key
	}
	form := forms["other"]
	if one, ok := forms["one"]; ok && args["n"] == 1 {
		form = one
	}
	pairs := make([]string, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, "{"+name+"}", fmt.Sprint(value))
	}
	return strings.NewReplacer(pairs...).Replace(form)
}

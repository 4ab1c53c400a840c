package plan

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"onderdak/internal/calendar"
)

// Messages holds messages.{nl,en,uk}.json: the policy, the reasons and the
// lines of this package in the words of its readers.
//
//go:embed messages.*.json
var Messages embed.FS

// englishTexts serve the files and the report, which are in English; pages use
// the catalogue of the program.
var englishTexts = mustRead("messages.en.json")

func mustRead(name string) map[string]any {
	data, err := Messages.ReadFile(name)
	if err != nil {
		panic("plan: " + err.Error())
	}
	texts := map[string]any{}
	if err := json.Unmarshal(data, &texts); err != nil {
		panic("plan: " + name + ": " + err.Error())
	}
	return texts
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// english fills in one text.
func english(t Text) string {
	text, plain := englishTexts[t.Key].(string)
	if !plain {
		forms, _ := englishTexts[t.Key].(map[string]any)
		form := "other"
		if t.Args["n"] == 1 {
			form = "one"
		}
		text, plain = forms[form].(string)
	}
	if !plain {
		return "[" + t.Key + "]"
	}
	return placeholder.ReplaceAllStringFunc(text, func(match string) string {
		switch value := t.Args[match[1:len(match)-1]].(type) {
		case nil:
			return match
		case calendar.Night:
			return value.String()
		case string:
			return strings.ReplaceAll(value, "_", " ")
		default:
			return fmt.Sprint(value)
		}
	})
}

func englishAll(texts []Text) string {
	said := make([]string, len(texts))
	for i, t := range texts {
		said[i] = english(t)
	}
	return strings.Join(said, " ")
}

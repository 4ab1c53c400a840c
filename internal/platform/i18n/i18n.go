// Package i18n holds the message catalogues: Dutch (the reference text),
// English and Ukrainian, with CLDR plurals. Every room embeds its own
// messages.{nl,en,uk}.json: a flat object of keys to texts with {name}
// placeholders, or to an object of plural forms (one, few, many, other) chosen
// by the argument n. The key sets of the languages must be the same.
package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"sort"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"onderdak/internal/calendar"
)

// Languages are the languages of the screens; the first is the reference.
var Languages = []string{"nl", "en", "uk"}

var tags = map[string]language.Tag{
	"nl": language.Dutch, "en": language.BritishEnglish, "uk": language.Ukrainian,
}

var forms = map[plural.Form]string{
	plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other", plural.Zero: "zero",
}

// needed are the forms that whole numbers take in each language (CLDR).
var needed = map[string][]string{"nl": {"one", "other"}, "en": {"one", "other"}, "uk": {"one", "few", "many"}}

// entry is one message in one language: the text, or its plural forms.
type entry map[string]string

// Catalogue is the set of all messages in all languages.
type Catalogue struct {
	texts    map[string]map[string]entry
	printers map[string]*message.Printer
}

// Load reads messages.{nl,en,uk}.json from every room; a key that is missing in
// a language, defined twice, or whose placeholders differ between the languages
// is an error.
func Load(rooms ...fs.FS) (*Catalogue, error) {
	catalogue := &Catalogue{texts: map[string]map[string]entry{}, printers: map[string]*message.Printer{}}
	for _, lang := range Languages {
		catalogue.texts[lang] = map[string]entry{}
		catalogue.printers[lang] = message.NewPrinter(tags[lang])
		for _, room := range rooms {
			if err := catalogue.read(room, lang); err != nil {
				return nil, err
			}
		}
	}
	return catalogue, catalogue.compare()
}

func (c *Catalogue) read(room fs.FS, lang string) error {
	name := "messages." + lang + ".json"
	data, err := fs.ReadFile(room, name)
	if err != nil {
		return fmt.Errorf("i18n: %w", err)
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("i18n: %s: %w", name, err)
	}
	for key, value := range raw {
		if _, twice := c.texts[lang][key]; twice {
			return fmt.Errorf("i18n: %s is defined twice in %s", key, lang)
		}
		parsed, err := parse(value)
		if err != nil {
			return fmt.Errorf("i18n: %s in %s: %w", key, lang, err)
		}
		c.texts[lang][key] = parsed
	}
	return nil
}

func parse(value any) (entry, error) {
	switch value := value.(type) {
	case string:
		return entry{"": value}, nil
	case map[string]any:
		parsed := entry{}
		for form, text := range value {
			words, ok := text.(string)
			if !ok {
				return nil, fmt.Errorf("form %s is not a text", form)
			}
			parsed[form] = words
		}
		if parsed["other"] == "" {
			return nil, fmt.Errorf("plural form other is missing")
		}
		return parsed, nil
	}
	return nil, fmt.Errorf("neither a text nor plural forms")
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

func (c *Catalogue) compare() error {
	var wrong []string
	for _, lang := range Languages {
		for key, text := range c.texts[lang] {
			for _, form := range needed[lang] {
				if text[""] == "" && text[form] == "" {
					wrong = append(wrong, key+" lacks a plural form in "+lang)
					break
				}
			}
		}
	}
	for _, lang := range Languages[1:] {
		for key, reference := range c.texts["nl"] {
			other, ok := c.texts[lang][key]
			switch {
			case !ok:
				wrong = append(wrong, key+" is missing in "+lang)
			case placeholders(reference) != placeholders(other):
				wrong = append(wrong, key+" has other placeholders in "+lang)
			case len(reference) > 1 && len(other) == 1:
				wrong = append(wrong, key+" has plural forms in nl but not in "+lang)
			}
		}
		for key := range c.texts[lang] {
			if _, ok := c.texts["nl"][key]; !ok {
				wrong = append(wrong, key+" is missing in nl")
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	sort.Strings(wrong)
	return fmt.Errorf("i18n: %s", strings.Join(wrong, "; "))
}

// placeholders lists the names a message uses over all its forms; {n} may be
// left out of a form ("één nacht"), so it does not count.
func placeholders(e entry) string {
	seen := map[string]bool{}
	for _, text := range e {
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			seen[match[1]] = true
		}
	}
	delete(seen, "n")
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, " ")
}

// Has says whether the key exists.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.texts["nl"][key]
	return ok
}

// Keys lists all keys, sorted.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.texts["nl"]))
	for key := range c.texts["nl"] {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Text gives the message in the language, its placeholders filled; plural forms
// are chosen by args["n"]. An unknown key is shown as itself between brackets,
// so that a slip shows on the page and in the tests.
func (c *Catalogue) Text(lang, key string, args map[string]any) string {
	lang = Known(lang)
	found, ok := c.texts[lang][key]
	if !ok {
		return "[" + key + "]"
	}
	text := found[""]
	if len(found) > 1 || found["other"] != "" {
		text = found[form(lang, args["n"])]
		if text == "" {
			text = found["other"]
		}
	}
	return placeholder.ReplaceAllStringFunc(text, func(match string) string {
		name := match[1 : len(match)-1]
		value, ok := args[name]
		if !ok {
			return match
		}
		if token, is := value.(string); is && (name == "need" || name == "facility") {
			return c.Facility(lang, token)
		}
		return c.Show(lang, value)
	})
}

// facilityWords opens the keys of the words for what a location can have; room
// places holds them.
const facilityWords = "places.web_facility_"

// Facility gives the words for a facility or need, which is kept as a token such
// as staffed_24h; several are parted by commas. A token that a municipality made
// up itself is shown as it was written, with spaces.
func (c *Catalogue) Facility(lang, token string) string {
	tokens := strings.Split(token, ", ")
	for i, one := range tokens {
		if text, known := c.texts[Known(lang)][facilityWords+one]; known {
			tokens[i] = text[""]
		} else {
			tokens[i] = strings.ReplaceAll(one, "_", " ")
		}
	}
	return strings.Join(tokens, ", ")
}

// Show writes a value as readers of the language expect it: numbers with their
// separators, nights as dates.
func (c *Catalogue) Show(lang string, value any) string {
	switch value := value.(type) {
	case string:
		return value
	case calendar.Night:
		return LongDate(lang, value)
	case calendar.End:
		if !value.Known {
			return "?"
		}
		return LongDate(lang, value.Night)
	case int, int32, int64, uint64:
		return c.printers[Known(lang)].Sprint(number.Decimal(value))
	case float64:
		return c.printers[Known(lang)].Sprint(number.Decimal(value, number.MaxFractionDigits(2)))
	}
	return fmt.Sprint(value)
}

func form(lang string, n any) string {
	count := 0
	switch n := n.(type) {
	case int:
		count = n
	case int64:
		count = int(n)
	case int32:
		count = int(n)
	case float64: // numbers that were kept as JSON
		count = int(n)
	}
	if count < 0 {
		count = -count
	}
	return forms[plural.Cardinal.MatchPlural(tags[lang], count, 0, 0, 0, 0)]
}

// Known gives the language itself, or Dutch for one we do not speak.
func Known(lang string) string {
	if _, ok := tags[lang]; ok {
		return lang
	}
	return Languages[0]
}

// Choose picks a language from an Accept-Language header.
func Choose(header string) string {
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return Languages[0]
	}
	for _, tag := range wanted {
		base, _ := tag.Base()
		if _, ok := tags[base.String()]; ok {
			return base.String()
		}
	}
	return Languages[0]
}

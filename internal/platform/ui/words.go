package ui

import (
	"fmt"
	"html/template"
	"runtime/debug"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
)

// words speaks one language: it backs the functions templates may call.
type words struct {
	catalogue Catalogue
	lang      string
}

// functions are what every template may call:
//
//	t "key" "name" value …  message, its placeholders by name; plural by "n"
//	num 1234                number as readers write it, with a real minus sign
//	date night              4 maart 2022; an unknown end in words
//	shortdate night         vr 4 mrt
//	weekday, daynumber, monthname night   the parts, for the heads of columns
//	instant at              4 maart 2022, 09.14
//	asset "app.css"         address of an embedded file, with its digest
//	lang                    code of the language
//	languages               all languages, for the switch
//	version                 version of the program; may be empty
//	dict "name" value …     a map, to hand several values to a block
func functions(catalogue Catalogue, lang string) template.FuncMap {
	w := words{catalogue, lang}
	return template.FuncMap{
		"t": w.text, "num": w.number, "date": w.date, "shortdate": w.shortDate,
		"weekday": w.weekday, "daynumber": dayNumber, "monthname": w.monthName, "instant": w.instant,
		"asset": AssetPath, "lang": func() string { return lang }, "languages": func() []Language { return Languages },
		"version": version, "dict": pairs,
	}
}

func (w words) text(key string, args ...any) (string, error) {
	named, err := pairs(args...)
	if err != nil {
		return "", fmt.Errorf("text %s: %w", key, err)
	}
	return w.catalogue.Text(w.lang, key, named), nil
}

func pairs(args ...any) (map[string]any, error) {
	if len(args) == 1 {
		if named, ok := args[0].(map[string]any); ok {
			return named, nil
		}
	}
	if len(args)%2 != 0 {
		return nil, fmt.Errorf("%d values do not make pairs", len(args))
	}
	named := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return nil, fmt.Errorf("%v is not a name", args[i])
		}
		named[name] = args[i+1]
	}
	return named, nil
}

// value lets the catalogue write a number or a night.
func (w words) value(value any) string {
	return w.catalogue.Text(w.lang, "ui.value", map[string]any{"value": value})
}

func (w words) number(value any) string {
	text := w.value(value)
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		return "−" + rest
	}
	return text
}

func (w words) date(value any) (string, error) {
	night, known, err := nightIn(value)
	if err != nil || !known {
		return w.catalogue.Text(w.lang, "ui.end_unknown", nil), err
	}
	return w.value(night), nil
}

func nightIn(value any) (night calendar.Night, known bool, err error) {
	switch value := value.(type) {
	case calendar.Night:
		return value, true, nil
	case calendar.End:
		return value.Night, value.Known, nil
	}
	return 0, false, fmt.Errorf("%T is not a date", value)
}

func (w words) shortDate(value any) (string, error) {
	night, known, err := nightIn(value)
	if err != nil || !known {
		return w.catalogue.Text(w.lang, "ui.end_unknown", nil), err
	}
	return w.catalogue.Text(w.lang, "ui.short_date", map[string]any{
		"weekday": w.weekday(night), "day": dayNumber(night), "month": w.monthName(night),
	}), nil
}

func (w words) weekday(night calendar.Night) string {
	return w.catalogue.Text(w.lang, "ui.weekday_"+strconv.Itoa(int(night.Date().Weekday())), nil)
}

func (w words) monthName(night calendar.Night) string {
	return w.catalogue.Text(w.lang, "ui.month_"+strconv.Itoa(int(night.Date().Month())), nil)
}

func dayNumber(night calendar.Night) string { return strconv.Itoa(night.Date().Day()) }

func (w words) instant(at calendar.Instant) string {
	local := at.Time().In(calendar.Amsterdam)
	return w.catalogue.Text(w.lang, "ui.moment", map[string]any{
		"date": at.Night(), "hour": local.Format("15"), "minute": local.Format("04"),
	})
}

// version is that of the program as it was built; a build without one has none.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "(devel)" {
		return ""
	}
	return info.Main.Version
}

package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

var (
	declaration = regexp.MustCompile(`(--[A-Za-z0-9_-]+)\s*:\s*([^;{}]*)[;}]`)
	use         = regexp.MustCompile(`var\(\s*(--[A-Za-z0-9_-]+)`)
	comment     = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

// prune keeps of the tokens in theme those that the style sheets use, directly
// or through another token that is kept. A token that own sets itself is not
// kept: ours stands in its place, and what it refers to is kept instead.
func prune(theme, own string, sheets []string) (string, error) {
	tokens := map[string]string{}
	for _, match := range declaration.FindAllStringSubmatch(comment.ReplaceAllString(theme, ""), -1) {
		tokens[match[1]] = strings.TrimSpace(match[2])
	}
	if len(tokens) == 0 {
		return "", fmt.Errorf("the theme has no tokens")
	}
	ours := map[string]bool{}
	for _, match := range declaration.FindAllStringSubmatch(comment.ReplaceAllString(own, ""), -1) {
		ours[match[1]] = true
	}
	kept := map[string]bool{}
	var keep func(text string)
	keep = func(text string) {
		for _, match := range use.FindAllStringSubmatch(text, -1) {
			name := match[1]
			if value, known := tokens[name]; known && !kept[name] && !ours[name] {
				kept[name] = true
				keep(value)
			}
		}
	}
	keep(own)
	for _, sheet := range sheets {
		keep(sheet)
	}
	names := make([]string, 0, len(kept))
	for name := range kept {
		names = append(names, name)
	}
	sort.Strings(names)
	var pruned strings.Builder
	pruned.WriteString(".onderdak {\n")
	for _, name := range names {
		fmt.Fprintf(&pruned, "  %s: %s;\n", name, tokens[name])
	}
	pruned.WriteString("}\n")
	return pruned.String(), nil
}

package reading

import (
	"onderdak/internal/calendar"
	"onderdak/internal/post"
)

// Read understands one mail; today is the day that words like "tomorrow" count from.
func Read(letter post.Letter, today calendar.Night) Reading {
	found := Reading{Text: letter.Text}
	for _, warning := range letter.Warnings {
		found.Warnings = append(found.Warnings, Warning(warning))
	}
	return found
}

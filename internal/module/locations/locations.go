// Package locations is the desk of whoever runs reception locations: their pages,
// and the work done at them. What is true of places stands in the register,
// package places; who must stay together in package households; what was
// offered in package matching. This room decides nothing those decide, and keeps
// no numbers of its own.
package locations

import (
	"embed"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/gate"
)

// Messages are the room's texts.
//
//go:embed messages.*.json
var Messages embed.FS

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Service is the use cases of the room.
type Service struct {
	door   *gate.Gate
	places *places.Service
}

// New makes the service behind its door.
func New(door *gate.Gate, register *places.Service) *Service {
	return &Service{door: door, places: register}
}

// Package migrations holds the one sequence of steps that shapes the store,
// NNNN_room_what.sql. They are written for both engines; a step that cannot be
// comes as a pair NNNN_room_what.sqlite.sql and NNNN_room_what.postgres.sql.
// A step that has been released is never changed.
package migrations

import "embed"

// Files are the steps.
//
//go:embed *.sql
var Files embed.FS

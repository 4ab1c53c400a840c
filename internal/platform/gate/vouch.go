package gate

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"onderdak/internal/platform/db"
)

// place is where an entry stands in the audit.
type place struct {
	book string
	seq  int64
	hash string
}

// vouching is how the seal names another entry.
const vouching = "@"

func (p place) name() string { return fmt.Sprintf("%s%s/%d", vouching, p.book, p.seq) }

// vouch makes the entry of this change name the one written before it through
// the same gate, mostly of another book: so the end of a book cannot be cut off
// together with its head.
func (t *Tx) vouch(last *place) {
	if last == nil {
		return
	}
	hash, err := readSeal(last.hash)
	if err != nil {
		return // a digest made here always reads
	}
	if t.seals == nil {
		t.seals = seals{}
	}
	t.seals[last.name()] = hash
}

// verifyVouched lists the entries that others name and that are gone.
func verifyVouched(ctx context.Context, tx *db.Tx) (wrong []string, err error) {
	named, found := map[string]string{}, map[string]string{}
	_, err = db.All(ctx, tx, sqlPlaces, nil, func(row db.Scanner) (none struct{}, err error) {
		var p place
		var text string
		if err := row.Scan(&p.book, &p.seq, &p.hash, &text); err != nil {
			return none, err
		}
		found[p.name()] = p.hash
		for kind, hash := range readSeals(text) {
			if strings.HasPrefix(kind, vouching) {
				named[kind] = hash.String()
			}
		}
		return none, nil
	})
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if found[name] != named[name] {
			wrong = append(wrong, fmt.Sprintf("audit entry %s: another entry vouches for it, and it is gone or another", strings.TrimPrefix(name, vouching)))
		}
	}
	return wrong, err
}

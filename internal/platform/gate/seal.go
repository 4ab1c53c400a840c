package gate

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// seal is the sum of the digests of some records, whatever their order. The audit
// row of the change that wrote them keeps it, and the chain keeps the audit row:
// so a record altered, removed or added by hand shows, though no record knows
// its neighbours.
type seal [4]uint64

func (s *seal) add(fields []any) {
	var text strings.Builder
	for _, field := range fields {
		word := fmt.Sprint(field)
		fmt.Fprintf(&text, "%d:%s", len(word), word)
	}
	sum := sha256.Sum256([]byte(text.String()))
	for i := range s {
		s[i] += binary.BigEndian.Uint64(sum[8*i:])
	}
}

func (s seal) String() string {
	var text []byte
	for _, part := range s {
		text = binary.BigEndian.AppendUint64(text, part)
	}
	return hex.EncodeToString(text)
}

func readSeal(text string) (s seal, err error) {
	data, err := hex.DecodeString(text)
	if err != nil || len(data) != 8*len(s) {
		return s, fmt.Errorf("gate: %q is no seal", text)
	}
	for i := range s {
		s[i] = binary.BigEndian.Uint64(data[8*i:])
	}
	return s, nil
}

// seals are the seals of one change, by kind of record.
type seals map[string]seal

// Seal binds a record of a kind, by all its fields, to the audit row of this
// change. The record's own moment must be Now, by which a Tally finds the audit
// row again.
func (t *Tx) Seal(kind string, fields ...any) {
	if t.seals == nil {
		t.seals = seals{}
	}
	sum := t.seals[kind]
	sum.add(fields)
	t.seals[kind] = sum
}

// Sealings are what a change has sealed up to some point, and which rows it has
// laid its hands on.
type Sealings struct {
	seals seals
	kept  map[string]*keeping
}

// Sealed is what has been sealed so far, for Unseal.
func (t *Tx) Sealed() Sealings {
	now := Sealings{seals: maps.Clone(t.seals), kept: map[string]*keeping{}}
	for table, kept := range t.kept {
		now.kept[table] = &keeping{kept.Kept, maps.Clone(kept.before)}
	}
	return now
}

// Unseal goes back to what was sealed before, for a change that takes back what
// it wrote since and goes on.
func (t *Tx) Unseal(before Sealings) { t.seals, t.kept = before.seals, before.kept }

// text is the seals as the audit row keeps them; empty where there are none.
func (s seals) text() string {
	var words []string
	for _, kind := range slices.Sorted(maps.Keys(s)) {
		words = append(words, kind+":"+s[kind].String())
	}
	return strings.Join(words, " ")
}

func readSeals(text string) seals {
	found := seals{}
	for _, word := range strings.Fields(text) {
		kind, sum, _ := strings.Cut(word, ":")
		if read, err := readSeal(sum); err == nil { // one that cannot be read was altered, which the chain shows
			found[kind] = read
		}
	}
	return found
}

// Tally compares the records of one kind with what was sealed when they were
// written. Records from before anything was sealed are known by an audit row of
// their moment; that is all that can be said of them.
type Tally struct {
	kind        string
	said, found map[calendar.Instant]*seal
	old         map[calendar.Instant]bool
}

// TallyOf begins the comparison of a kind with what the audit rows have sealed.
func TallyOf(ctx context.Context, tx *db.Tx, kind string) (*Tally, error) {
	rows, err := sealedRows(ctx, tx)
	if err != nil {
		return nil, err
	}
	t := &Tally{kind: kind, said: map[calendar.Instant]*seal{}, found: map[calendar.Instant]*seal{}, old: map[calendar.Instant]bool{}}
	first := calendar.Instant(math.MaxInt64)
	for _, row := range rows {
		if said, any := row.seals[kind]; any {
			sum(t.said, row.at, said)
			first = min(first, row.at)
		}
	}
	for _, row := range rows {
		t.old[row.at] = t.old[row.at] || row.at < first
	}
	return t, nil
}

func sum(into map[calendar.Instant]*seal, at calendar.Instant, more seal) {
	if into[at] == nil {
		into[at] = &seal{}
	}
	into[at].plus(more)
}

// Add counts a record as it stands, by its moment and the fields it was sealed
// with.
func (t *Tally) Add(at calendar.Instant, fields ...any) {
	if t.old[at] {
		return
	}
	var one seal
	one.add(fields)
	sum(t.found, at, one)
}

// Wrong lists the moments of which the records are no longer those that were
// written.
func (t *Tally) Wrong() (wrong []string) {
	var moments []calendar.Instant
	for at, said := range t.said {
		if found := t.found[at]; found == nil || *found != *said {
			moments = append(moments, at)
		}
	}
	for at := range t.found {
		if t.said[at] == nil {
			moments = append(moments, at)
		}
	}
	slices.Sort(moments)
	for _, at := range moments {
		wrong = append(wrong, fmt.Sprintf("%s of %s: altered, removed or added since its audit row was written", t.kind, at.Time().Format("2006-01-02T15:04:05.000000Z07:00")))
	}
	return wrong
}

package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"onderdak/internal/assign"
)

// Certificate is what is proven about a plan, as certificate.json has it.
type Certificate struct {
	Objective     int64         `json:"objective"` // sum of the points of all placements
	Bound         int64         `json:"bound"`     // proven: no plan under the policy has more points
	Gap           float64       `json:"gap"`       // (bound-objective)/bound, 0 when bound is 0
	Baseline      int64         `json:"baseline"`  // points of first come, best free place
	Status        assign.Status `json:"status"`
	Households    int           `json:"households"`
	Placed        int           `json:"placed"`
	Persons       int           `json:"persons"`
	PersonsPlaced int           `json:"persons_placed"`
	Seed          uint64        `json:"seed"`
	InputSHA256   string        `json:"input_sha256"` // over the input in canonical order, the policy and the horizon
	Policy        string        `json:"policy"`       // version of the points policy
	Horizon       int           `json:"horizon"`      // nights, from the earliest arrival
	Seconds       float64       `json:"seconds"`
}

// Write writes the certificate as JSON.
func (c Certificate) Write(w io.Writer) error {
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("plan: certificate: %w", err)
	}
	if _, err := w.Write(append(text, '\n')); err != nil {
		return fmt.Errorf("plan: certificate: %w", err)
	}
	return nil
}

// statusOf follows from the figures alone, so that it can be checked.
func statusOf(objective, bound int64, wanted float64) assign.Status {
	switch {
	case objective == bound:
		return assign.Optimal
	case gap(objective, bound) <= wanted:
		return assign.WithinGap
	}
	return assign.TimeLimit
}

// hash is the SHA-256 of the canonical input, the policy and the horizon: two
// plans with the same hash, seed and program are the same plan.
func (m *model) hash() string {
	sum := sha256.New()
	line := func(format string, args ...any) { fmt.Fprintf(sum, format+"\n", args...) } // a hash never fails to write
	line("onderdak plan 1, policy %q, %d nights", m.policy.Version, m.nights)
	for _, row := range m.policy.Rows {
		line("row %q %d %q %d %d", row.Key, row.Points, row.Unit, row.Limit, row.UpTo)
	}
	for i := range m.in.Locations {
		l := &m.in.Locations[i]
		line("location %q %q %q %q %q %t", l.ID, l.Municipality, l.Name, l.Type, l.Facilities, l.ShortStay)
	}
	for _, c := range m.in.Capacity {
		line("capacity %q %s %q %d", c.Location, c.From, c.Until.String(), c.Places)
	}
	for i := range m.in.Households {
		h := &m.in.Households[i]
		line("household %q %d %s %q %q %q %q %d %q %q", h.ID, h.Persons, h.From, h.Until.String(), h.Needs, h.Wishes, h.Flags, h.WaitingSince, h.Current, h.Excluded)
	}
	codes := make([]string, 0, len(m.in.Carried))
	for code := range m.in.Carried {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		line("carried %q %d", code, m.in.Carried[code])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

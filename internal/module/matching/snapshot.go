package matching

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
)

// The types below are the form in which a snapshot is kept. They are converted
// from and to those of package plan field by field, so that a field added there
// and forgotten here does not compile.
type (
	keptLocation struct {
		ID           string   `json:"id"`
		Municipality string   `json:"municipality"`
		Name         string   `json:"name"`
		Type         string   `json:"type"`
		Facilities   []string `json:"facilities"`
		ShortStay    bool     `json:"short_stay"`
	}
	keptCapacity struct {
		Location string         `json:"location"`
		From     calendar.Night `json:"from"`
		Until    calendar.End   `json:"until"`
		Places   int            `json:"places"`
	}
	keptHousehold struct {
		ID           string         `json:"id"`
		Persons      int            `json:"persons"`
		From         calendar.Night `json:"from"`
		Until        calendar.End   `json:"until"`
		Needs        []string       `json:"needs"`
		Wishes       []string       `json:"wishes"`
		Flags        []string       `json:"flags"`
		WaitingSince calendar.Night `json:"waiting_since"`
		Current      string         `json:"current"`
		Excluded     []string       `json:"excluded"`
	}
	kept struct {
		Version    int             `json:"version"`
		Locations  []keptLocation  `json:"locations"`
		Capacity   []keptCapacity  `json:"capacity"`
		Households []keptHousehold `json:"households"`
		Carried    map[string]int  `json:"carried"`
	}
)

const snapshotVersion = 1

// freeze writes the input as it is kept: JSON, compressed, in base 64 (a column
// of letters is the same on both engines). The digest is of the JSON.
func freeze(in plan.Input) (data, digest string, err error) {
	snapshot := kept{Version: snapshotVersion, Carried: in.Carried}
	for _, l := range in.Locations {
		snapshot.Locations = append(snapshot.Locations, keptLocation(l))
	}
	for _, c := range in.Capacity {
		snapshot.Capacity = append(snapshot.Capacity, keptCapacity(c))
	}
	for _, h := range in.Households {
		snapshot.Households = append(snapshot.Households, keptHousehold(h))
	}
	text, err := json.Marshal(snapshot)
	if err != nil {
		return "", "", fmt.Errorf("matching: snapshot: %w", err)
	}
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write(text); err != nil {
		return "", "", fmt.Errorf("matching: snapshot: %w", err)
	}
	if err := writer.Close(); err != nil {
		return "", "", fmt.Errorf("matching: snapshot: %w", err)
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes()), digestOf(text), nil
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// thaw reads a snapshot back and refuses one that is not what was frozen.
func thaw(data, digest string) (in plan.Input, err error) {
	packed, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return in, fmt.Errorf("matching: snapshot: %w", err)
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return in, fmt.Errorf("matching: snapshot: %w", err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		return in, fmt.Errorf("matching: snapshot: %w", err)
	}
	if digestOf(text) != digest {
		return in, fmt.Errorf("matching: the snapshot is not the one that was frozen")
	}
	var snapshot kept
	if err := json.Unmarshal(text, &snapshot); err != nil {
		return in, fmt.Errorf("matching: snapshot: %w", err)
	}
	if snapshot.Version != snapshotVersion {
		return in, fmt.Errorf("matching: snapshot version %d is not known", snapshot.Version)
	}
	in.Carried = snapshot.Carried
	for _, l := range snapshot.Locations {
		in.Locations = append(in.Locations, plan.Location(l))
	}
	for _, c := range snapshot.Capacity {
		in.Capacity = append(in.Capacity, plan.Capacity(c))
	}
	for _, h := range snapshot.Households {
		in.Households = append(in.Households, plan.Household(h))
	}
	return in, nil
}

// nightArgs are the arguments of plan's texts that are dates. JSON has one kind
// of number; without this a date would be shown as one.
var nightArgs = map[string]bool{"night": true, "from": true, "until": true}

// Revive gives the arguments of stored texts their types back.
func Revive(args map[string]any) {
	for name, value := range args {
		number, ok := value.(float64)
		switch {
		case !ok:
		case nightArgs[name]:
			args[name] = calendar.Night(number)
		case number == float64(int(number)):
			args[name] = int(number)
		}
	}
}

func (w *WhyHere) revive() {
	for _, line := range w.Lines {
		Revive(line.Args)
	}
	if w.Next != nil {
		Revive(w.Next.Says.Args)
	}
}

func reviveAll(texts []plan.Text) {
	for _, text := range texts {
		Revive(text.Args)
	}
}

package assign

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// rawHead is the first line of a raw problem.
type rawHead struct {
	Nights    *int          `json:"nights"`
	Resources []rawResource `json:"resources"`
}

type rawResource struct {
	ID       string    `json:"id"`
	Capacity [][]int64 `json:"capacity"` // [from, until, amount]
}

// rawHousehold is one further line.
type rawHousehold struct {
	ID      string      `json:"id"`
	From    *int        `json:"from"`
	Until   *int        `json:"until"`
	Options []rawOption `json:"options"`
}

type rawOption struct {
	ID     string   `json:"id"`
	Points *int64   `json:"points"`
	Uses   []rawUse `json:"uses"`
}

// rawUse is the pair [resource id, amount].
type rawUse struct {
	Resource string
	Amount   int64
}

func (u *rawUse) UnmarshalJSON(text []byte) error {
	var pair []json.RawMessage
	if err := json.Unmarshal(text, &pair); err != nil || len(pair) != 2 {
		return fmt.Errorf("a use must be [resource id, amount], not %s", text)
	}
	if err := json.Unmarshal(pair[0], &u.Resource); err != nil {
		return fmt.Errorf("the resource of a use must be a string, not %s", pair[0])
	}
	if err := json.Unmarshal(pair[1], &u.Amount); err != nil || pair[1][0] == 'n' {
		return fmt.Errorf("the amount of a use must be a whole number, not %s", pair[1])
	}
	return nil
}

// reader turns lines into a problem.
type reader struct {
	lines      *bufio.Reader
	most       int // bytes of one line
	line       int
	problem    *Problem
	resources  map[string]int
	households map[string]bool
	options    map[string]bool
}

// ReadProblem reads a raw problem: newline-delimited JSON, first the nights and
// resources, then one household per line. Errors name the line. Unknown fields
// and blank lines are ignored.
func ReadProblem(in io.Reader) (*Problem, error) { return readProblem(in, maxLine) }

func readProblem(in io.Reader, most int) (*Problem, error) {
	r := &reader{
		lines: bufio.NewReaderSize(in, min(most, 1<<20)), most: most, problem: &Problem{},
		resources: map[string]int{}, households: map[string]bool{}, options: map[string]bool{},
	}
	text, err := r.next()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("line 1: the file is empty; the first line must hold nights and resources")
	}
	for parse := r.head; err == nil; parse = r.household {
		if err = parse(text); err != nil {
			return nil, fmt.Errorf("line %d: %w", r.line, err)
		}
		text, err = r.next()
	}
	if !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: %w", r.line+1, err)
	}
	if err := r.problem.checkHouseholds(); err != nil {
		return nil, err // only sums are left to go wrong
	}
	return r.problem, nil
}

// maxLine is how many bytes a line may have: far more than the resources of any
// nation, and little enough for a file without line ends to be refused rather
// than taken into memory.
const maxLine = 256 << 20

// whole returns the next line with its end.
func (r *reader) whole() (text []byte, err error) {
	for {
		piece, err := r.lines.ReadSlice('\n')
		if text = append(text, piece...); !errors.Is(err, bufio.ErrBufferFull) {
			return text, err
		}
		if len(text) > r.most {
			return nil, fmt.Errorf("the line is longer than %d bytes; every household must stand on a line of its own", r.most)
		}
	}
}

// next returns the next line that is not blank.
func (r *reader) next() ([]byte, error) {
	for {
		text, err := r.whole()
		if err != nil && (!errors.Is(err, io.EOF) || len(text) == 0) {
			return nil, err
		}
		r.line++
		if r.line == 1 {
			text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
		}
		if text = bytes.TrimSpace(text); len(text) > 0 {
			return text, nil
		}
	}
}

// decode parses one line into v, in plain words when it cannot.
func decode(text []byte, v any) error {
	err := json.Unmarshal(text, v)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("%s must be %s, not a JSON %s", fieldName(wrong.Field), wanted(wrong.Type.String()), wrong.Value)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("not valid JSON at byte %d: %w", syntax.Offset, err)
	}
	return err
}

func fieldName(field string) string {
	if field == "" {
		return "the line"
	}
	return field
}

func wanted(kind string) string {
	switch {
	case strings.HasPrefix(kind, "int"):
		return "a whole number"
	case strings.HasPrefix(kind, "["):
		return "a list"
	case kind == "string":
		return "a string"
	}
	return "an object"
}

func (r *reader) head(text []byte) error {
	var head rawHead
	if err := decode(text, &head); err != nil {
		return err
	}
	if head.Nights == nil {
		return errors.New("nights is missing: the first line must hold nights and resources")
	}
	r.problem.Nights = *head.Nights
	for i, raw := range head.Resources {
		if raw.ID == "" {
			return fmt.Errorf("resource number %d has no id", i+1)
		}
		if _, twice := r.resources[raw.ID]; twice {
			return fmt.Errorf("resource %q: the id occurs twice", raw.ID)
		}
		r.resources[raw.ID] = i
		res := Resource{ID: raw.ID}
		for _, c := range raw.Capacity {
			if len(c) != 3 {
				return fmt.Errorf("resource %q: capacity must be [from, until, amount], not %v", raw.ID, c)
			}
			if c[0] < 0 || c[1] > MaxNights {
				return fmt.Errorf("resource %q: capacity from night %d until night %d lies outside 0 to %d", raw.ID, c[0], c[1], r.problem.Nights)
			}
			res.Capacity = append(res.Capacity, Span{int(c[0]), int(c[1]), c[2]})
		}
		r.problem.Resources = append(r.problem.Resources, res)
	}
	return r.problem.checkResources()
}

func (r *reader) household(text []byte) error {
	var raw rawHousehold
	if err := decode(text, &raw); err != nil {
		return err
	}
	if err := fresh(r.households, raw.ID); err != nil {
		return fmt.Errorf("household %q: %w", raw.ID, err)
	}
	if raw.From == nil || raw.Until == nil {
		return fmt.Errorf("household %q: from or until is missing", raw.ID)
	}
	h := Household{ID: raw.ID, From: *raw.From, Until: *raw.Until, Options: make([]Option, 0, len(raw.Options))}
	clear(r.options)
	for _, option := range raw.Options {
		o, err := r.option(option)
		if err != nil {
			return fmt.Errorf("household %q: option %q: %w", raw.ID, option.ID, err)
		}
		h.Options = append(h.Options, o)
	}
	if _, _, err := r.problem.checkHousehold(&h); err != nil {
		return fmt.Errorf("household %q: %w", raw.ID, err)
	}
	r.problem.Households = append(r.problem.Households, h)
	return nil
}

func (r *reader) option(raw rawOption) (Option, error) {
	if err := fresh(r.options, raw.ID); err != nil {
		return Option{}, err
	}
	if raw.Points == nil {
		return Option{}, errors.New("points is missing")
	}
	o := Option{ID: raw.ID, Points: *raw.Points}
	for _, u := range raw.Uses {
		number, ok := r.resources[u.Resource]
		if !ok {
			return Option{}, fmt.Errorf("uses the unknown resource %q", u.Resource)
		}
		o.Uses = append(o.Uses, Use{number, u.Amount})
	}
	return o, nil
}

// rawResult is the first line of a raw result.
type rawResult struct {
	Objective int64   `json:"objective"`
	Bound     float64 `json:"bound"`
	Gap       float64 `json:"gap"`
	Baseline  int64   `json:"baseline"`
	Status    Status  `json:"status"`
	Seconds   float64 `json:"seconds"`
}

// rawChoice is one further line: a household that got an option.
type rawChoice struct {
	ID     string `json:"id"`
	Option string `json:"option"`
}

// WriteResult writes the raw result: the figures, then one line per household
// that got an option, in the order of the problem.
func WriteResult(out io.Writer, p *Problem, r *Result) error {
	buffered := bufio.NewWriterSize(out, 1<<20)
	lines := json.NewEncoder(buffered)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(rawResult{r.Objective, r.Bound, r.Gap, r.Baseline, r.Status, r.Seconds}); err != nil {
		return err
	}
	for h, o := range r.Choice {
		if o < 0 {
			continue
		}
		if err := lines.Encode(rawChoice{p.Households[h].ID, p.Households[h].Options[o].ID}); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// WriteProblem writes p as a raw problem, which ReadProblem reads back.
func WriteProblem(out io.Writer, p *Problem) error {
	buffered := bufio.NewWriterSize(out, 1<<20)
	lines := json.NewEncoder(buffered)
	lines.SetEscapeHTML(false)
	head := rawHead{Nights: &p.Nights, Resources: []rawResource{}}
	for i := range p.Resources {
		raw := rawResource{ID: p.Resources[i].ID, Capacity: [][]int64{}}
		for _, s := range p.Resources[i].Capacity {
			raw.Capacity = append(raw.Capacity, []int64{int64(s.From), int64(s.Until), s.Amount})
		}
		head.Resources = append(head.Resources, raw)
	}
	if err := lines.Encode(head); err != nil {
		return err
	}
	for i := range p.Households {
		if err := lines.Encode(p.rawHousehold(i)); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

func (p *Problem) rawHousehold(i int) rawHousehold {
	h := &p.Households[i]
	raw := rawHousehold{ID: h.ID, From: &h.From, Until: &h.Until, Options: []rawOption{}}
	for j := range h.Options {
		o := rawOption{ID: h.Options[j].ID, Points: &h.Options[j].Points, Uses: []rawUse{}}
		for _, u := range h.Options[j].Uses {
			o.Uses = append(o.Uses, rawUse{p.Resources[u.Resource].ID, u.Amount})
		}
		raw.Options = append(raw.Options, o)
	}
	return raw
}

// MarshalJSON writes the pair.
func (u rawUse) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{u.Resource, u.Amount})
}

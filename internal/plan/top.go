package plan

// ranked is the index of something with what it is ranked by: least first,
// then least then.
type ranked struct {
	index int
	first int64
	then  float64
}

func (a ranked) before(b ranked) bool {
	return a.first < b.first || a.first == b.first && a.then < b.then
}

// top keeps the few best ranked of many, best first.
type top struct {
	list  []ranked
	count int
}

func newTop(count int) *top { return &top{make([]ranked, 0, count+1), count} }

// add takes r in; when that makes one too many, it gives the last one back.
func (t *top) add(r ranked) (out ranked, full bool) {
	if len(t.list) == t.count && !r.before(t.list[t.count-1]) {
		return r, true
	}
	t.list = append(t.list, r)
	for i := len(t.list) - 1; i > 0 && r.before(t.list[i-1]); i-- {
		t.list[i], t.list[i-1] = t.list[i-1], r
	}
	if len(t.list) <= t.count {
		return ranked{}, false
	}
	out = t.list[t.count]
	t.list = t.list[:t.count]
	return out, true
}

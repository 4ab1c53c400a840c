package reading

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"onderdak/internal/post"
)

func letterOf(t *testing.T, path string) post.Letter {
	data, err := os.ReadFile(filepath.Join("/tmp/rd/conv", filepath.Base(path)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		FromName  string `json:"from_name"`
		FromEmail string `json:"from_email"`
		Subject, Text, Kind string
		Quoted    int
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return post.Letter{From: post.Address{Name: m.FromName, Email: m.FromEmail}, Subject: m.Subject, Text: m.Text, Quoted: m.Quoted, Kind: post.Kind(m.Kind)}
}

func TestMeasure(t *testing.T) {
	sums, bins, n := measure(t, "/tmp/rd/offers", testing.Verbose())
	t.Logf("%d mails\n%s", n, table(t, sums))
	for i, b := range bins {
		if b.right+b.wrong > 0 {
			t.Logf("confidence %.1f: %d of %d right (%.2f)", float64(i)/10, b.right, b.right+b.wrong, b.precision())
		}
	}
}

package picture

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"onderdak/internal/fairshare"
	"onderdak/internal/module/places"
)

func TestSharesAddUpFromTownToNation(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		for _, needed := range []int{0, 50_000} {
			nation, err := h.FairShare(ctx, people["council"], "NL", needed)
			h.must(err)
			sum, carried := 0, 0
			for _, share := range nation.Shares {
				sum += share.Target
				carried += share.Carried
				region, err := h.FairShare(ctx, people["council"], share.Code, needed)
				h.must(err)
				towns := 0
				for _, town := range region.Shares {
					towns += town.Target
				}
				if towns != share.Target || region.Whole != share {
					t.Errorf("%s: its towns are asked %d, it is asked %d", share.Code, towns, share.Target)
				}
			}
			want := needed
			if needed == 0 {
				want = 507
			}
			if sum != want || carried != 507 || nation.Whole.Target != want {
				t.Errorf("targets %d, carried %d", sum, carried)
			}
		}
	})
}

func TestTheShareIsExplained(t *testing.T) {
	each(t, func(h *house) {
		if got := h.page("council", "nl", "/verdeling").heading(); got != "Er zijn nog geen plekken gerealiseerd" {
			t.Errorf("empty: %q", got)
		}
		h.normal()
		page := h.page("council", "nl", "/verdeling")
		if got := page.heading(); got != "22 van de 25 regio's hebben minder plekken dan hun deel" {
			t.Errorf("heading %q", got)
		}
		words := page.words()
		for _, want := range []string{"verdeelsleutel 1", "het minst:", "het meest: Utrecht", "gemiddeld: Nederland", "twee keer zo hoog streefgetal", "507 plekken te verdelen"} {
			if !strings.Contains(words, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		view, err := h.National(ctx, people["council"], Question{Rung: places.Realised})
		h.must(err)
		share := fairshare.Divide(507, parties(view.Parts))[8]
		row := page.row("Utrecht")
		if len(row) != 7 || row[3] != "435" || share.Code != "VR09" || share.ToDo() != 0 {
			t.Errorf("%v, %+v", row, share)
		}
		short := 0
		for _, share := range fairshare.Divide(507, parties(view.Parts)) {
			short += share.ToDo()
		}
		if total := page.row("Nederland"); total[4] != fmt.Sprint(short) || !strings.Contains(words, fmt.Sprintf("samen nog %d plekken nodig", short)) {
			t.Errorf("the total to do is %v, want %d", total, short)
		}
		for _, lang := range languages {
			h.page("regional", lang, "/regios/VR09/verdeling?nodig=60000")
			h.page("national", lang, "/verdeling?nodig=60000")
		}
		wrong := h.visit("council", "nl", "/verdeling?nodig=veel")
		if wrong.Code != http.StatusUnprocessableEntity || !strings.Contains(wrong.Body.String(), "Vul een aantal in van 1 tot en met 999.999.") {
			t.Errorf("a wrong number: %d", wrong.Code)
		}
		file := h.visit("council", "nl", "/verdeling.csv?regio=VR09&nodig=60000")
		if lines := strings.Split(strings.TrimSpace(file.Body.String()), "\n"); file.Code != 200 || len(lines) != 28 || !strings.HasPrefix(lines[27], "VR09,Utrecht,1,") {
			t.Errorf("%d: %v", file.Code, lines)
		}
		for path, want := range map[string]int{"/verdeling.csv?nodig=x": 422, "/regios/VR99/verdeling": 404, "/verdeling.csv?regio=VR99": 404} {
			if got := h.visit("council", "nl", path).Code; got != want {
				t.Errorf("%s: %d", path, got)
			}
		}
	})
}

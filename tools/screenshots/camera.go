package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"onderdak/internal/app"
)

// camera is a browser for each role: they share no cookies.
type camera struct {
	base     string
	options  []chromedp.ExecAllocatorOption
	links    map[string]string
	sessions map[string]context.Context
	ends     []context.CancelFunc
	page     context.Context // of the last page opened
}

func newCamera(base string, links []app.DemoLink) (*camera, error) {
	binary, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	c := &camera{base: base, links: map[string]string{}, sessions: map[string]context.Context{}}
	c.options = []chromedp.ExecAllocatorOption{chromedp.ExecPath(binary), chromedp.DisableGPU, chromedp.Flag("disable-dev-shm-usage", true)}
	if os.Geteuid() == 0 {
		c.options = append(c.options, chromedp.NoSandbox)
	}
	for _, link := range links {
		c.links[link.Role] = link.Link
	}
	return c, nil
}

func (c *camera) close() {
	for _, end := range c.ends {
		end()
	}
}

// as gives the browser of a role, signed in.
func (c *camera) as(role string) (context.Context, error) {
	if page, known := c.sessions[role]; known {
		return page, nil
	}
	page, end := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(c.options...))
	c.ends = append(c.ends, end)
	if err := chromedp.Do(page); err != nil {
		return nil, err
	}
	if role != stranger {
		err := chromedp.Do(page, chromedp.Navigate(c.links[role]), chromedp.Click(chromedp.CSS("main form button")),
			chromedp.WaitReady(chromedp.CSS(".account__who")))
		if err != nil {
			return nil, fmt.Errorf("%s cannot sign in: %w", role, err)
		}
	}
	c.sessions[role] = page
	return page, nil
}

// open goes to the page of a shot.
func (c *camera) open(s shot) error {
	page, err := c.as(s.role)
	if err != nil {
		return err
	}
	c.page = page
	language := network.SetCookieParams{Name: "taal", Value: cmp.Or(s.lang, "nl"), URL: c.base}
	if _, err := chromedp.Call(page, network.SetCookie, language); err != nil {
		return err
	}
	if err := chromedp.Do(page, chromedp.EmulateViewport(s.width, s.height)); err != nil {
		return err
	}
	if err := c.visit(s.path); err != nil || s.link == "" {
		return err
	}
	found := fmt.Sprintf(`[...document.querySelectorAll("main a[href^='%s']")].map(a => a.getAttribute("href")).find(h => !h.includes("?")) || ""`, s.link)
	address, err := chromedp.Run(page, chromedp.Evaluate[string](found))
	if err != nil {
		return err
	}
	if address == "" {
		return errNoPage
	}
	return c.visit(address)
}

// visit goes to an address; one that is not found is no page of this house.
func (c *camera) visit(address string) error {
	if err := chromedp.Do(c.page, chromedp.Navigate(c.base+address), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
		return err
	}
	const status = `performance.getEntriesByType("navigation")[0].responseStatus`
	if got, err := chromedp.Run(c.page, chromedp.Evaluate[int](status)); err != nil || got == 404 {
		return cmp.Or(err, errNoPage)
	}
	return nil
}

// take writes a picture of what the window shows, in few colours: README is read
// on slow lines too.
func (c *camera) take(file string) error {
	shown, err := chromedp.Run(c.page, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	picture, err := png.Decode(bytes.NewReader(shown))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, paletted(picture)); err != nil {
		return err
	}
	if out.Len() > largestPicture {
		return fmt.Errorf("%s would take %d bytes, more than %d", file, out.Len(), largestPicture)
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

const (
	largestPicture = 150_000
	mostColours    = 128
)

// paletted draws a picture in the colours it uses most. Screens are of few
// colours; what is lost are shades at the edges of letters.
func paletted(picture image.Image) image.Image {
	bounds := picture.Bounds()
	counts := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA) }
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[at(x, y)]++
		}
	}
	used := make([]color.RGBA, 0, len(counts))
	for shade := range counts {
		used = append(used, shade)
	}
	slices.SortFunc(used, func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	palette := make(color.Palette, 0, mostColours)
	for _, shade := range used[:min(mostColours, len(used))] {
		palette = append(palette, shade)
	}
	nearest := make(map[color.RGBA]uint8, len(used))
	for _, shade := range used {
		nearest[shade] = uint8(palette.Index(shade))
	}
	drawn := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			drawn.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	return drawn
}

// printed writes the page as it comes out of a printer.
func (c *camera) printed(file string) error {
	sheet, err := chromedp.Run(c.page, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		return err
	}
	return os.WriteFile(file, sheet, 0o644)
}

// forced writes a picture of the whole page in colours of the reader's own.
func (c *camera) forced(file string) error {
	media := func(features ...*emulation.MediaFeature) error {
		_, err := chromedp.Call(c.page, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		return err
	}
	if err := media(&emulation.MediaFeature{Name: "forced-colors", Value: "active"}); err != nil {
		return err
	}
	time.Sleep(settle)
	picture, err := chromedp.Run(c.page, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		return err
	}
	return media()
}

// settle is how long the browser may take to draw in other colours.
const settle = 100 * time.Millisecond

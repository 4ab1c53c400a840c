// Command screenshots makes the pictures of README and docs from the demo, so
// that they stay true: go run ./tools/screenshots.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"

	"onderdak/internal/app"
	"onderdak/internal/platform/mail"
)

// shot is one picture: a page as one role sees it.
type shot struct {
	file, role, path string
	width, height    int64
}

var shots = []shot{
	{"picture.png", "national_desk", "/", 1280, 1000},
	{"picture-phone.png", "national_desk", "/", 390, 844},
	{"region.png", "regional_coordinator", "/regios/VR17", 1280, 900},
	{"location.png", "location_staff", "/locaties", 1280, 900},
	{"households.png", "national_desk", "/huishoudens", 1280, 900},
	{"run.png", "national_desk", "/matchrondes", 1280, 900},
	{"offers.png", "national_desk", "/aanbiedingen", 1280, 900},
}

func main() {
	out := flag.String("out", "docs/images", "folder the pictures go to")
	households := flag.Int("households", 2500, "size of the demo")
	flag.Parse()
	if err := run(*out, *households); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(out string, households int) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "onderdak-screenshots-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	began, morning := time.Now(), app.DemoClock().Time()
	house, err := app.Open(ctx, app.Config{
		Database: "sqlite:" + filepath.Join(folder, "store.db"), Base: "http://" + listener.Addr().String(),
		Now: func() time.Time { return morning.Add(time.Since(began)) },
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Mail: mail.NewPrinter(io.Discard),
	}, true)
	if err != nil {
		return err
	}
	defer house.Close()
	made, err := house.Demo(ctx, app.DemoSettings{Households: households, Seed: 1})
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- house.Serve(ctx, listener) }()
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	links := map[string]string{}
	for _, link := range made.Links {
		links[link.Role] = link.Link
	}
	if err := photograph("http://"+listener.Addr().String(), out, links); err != nil {
		return err
	}
	stop()
	return <-served
}

func photograph(base, out string, links map[string]string) error {
	binary, err := exec.LookPath("chromium")
	if err != nil {
		return err
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(binary), chromedp.DisableGPU, chromedp.Flag("disable-dev-shm-usage", true)}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	sessions := map[string]context.Context{}
	for _, s := range shots {
		page, known := sessions[s.role]
		if !known {
			// A browser of its own for each role: they share no cookies.
			fresh, end := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(options...))
			defer end()
			err := chromedp.Do(fresh, chromedp.Navigate(links[s.role]), chromedp.Click(chromedp.CSS("main form button")),
				chromedp.WaitReady(chromedp.CSS(".account__who")))
			if err != nil {
				return fmt.Errorf("%s cannot sign in: %w", s.role, err)
			}
			sessions[s.role], page = fresh, fresh
		}
		if err := take(page, base+s.path, filepath.Join(out, s.file), s.width, s.height); err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
	}
	return nil
}

func take(page context.Context, address, file string, width, height int64) error {
	err := chromedp.Do(page, chromedp.EmulateViewport(width, height), chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("main")))
	if err != nil {
		return err
	}
	picture, err := chromedp.Run(page, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(file, picture, 0o644)
}

// Command screenshots makes the pictures of README and docs from the demo, so
// that they stay true:
//
//	go run ./tools/screenshots            the pictures of docs/images
//	go run ./tools/screenshots -snapshots on paper and in forced colours, every
//	                                      page, into .cache/snapshots: to look at
//
// A page that this version of the house does not have is left out.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"onderdak/internal/app"
	"onderdak/internal/platform/mail"
)

func main() {
	out := flag.String("out", "docs/images", "folder the pictures go to")
	households := flag.Int("households", 2500, "size of the demo")
	snapshots := flag.Bool("snapshots", false, "every page on paper and in forced colours, into .cache/snapshots")
	flag.Parse()
	work := func(c *camera) error { return c.pictures(*out) }
	if *snapshots {
		work = func(c *camera) error { return c.snapshots(filepath.Join(".cache", "snapshots")) }
	}
	if err := run(*households, work); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

// run serves a demo and lets the camera work.
func run(households int, work func(*camera) error) error {
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
		TrustedServer: app.DemoMailServer,
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
	c, err := newCamera("http://"+listener.Addr().String(), made.Links)
	if err != nil {
		return err
	}
	defer c.close()
	if err := work(c); err != nil {
		return err
	}
	stop()
	return <-served
}

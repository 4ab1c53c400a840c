package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// shot is one picture: a page as one role sees it. A page of a single thing is
// reached through the first link on path that begins with link.
type shot struct {
	file, role, path, link string
	lang                   string // empty: Dutch
	width, height          int64
}

// stranger is the role of somebody who is not signed in.
const stranger = ""

const (
	desk, tall = 1280, 900
	phone      = 390
	phoneTall  = 844
)

// shots are the pictures of README and docs.
var shots = []shot{
	{file: "picture", role: "national_desk", path: "/", width: desk, height: 1000},
	{file: "picture-phone", role: "national_desk", path: "/", width: phone, height: phoneTall},
	{file: "region", role: "regional_coordinator", path: "/", link: "/regios/", width: desk, height: tall},
	{file: "locations", role: "municipal_coordinator", path: "/locaties", width: desk, height: tall},
	{file: "location", role: "location_staff", path: "/locaties", link: "/locaties/", width: desk, height: tall},
	{file: "location-phone", role: "location_staff", path: "/locaties", link: "/locaties/", width: phone, height: phoneTall},
	{file: "households", role: "national_desk", path: "/huishoudens", width: desk, height: tall},
	{file: "run", role: "national_desk", path: "/matchrondes", link: "/matchrondes/0", width: desk, height: tall},
	{file: "offers", role: "national_desk", path: "/aanbiedingen", width: desk, height: tall},
	{file: "workbench", role: "regional_coordinator", path: "/plaatsen", width: desk, height: tall},
	{file: "workbench-phone", role: "regional_coordinator", path: "/plaatsen", width: phone, height: phoneTall},
	{file: "decision", role: "national_desk", path: "/plaatsen", link: "/plaatsen/H", width: desk, height: 1000},
	{file: "postvak", role: "national_desk", path: "/postvak", link: "/postvak/0", width: desk, height: 1100},
	{file: "transports", role: "national_desk", path: "/transporten", width: desk, height: tall},
	{file: "registration", role: stranger, path: "/aanmelden", width: desk, height: tall},
	{file: "registration-phone", role: stranger, path: "/aanmelden", lang: "uk", width: phone, height: phoneTall},
}

// sights are the pages of which paper and forced colours are looked at.
var sights = append([]shot{
	{file: "places-form", role: "location_staff", path: "/locaties", link: "/locaties/"},
	{file: "offer", role: "national_desk", path: "/aanbiedingen", link: "/aanbiedingen/"},
	{file: "household", role: "national_desk", path: "/huishoudens", link: "/huishoudens/"},
	{file: "points", role: "national_desk", path: "/matchrondes/puntentelling"},
	{file: "sign-in", role: stranger, path: "/inloggen"},
	{file: "help", role: stranger, path: "/hulp"},
}, shots...)

// errNoPage says that the house has no such page.
var errNoPage = errors.New("no such page")

// pictures makes every picture.
func (c *camera) pictures(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, s := range shots {
		err := c.open(s)
		if errors.Is(err, errNoPage) {
			fmt.Fprintln(os.Stderr, "left out:", s.path)
			continue
		}
		if err == nil {
			err = c.take(filepath.Join(folder, s.file+".png"))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
	}
	return nil
}

// snapshots makes a PDF as it would be printed, and a picture in forced colours,
// of every page.
func (c *camera) snapshots(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, s := range sights {
		s.width, s.height = desk, tall
		err := c.open(s)
		if errors.Is(err, errNoPage) {
			continue
		}
		if err == nil {
			err = errors.Join(c.printed(filepath.Join(folder, s.file+".pdf")), c.forced(filepath.Join(folder, s.file+"-forced.png")))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
	}
	return nil
}

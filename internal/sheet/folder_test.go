package sheet

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var folder = flag.String("sheets", "", "a `folder` of spreadsheets that others made, for BenchmarkFolder")

// BenchmarkFolder reads every spreadsheet below a folder and tells what became of
// it; with -v each file.
func BenchmarkFolder(b *testing.B) {
	if *folder == "" {
		b.Log("name a folder with -sheets")
		return
	}
	for b.Loop() {
		counts := map[string]int{}
		var slowest time.Duration
		err := filepath.WalkDir(*folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !isSheetName(path) {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			start := time.Now()
			book, err := Read(filepath.Base(path), data)
			spent := time.Since(start)
			slowest = max(slowest, spent)
			outcome := "opened"
			var known *Error
			if errors.As(err, &known) {
				outcome = known.Code
			}
			counts[strings.ToLower(filepath.Ext(path))+" "+outcome]++
			b.Logf("%s\t%s\t%v\t%v\t%d sheets, %d cells\t%v", outcome, path, err, spent.Round(time.Millisecond), len(book.Sheets), cellsOf(book), book.Warnings)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%v, slowest %v", counts, slowest)
	}
}

func isSheetName(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots", ".fods", ".csv", ".tsv", ".xls", ".xlsb":
		return true
	}
	return false
}

func cellsOf(book Book) (n int) {
	for _, sheet := range book.Sheets {
		for _, row := range sheet.Rows {
			for _, text := range row {
				if text != "" {
					n++
				}
			}
		}
	}
	return n
}

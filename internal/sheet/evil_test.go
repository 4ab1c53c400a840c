package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What one file may cost.
const (
	mostMemory = 64 << 10 // KiB of the whole process, the program itself included
	mostTime   = time.Second
)

// evil are files made to hurt, with what becomes of them: the code of an error, or
// "" for a book.
func evil() map[string]struct {
	data []byte
	code string
} {
	cell := `<c r="A1"><v>1</v></c>`
	wideRow := "<row>" + repeated(`<c><v>12345</v></c>`, 25) + "</row>"
	textRow := func(i int) string {
		return "<row>" + repeated(fmt.Sprintf(`<c t="inlineStr"><is><t>plek %d</t></is></c>`, i), 25) + "</row>"
	}
	var texts strings.Builder
	for i := range 16_000 {
		texts.WriteString(textRow(i))
	}
	var strings250 strings.Builder
	for i := range 250_000 {
		fmt.Fprintf(&strings250, "<si><t>tekst nummer %d</t></si>", i)
	}
	var sheets []string
	for range 3_000 {
		sheets = append(sheets, "<sheetData><row>"+cell+"</row></sheetData>")
	}
	var list strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&list, `<sheet name="S%d" sheetId="%d" r:id="rId1"/>`, i, i)
	}
	var full strings.Builder
	for i := range 4_800 {
		fmt.Fprintf(&full, "<si><t>%d %s</t></si>", i, mixed(1_000))
	}
	wideGap := `<row><c r="IV1" t="s"><v>0</v></c></row>`
	merges := repeated(`<mergeCell ref="A1:XFD1048576"/>`, 100_000)
	parts := make([]zipPart, 60_000)
	for i := range parts {
		parts[i] = zipPart{name: strconv.Itoa(i), stored: true}
	}
	overlap := []zipPart{text("xl/workbook.xml", "<workbook/>"), {name: "xl/a.xml", body: bytes.Repeat([]byte{' '}, 1<<20)}}
	for i := range 200 {
		overlap = append(overlap, zipPart{name: fmt.Sprintf("xl/worksheets/%d.xml", i), body: overlap[1].body, sameAs: 2})
	}
	lies := zipPart{name: "xl/sharedStrings.xml", body: []byte("<sst>" + repeated("<si/>", 1_000_000) + "</sst>"), declared: 100}
	type file = struct {
		data []byte
		code string
	}
	return map[string]file{
		"all cells, numbers":    {oneSheet(repeated(wideRow, 20_000)), ""},
		"all cells, texts":      {oneSheet(texts.String()), ""},
		"many shared strings":   {xlsxOf([]string{"<sheetData/>"}, text("xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+strings250.String()+"</sst>")), ""},
		"all limits at once":    {xlsxOf([]string{"<sheetData>" + numbers(500_000) + "</sheetData>"}, text("xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+full.String()+"</sst>"), zipPart{name: "xl/media/a.jpg", body: bytes.Repeat([]byte{1}, 5<<20), stored: true}), ""},
		"empty shared strings":  {xlsxOf([]string{"<sheetData/>"}, text("xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+repeated("<si/>", 6_000_000)+"</sst>")), TooLarge},
		"zip bomb":              {xlsxOf([]string{"<sheetData>" + repeated(" ", 64<<20) + "</sheetData>"}), TooLarge},
		"bomb within ratio":     {xlsxOf([]string{"<sheetData>" + repeated("<row><c/><d/><e/><f/></row>", 1_000_000) + "</sheetData>"}), ""},
		"bomb that lies":        {xlsxOf([]string{"<sheetData/>"}, lies), NotASheet},
		"sixty thousand parts":  {zipOf(parts...), TooLarge},
		"overlapping parts":     {zipOf(overlap...), NotASheet},
		"nested zip":            {xlsxOf([]string{"<sheetData><row>" + cell + "</row></sheetData>"}, zipPart{name: "xl/embeddings/in.zip", body: zipOf(text("a", repeated("x", 50<<20)))}), ""},
		"entity bomb":           {xlsxOf([]string{"<sheetData/>"}, text("xl/sharedStrings.xml", `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`)), NotASheet},
		"three thousand sheets": {xlsxOf(sheets), ""},
		"ten thousand names":    {xlsxOf([]string{"<sheetData><row>" + cell + "</row></sheetData>"}, text("xl/workbook.xml", "<workbook "+mainNS+"><sheets>"+list.String()+"</sheets></workbook>")), ""},
		"fifty times all cells": {xlsxOf([]string{"<sheetData>" + repeated(wideRow, 20_000) + "</sheetData>"}, text("xl/workbook.xml", "<workbook "+mainNS+"><sheets>"+list.String()+"</sheets></workbook>")), ""},
		"last column only":      {xlsxOf([]string{"<sheetData>" + repeated(wideGap, 20_000) + "</sheetData>"}, text("xl/sharedStrings.xml", "<sst><si><t>"+repeated("x", 2_000)+"</t></si></sst>")), ""},
		"far corner":            {oneSheet(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`), ""},
		"merged to the corner":  {xlsxOf([]string{`<sheetData>` + repeated(`<row><c t="str"><v>a</v></c></row><row><c r="B2"><v>1</v></c></row>`, 10_000) + `</sheetData><mergeCells>` + merges + `</mergeCells>`}), ""},
		"deep nesting":          {oneSheet(repeated("<a>", 5_000_000)), ""},
		"long tag":              {oneSheet(`<row a="` + repeated(">", 20<<20) + `"/>`), ""},
		"many long tags":        {oneSheet(repeated(`<row a="`+repeated(">", 60_000)+`"/>`, 300)), TooLarge},
		"long mixed tags":       {oneSheet(repeated(`<row a="`+mixed(60_000)+`"/>`, 250)), ""},
		"many attributes":       {oneSheet(repeated(`<c `+repeated(`a="" `, 190)+`/>`, 20_000)), ""},
		"one long text":         {oneSheet(`<row><c t="inlineStr"><is><t>` + repeated("&amp;", 5<<20) + `</t></is></c></row>`), ""},
		"long comment":          {oneSheet("<!--" + repeated("-", 20<<20) + "-->"), TooLarge},
		"ods rows repeated":     {odsOf(`<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>` + repeated("x", 1999) + `</text:p></table:table-cell></table:table-row></table:table>`), ""},
		"ods spaces":            {odsOf(`<table:table table:name="a"><table:table-row><table:table-cell><text:p>` + repeated(`<text:s text:c="1000000000"/>`, 500_000) + `x</text:p></table:table-cell></table:table-row></table:table>`), ""},
		"ods all cells":         {odsOf(`<table:table table:name="a">` + repeated(`<table:table-row>`+repeated(`<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell>`, 25)+`</table:table-row>`, 12_000) + `</table:table>`), ""},
		"csv all cells":         {[]byte(repeated(repeated("12345;", 24)+"1\r\n", 20_000)), ""},
		"csv of separators":     {[]byte(repeated(";", 10<<20)), ""},
		"csv of quotes":         {[]byte(repeated("\"", 10<<20-1)), ""},
		"csv of odd quotes":     {[]byte(repeated("\"\"\"x\n", 2<<20)), ""},
		"csv of line ends":      {[]byte("a" + repeated("\r", 10<<20-1)), ""},
		"csv in utf-16":         {append([]byte("\xff\xfe"), bytes.Repeat([]byte("e\x00;\x00"), 5<<19-1)...), ""},
		"csv of wide letters":   {bytes.Repeat([]byte("\x80\x80;\x80\n"), 2<<20), ""},
		"csv of texts":          {[]byte(repeated(repeated("x", 1990)+";\n", 5_000)), TooLarge},
	}
}

// mixed makes text that packs badly enough not to be refused for that.
func mixed(size int) string {
	out := make([]byte, size)
	seed := uint32(1)
	for i := range out {
		seed = seed*1664525 + 1013904223
		out[i] = ">abcdefghijklmno"[seed>>28]
	}
	return string(out)
}

// numbers makes rows of cells that each hold another number.
func numbers(cells int) string {
	var out strings.Builder
	for i := range cells {
		if i%25 == 0 {
			out.WriteString("<row>")
		}
		fmt.Fprintf(&out, "<c><v>%d</v></c>", 1_000_000+i)
		if i%25 == 24 {
			out.WriteString("</row>")
		}
	}
	return out.String()
}

// TestHostileFilesCostLittle reads each file in a process of its own, for memory
// can only be measured so: a second and 64 MiB at most.
func TestHostileFilesCostLittle(t *testing.T) {
	folder := t.TempDir()
	for name, file := range evil() {
		t.Run(name, func(t *testing.T) {
			if len(file.data) > MaxFile {
				t.Fatalf("%d bytes, more than any file may have", len(file.data))
			}
			path := filepath.Join(folder, "file")
			if err := os.WriteFile(path, file.data, 0o600); err != nil {
				t.Fatal(err)
			}
			cost := measure(t, path)
			t.Logf("%s: %d bytes, %v, %d KiB, %q, %s", name, len(file.data), cost.time, cost.memory, cost.code, cost.warnings)
			if cost.code != file.code {
				t.Errorf("code %q, want %q", cost.code, file.code)
			}
			if cost.memory > mostMemory || cost.time > mostTime {
				t.Errorf("%d KiB and %v of processor, at most %d KiB and %v", cost.memory, cost.time, mostMemory, mostTime)
			}
		})
	}
}

type cost struct {
	memory   int           // KiB, the most the process ever had
	time     time.Duration // of the processor for this reading
	code     string
	warnings string
}

// measure runs this test program again as a reader of one file.
func measure(t *testing.T, path string) cost {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childFile+"="+path)
	out, err := child.Output()
	if err != nil {
		t.Fatalf("%v %s", err, out)
	}
	words := strings.SplitN(strings.TrimSpace(string(out)), "\t", 4)
	if len(words) != 4 {
		t.Fatalf("the reader said %q", out)
	}
	memory, err := strconv.Atoi(words[0])
	micros, fault := strconv.Atoi(words[1])
	if err := errors.Join(err, fault); err != nil {
		t.Fatal(err)
	}
	return cost{memory: memory, time: time.Duration(micros) * time.Microsecond, code: words[2], warnings: words[3]}
}

const childFile = "ONDERDAK_TEST_SHEET"

// TestMain is the reader of one file when measure asks for it.
func TestMain(m *testing.M) {
	path := os.Getenv(childFile)
	if path == "" {
		os.Exit(m.Run())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	before := processor()
	book, err := Read("file", data)
	spent := processor() - before
	code := ""
	var known *Error
	if errors.As(err, &known) {
		code = known.Code
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	peak, _, _ = strings.Cut(strings.TrimSpace(peak), " ")
	fmt.Printf("%s\t%d\t%s\t%d sheets %d cells %v\n", peak, spent.Microseconds(), code, len(book.Sheets), cellsOf(book), book.Warnings)
}

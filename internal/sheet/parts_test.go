package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// events writes what a scanner finds: <a x=1>, text, </a>.
func events(in io.Reader) (string, error) {
	s := newScanner(in)
	var out strings.Builder
	for {
		found, err := s.next()
		switch {
		case err != nil:
			return out.String(), err
		case found == end:
			return out.String(), nil
		case found == opened:
			out.WriteString("<" + string(s.name))
			for _, a := range s.attrs {
				out.WriteString(" " + string(a.full) + "=" + s.attr(string(a.full)))
			}
			out.WriteString(">")
		case found == closed:
			out.WriteString("</>")
		case found == words:
			out.Write(s.text)
		}
	}
}

func TestScanner(t *testing.T) {
	for in, want := range map[string]string{
		`<?xml version="1.0"?><!-- a > b --><a/>`:                   "<a></>",
		`<a>x &amp; &lt;&gt;&quot;&apos;&#65;&#x20ac; &nope; &</a>`: `<a>x & <>"'A€ &nope; &</>`,
		`<p:a q:x="1" y='2 > 1' z="it's"><p:b/></p:a>`:              "<a q:x=1 y=2 > 1 z=it's><b></></>",
		`<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>`:                "<a><b>&amp;]]></>",
		`<!DOCTYPE a PUBLIC "-//X//Y" "z.dtd"><a x = "&amp;"/>`:     "<a x=&></>",
		"\ufeff<a>\n</a>\n": "<a>\n</>",
		`<a x="1"
			y="2"/>`: "<a x=1 y=2></>",
		"": "",
	} {
		for name, reader := range map[string]io.Reader{"whole": strings.NewReader(in), "byte by byte": iotest.OneByteReader(strings.NewReader(in))} {
			got, err := events(reader)
			if err != nil || got != want {
				t.Errorf("%s %q: %q %v, want %q", name, in, got, err, want)
			}
		}
	}
	wide, err := events(bytes.NewReader(append([]byte("\xff\xfe"), bytes.ReplaceAll([]byte(`<a>x</a>`), nil, []byte{0})[1:]...)))
	if err != nil || wide != "<a>x</>" {
		t.Errorf("UTF-16: %q %v", wide, err)
	}
}

func TestScannerRefuses(t *testing.T) {
	for _, in := range []string{
		`<a>`, `</a>`, `<a`, `<a x`, `<a x=1/>`, `<a x="1/>`, `<>`, `x`, `<a/>x`, `<!-- `, `<a><![CDATA[`, `<?xml `, `<a></a></a>`,
		`<!DOCTYPE a [<!ENTITY b "c">]><a/>`, `<!DOCTYPE a [`, `<a ` + strings.Repeat(`x="" `, mostAttrs+1) + `/>`, `<a x="` + strings.Repeat("y", longestTag) + `"/>`,
	} {
		_, err := events(strings.NewReader(in))
		var known *Error
		if !errors.As(err, &known) || known.Code != NotASheet {
			t.Errorf("%.40q: %v", in, err)
		}
	}
	if _, err := events(iotest.ErrReader(refuse(TooLarge, "x"))); err == nil || err.Error() != "sheet: too_large: x" {
		t.Errorf("an error of the part below: %v", err)
	}
}

// Texts, comments and nesting of any length pass through the same small buffer.
func TestScannerKeepsLittle(t *testing.T) {
	s := newScanner(strings.NewReader("<a>" + strings.Repeat("x", 1<<20) + "</a>"))
	for {
		found, err := s.next()
		if err != nil {
			t.Fatal(err)
		}
		if found == end {
			break
		}
		if len(s.text) > longestText || len(s.buffer) != longestTag {
			t.Fatalf("%d bytes of text, %d of buffer", len(s.text), len(s.buffer))
		}
	}
}

func contentOf(t *testing.T, data []byte, name string) (string, error) {
	t.Helper()
	a, err := openArchive(data)
	if err != nil {
		return "", err
	}
	in, err := a.open(name)
	if err != nil || in == nil {
		return "", err
	}
	content, err := io.ReadAll(in)
	return string(content), err
}

func TestArchive(t *testing.T) {
	plain := zipOf(text("A/b.xml", "abc"), zipPart{name: "c", body: []byte("def"), stored: true})
	for name, data := range map[string][]byte{
		"plain": plain, "something in front": append([]byte("#!/bin/sh\n"), plain...), "a comment behind": append(bytes.Clone(plain[:len(plain)-2]), 3, 0, 'a', 'b', 'c'),
	} {
		for part, want := range map[string]string{"a/B.xml": "abc", `\a\b.xml`: "abc", "/c": "def", "none": ""} {
			if got, err := contentOf(t, data, part); err != nil || got != want {
				t.Errorf("%s, %s: %q %v", name, part, got, err)
			}
		}
	}
}

// wider rewrites an archive as its 64-bit form: sizes of the first part and place
// of the directory.
func wider(data []byte) []byte {
	at := bytes.LastIndex(data, []byte("PK\x05\x06"))
	size, offset := binary.LittleEndian.Uint32(data[at+12:]), binary.LittleEndian.Uint32(data[at+16:])
	directory := bytes.Clone(data[offset : offset+size])
	nameEnd := 46 + int(binary.LittleEndian.Uint16(directory[28:]))
	extra := binary.LittleEndian.AppendUint16(nil, 1)
	extra = binary.LittleEndian.AppendUint16(extra, 16)
	extra = binary.LittleEndian.AppendUint64(extra, uint64(binary.LittleEndian.Uint32(directory[24:])))
	extra = binary.LittleEndian.AppendUint64(extra, uint64(binary.LittleEndian.Uint32(directory[20:])))
	binary.LittleEndian.PutUint32(directory[20:], 1<<32-1)
	binary.LittleEndian.PutUint32(directory[24:], 1<<32-1)
	binary.LittleEndian.PutUint16(directory[30:], uint16(len(extra)))
	directory = append(directory[:nameEnd:nameEnd], append(extra, directory[nameEnd:]...)...)
	out := append(bytes.Clone(data[:offset]), directory...)
	end := make([]byte, 56)
	copy(end, "PK\x06\x06")
	binary.LittleEndian.PutUint64(end[40:], uint64(len(directory)))
	binary.LittleEndian.PutUint64(end[48:], uint64(offset))
	locator := make([]byte, 20)
	copy(locator, "PK\x06\x07")
	tail := bytes.Clone(data[at:])
	binary.LittleEndian.PutUint32(tail[12:], 1<<32-1)
	binary.LittleEndian.PutUint32(tail[16:], 1<<32-1)
	return append(append(append(out, end...), locator...), tail...)
}

func TestArchiveOf64Bits(t *testing.T) {
	if got, err := contentOf(t, wider(zipOf(text("a", "abc"))), "a"); err != nil || got != "abc" {
		t.Errorf("%q %v", got, err)
	}
}

func TestArchiveRefuses(t *testing.T) {
	good := zipOf(text("a", "abc"), text("b", "def"))
	changed := func(change func([]byte)) []byte {
		data := bytes.Clone(good)
		change(data)
		return data
	}
	directory := bytes.Index(good, []byte("PK\x01\x02"))
	for name, data := range map[string][]byte{
		"cut off":             good[:len(good)-30],
		"no directory":        []byte("PK\x03\x04 and nothing"),
		"other content":       changed(func(d []byte) { d[35]++ }),
		"another sum":         changed(func(d []byte) { d[directory+16]++ }),
		"no local header":     changed(func(d []byte) { d[0] = 'X' }),
		"header far away":     changed(func(d []byte) { binary.LittleEndian.PutUint32(d[directory+42:], 1<<30) }),
		"content far away":    changed(func(d []byte) { binary.LittleEndian.PutUint32(d[directory+20:], 1<<30) }),
		"shorter than it is":  changed(func(d []byte) { binary.LittleEndian.PutUint32(d[directory+24:], 2) }),
		"longer than it is":   changed(func(d []byte) { binary.LittleEndian.PutUint32(d[directory+24:], 4) }),
		"unknown packing":     changed(func(d []byte) { d[directory+10] = 9 }),
		"long name":           changed(func(d []byte) { binary.LittleEndian.PutUint16(d[directory+28:], 60_000) }),
		"one part on another": zipOf(text("a", "abc"), zipPart{name: "b", body: []byte("abc"), sameAs: 1}),
		"a name twice":        zipOf(text("a", "abc"), text("A", "def")),
	} {
		_, err := contentOf(t, data, "a")
		var known *Error
		if !errors.As(err, &known) || known.Code != NotASheet {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What all parts of a book may unpack to counts together.
	a, err := openArchive(zipOf(zipPart{name: "a", body: []byte(mixed(3 << 20))}, zipPart{name: "b", body: []byte(mixed(3 << 20))}))
	if err != nil {
		t.Fatal(err)
	}
	a.left = 5 << 20
	for _, name := range []string{"a", "b"} {
		in, err := a.open(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, in)
		if fails := name == "b"; (err != nil) != fails {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFormats(t *testing.T) {
	for code, want := range map[string]string{
		"General": "44652.5", "Standaard": "44652.5", "0.00": "44652.5", "#,##0.00 [$€-413]": "44652.5", `"dag" 0`: "44652.5", "0.00E+00": "44652.5", "[Red]0": "44652.5", `0 "m²"`: "44652.5",
		"dd-mm-yyyy": "2022-04-01 12:00", "d-m-jj;@": "2022-04-01 12:00", "[$-413]d mmmm yyyy": "2022-04-01 12:00", "yyyy": "2022-04-01 12:00", "mmm": "2022-04-01 12:00", "[$-F800]dddd, mmmm dd, yyyy": "2022-04-01 12:00", `dd\-mm\-uu`: "2022-04-01 12:00",
		"h:mm": "2022-04-01 12:00", "[h]:mm": "44652.5", "0%": "4465250%", "@": "44652.5", "": "44652.5", `"`: "44652.5", "[": "44652.5",
	} {
		if got := parseFormat(code).show("44652.5", false); got != want {
			t.Errorf("%q shows %q, want %q", code, got, want)
		}
	}
	for code, want := range map[string]string{
		"0000000000": "0612345678", `00\-00000000`: "06-12345678", `"0"#########`: "0612345678", `0#" "##" "##" "##" "##`: "06 12 34 56 78", `(000) 0000000`: "(061) 2345678", `\+#`: "+612345678", "0": "612345678", "#,##0": "612345678",
	} {
		if got := parseFormat(code).show("612345678", false); got != want {
			t.Errorf("%q shows %q, want %q", code, got, want)
		}
	}
	for raw, want := range map[string]string{"1E+3": "1000", "1.5e-7": "0.00000015", "-0.1": "-0.1", "1e300": "1E+300", "NaN": "NaN", "abc": "abc", "123456789012345": "123456789012345", "0.30000000000000004": "0.3"} {
		if got := (format{}).show(raw, false); !strings.EqualFold(got, want) {
			t.Errorf("%q shows %q, want %q", raw, got, want)
		}
	}
}

func TestReference(t *testing.T) {
	for text, want := range map[string][3]int{"A1": {0, 0, 1}, "XFD1048576": {1048575, 16383, 1}, "$B$2": {1, 1, 1}, "ab12": {11, 27, 1}, "": {}, "A": {}, "1": {}, "A0": {}, "A1B": {}, "ZZZZZZZZZZZZZZ99999999999999": {1<<31 - 2, 1<<31 - 2, 1}} {
		row, column, ok := reference([]byte(text))
		if ok != (want[2] == 1) || ok && (row != want[0] || column != want[1]) {
			t.Errorf("%q is %d, %d, %v", text, row, column, ok)
		}
	}
}

// What does not fit is left out with a warning, and that is a cut.
func TestLimits(t *testing.T) {
	long := strings.Repeat("é", MaxText+1)
	for name, test := range map[string]struct {
		data []byte
		code string
	}{
		"rows":    {[]byte(repeated("a;b\n", MaxRows+1)), RowsCut},
		"columns": {[]byte(repeated("a;", MaxColumns) + "a"), ColumnsCut},
		"cells":   {[]byte(repeated(repeated("a;", 100)+"\n", MaxCells/100+1)), CellsCut},
		"text":    {[]byte("a;" + long), TextCut},
		"shared":  {xlsxOf([]string{`<sheetData><row><c t="inlineStr"><is><t>` + long + `</t></is></c></row></sheetData>`}), TextCut},
		"sheets":  {odsOf(repeated(`<table:table/>`, MaxSheets+1)), SheetsCut},
	} {
		t.Run(name, func(t *testing.T) {
			book := read(t, test.data)
			wantWarnings(t, book, test.code)
			if !book.Warnings[0].Cut() {
				t.Error("no cut")
			}
			checkBook(t, book)
		})
	}
	within := read(t, []byte(repeated("a;b\n", MaxRows)))
	if len(within.Warnings) != 0 || len(within.Sheets[0].Rows) != MaxRows {
		t.Errorf("%d rows, %v", len(within.Sheets[0].Rows), within.Warnings)
	}
}

// Books that come together share what they may unpack, and one that is not packed
// counts with its length.
func TestBooksShareWhatTheyMayUnpack(t *testing.T) {
	packed := oneSheet(repeated(`<row><c><v>1</v></c></row>`, 10_000))
	left := int64(300_000)
	if _, err := ReadWithin("a.xlsx", packed, &left); err != nil || left >= 100_000 {
		t.Fatalf("%v, %d left", err, left)
	}
	if _, err := ReadWithin("b.xlsx", packed, &left); err == nil || left > 0 {
		t.Errorf("%v, %d left", err, left)
	}
	left = 5
	if _, err := ReadWithin("c.csv", []byte("a;b\n1;2\n"), &left); err != nil || left != -3 {
		t.Errorf("%v, %d left", err, left)
	}
	if _, err := ReadWithin("c.csv", []byte("a;b\n1;2\n"), &left); err == nil {
		t.Error("nothing was left")
	}
}

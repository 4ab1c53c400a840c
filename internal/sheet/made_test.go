package sheet

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

// zipPart is a part of an archive made by hand, so that it can lie.
type zipPart struct {
	name     string
	body     []byte
	stored   bool
	flags    uint16
	declared int64 // unpacked size it claims; 0: the true one
	sameAs   int   // 1 and up: uses the content of an earlier part, lying over it
}

func text(name, body string) zipPart { return zipPart{name: name, body: []byte(body)} }

// zipOf writes an archive.
func zipOf(parts ...zipPart) []byte {
	var out, directory bytes.Buffer
	offsets := make([]int, len(parts))
	for i, p := range parts {
		packed, method := p.body, uint16(0)
		if !p.stored {
			var small bytes.Buffer
			w, _ := flate.NewWriter(&small, flate.BestSpeed)
			w.Write(p.body)
			w.Close()
			packed, method = small.Bytes(), 8
		}
		size := uint32(len(p.body))
		if p.declared != 0 {
			size = uint32(p.declared)
		}
		offsets[i] = out.Len()
		if p.sameAs > 0 {
			offsets[i] = offsets[p.sameAs-1]
		} else {
			out.WriteString("PK\x03\x04")
			for _, v := range []any{uint16(20), p.flags, method, uint32(0), crc32.ChecksumIEEE(p.body), uint32(len(packed)), size, uint16(len(p.name)), uint16(0)} {
				binary.Write(&out, binary.LittleEndian, v)
			}
			out.WriteString(p.name)
			out.Write(packed)
		}
		directory.WriteString("PK\x01\x02")
		for _, v := range []any{uint16(20), uint16(20), p.flags, method, uint32(0), crc32.ChecksumIEEE(p.body), uint32(len(packed)), size,
			uint16(len(p.name)), uint16(0), uint16(0), uint16(0), uint16(0), uint32(0), uint32(offsets[i])} {
			binary.Write(&directory, binary.LittleEndian, v)
		}
		directory.WriteString(p.name)
	}
	start := out.Len()
	out.Write(directory.Bytes())
	out.WriteString("PK\x05\x06")
	for _, v := range []any{uint16(0), uint16(0), uint16(len(parts)), uint16(len(parts)), uint32(directory.Len()), uint32(start), uint16(0)} {
		binary.Write(&out, binary.LittleEndian, v)
	}
	return out.Bytes()
}

const mainNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// xlsxOf makes an XLSX of sheets given as what stands within <worksheet>, with more
// parts behind.
func xlsxOf(sheets []string, more ...zipPart) []byte {
	var index, relations strings.Builder
	var parts []zipPart
	for i, body := range sheets {
		fmt.Fprintf(&index, `<sheet name="Blad%d" sheetId="%d" r:id="rId%d"/>`, i+1, i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		parts = append(parts, text(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), `<?xml version="1.0"?><worksheet `+mainNS+`>`+body+`</worksheet>`))
	}
	given := func(name string) bool {
		for _, p := range more {
			if p.name == name {
				return true
			}
		}
		return false
	}
	if !given("xl/workbook.xml") {
		parts = append(parts, text("xl/workbook.xml", `<workbook `+mainNS+`><sheets>`+index.String()+`</sheets></workbook>`))
	}
	if !given("xl/_rels/workbook.xml.rels") {
		parts = append(parts, text("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+relations.String()+`</Relationships>`))
	}
	if !given("_rels/.rels") {
		parts = append(parts, text("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	}
	parts = append(parts, text("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`))
	return zipOf(append(parts, more...)...)
}

// oneSheet makes an XLSX of rows of cells, given as XML.
func oneSheet(rows ...string) []byte {
	return xlsxOf([]string{"<sheetData>" + strings.Join(rows, "") + "</sheetData>"})
}

const odsNS = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"`

// odsOf makes an ODS of what stands within <office:spreadsheet>.
func odsOf(body string, more ...zipPart) []byte {
	parts := []zipPart{{name: "mimetype", body: []byte("application/vnd.oasis.opendocument.spreadsheet"), stored: true},
		text("content.xml", `<?xml version="1.0"?><office:document-content `+odsNS+`><office:body><office:spreadsheet>`+body+`</office:spreadsheet></office:body></office:document-content>`)}
	return zipOf(append(parts, more...)...)
}

func read(t *testing.T, data []byte) Book {
	t.Helper()
	book, err := Read("opgave.bin", data)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// wantRows compares the first sheet, rows joined by | and ended by /.
func wantRows(t *testing.T, book Book, want string) {
	t.Helper()
	if len(book.Sheets) == 0 {
		t.Fatalf("no sheet, want %q", want)
	}
	var rows []string
	for _, row := range book.Sheets[0].Rows {
		rows = append(rows, strings.Join(row, "|"))
	}
	if got := strings.Join(rows, "/"); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func wantWarnings(t *testing.T, book Book, codes ...string) {
	t.Helper()
	var got []string
	for _, warning := range book.Warnings {
		got = append(got, warning.Code)
	}
	if strings.Join(got, " ") != strings.Join(codes, " ") {
		t.Errorf("warnings %v, want %v", book.Warnings, codes)
	}
}

func wantCode(t *testing.T, data []byte, code string) {
	t.Helper()
	_, err := Read("f", data)
	known, ok := err.(*Error)
	if !ok || known.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func repeated(text string, times int) string { return strings.Repeat(text, times) }

package sheet

import (
	"strings"
	"testing"
	"unicode/utf16"
)

const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\-mm\-jjjj"/><numFmt numFmtId="165" formatCode="[$-413]d\ mmmm\ yyyy;@"/>
<numFmt numFmtId="166" formatCode="0000000000"/><numFmt numFmtId="167" formatCode="&quot;€&quot;\ #,##0.00"/><numFmt numFmtId="168" formatCode="00\-00000000"/>
<numFmt numFmtId="169" formatCode="0&quot; pers.&quot;"/><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/>
<xf numFmtId="9"/><xf numFmtId="20"/><xf numFmtId="22"/><xf numFmtId="168"/><xf numFmtId="169"/><xf numFmtId="170"/></cellXfs></styleSheet>`

func styled(style, value string) string { return `<c s="` + style + `"><v>` + value + `</v></c>` }

func TestXLSXCells(t *testing.T) {
	for _, test := range []struct{ name, cells, want string }{
		{"numbers", styled("0", "1250") + styled("0", "1.25E3") + styled("0", "0.1") + styled("0", "12.000000000000002") + styled("5", "1250.5") + styled("10", "40"), "1250|1250|0.1|12|1250.5|40"},
		{"dates", styled("1", "44652") + styled("2", "44652") + styled("3", "44652.25") + styled("8", "44652.604166667") + styled("1", "59") + styled("1", "61"), "2022-04-01|2022-04-01|2022-04-01 06:00|2022-04-01 14:30|1900-02-28|1900-03-01"},
		{"days no calendar has", styled("1", "-1") + styled("1", "2958466"), "-1|2958466"},
		{"times", styled("7", "0.604166667") + styled("11", "1.5"), "14:30|1.5"},
		{"percent", styled("6", "0.25"), "25%"},
		{"telephone", styled("4", "612345678") + styled("9", "612345678"), "0612345678|06-12345678"},
		{"texts", `<c t="s"><v>0</v></c><c t="s"><v>9</v></c><c t="inlineStr"><is><t>in &amp; om</t></is></c><c t="str"><f>A1</f><v>uit_x000D_komst</v></c>`, "Zaal Oost||in & om|uit\nkomst"},
		{"others", `<c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2022-04-01T00:00:00</v></c><c><f>SUM(A1)</f><v>7</v></c>`, "true||2022-04-01|7"},
		{"places", `<c r="C1"><v>3</v></c><c r="A1"><v>1</v></c><c><v>2</v></c>`, "1|2|3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRows(t, read(t, xlsxOf([]string{"<sheetData><row>" + test.cells + "</row></sheetData>"}, text("xl/styles.xml", styles),
				text("xl/sharedStrings.xml", `<sst><si><r><t>Zaal </t></r><r><rPr/><t>Oost</t></r><rPh><t>zal</t></rPh></si></sst>`))), test.want)
		})
	}
}

func TestXLSX1904(t *testing.T) {
	index := text("xl/workbook.xml", `<x:workbook xmlns:x="a" xmlns:r="b"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="Blad1" r:id="rId1"/></x:sheets></x:workbook>`)
	wantRows(t, read(t, xlsxOf([]string{"<sheetData><row>" + styled("1", "43190") + styled("1", "0") + "</row></sheetData>"}, index, text("xl/styles.xml", styles))), "2022-04-01|1904-01-01")
}

func TestXLSXSheets(t *testing.T) {
	index := text("xl/workbook.xml", `<workbook `+mainNS+`><sheets><sheet name="Opgave &amp; meer" r:id="rId1"/><sheet name="Oud" state="hidden" r:id="rId2"/><sheet name="Grafiek" r:id="rId9"/></sheets></workbook>`)
	book := read(t, xlsxOf([]string{
		`<cols><col hidden="1" min="2" max="3"/></cols><sheetData><row><c t="str"><v>Utrecht</v></c><c><v>40</v></c></row><row r="2" hidden="1"><c r="B2"><v>7</v></c></row><row r="3"/>
		<row r="4"><c r="B4"><v>9</v></c><c r="XFD4"><v>1</v></c><c><f>NOW()</f></c></row></sheetData><mergeCells><mergeCell ref="A1:A4"/><mergeCell ref="B1:B3"/></mergeCells>`,
		`<sheetData><row r="3"><c><v>1</v></c></row></sheetData>`,
	}, index, text("xl/vbaProject.bin", "x"), text("xl/externalLinks/externalLink1.xml", "<externalLink/>")))
	wantRows(t, book, "Utrecht|40/Utrecht|7//Utrecht|9")
	wantWarnings(t, book, Macros, Links, HiddenColumns, HiddenRows, ColumnsCut, Uncalculated, Merged, HiddenSheet)
	if len(book.Sheets) != 2 || book.Sheets[0].Name != "Opgave & meer" || len(book.Sheets[1].Rows) != 3 {
		t.Errorf("%+v", book.Sheets)
	}
}

// Names that climb, point outside or at each other lead nowhere.
func TestXLSXStrangeRelations(t *testing.T) {
	relations := func(body string) zipPart {
		return text("xl/_rels/workbook.xml.rels", "<Relationships>"+body+"</Relationships>")
	}
	sheet := []string{"<sheetData><row><c><v>1</v></c></row></sheetData>"}
	const sort = `Type="a/worksheet"`
	book := read(t, xlsxOf(sheet, relations(`<Relationship Id="rId1" `+sort+` Target="../xl/worksheets/../worksheets/sheet1.xml"/>`)))
	wantRows(t, book, "1")
	for _, target := range []string{"../../../../etc/passwd", "workbook.xml", "_rels/workbook.xml.rels", "missing.xml"} {
		book := read(t, xlsxOf(sheet, relations(`<Relationship Id="rId1" `+sort+` Target="`+target+`"/>`)))
		if cellsOf(book) != 0 {
			t.Errorf("%s: %+v", target, book)
		}
	}
	book = read(t, xlsxOf(sheet, relations(`<Relationship Id="rId1" `+sort+` TargetMode="External" Target="worksheets/sheet1.xml"/>`)))
	if len(book.Sheets) != 0 {
		t.Errorf("%+v", book)
	}
	wantCode(t, zipOf(text("_rels/.rels", `<Relationships><Relationship Type="a/officeDocument" Target="word/document.xml"/></Relationships>`), text("word/document.xml", "<document/>")), NotASheet)
}

func TestODS(t *testing.T) {
	row := func(cells string) string { return "<table:table-row>" + cells + "</table:table-row>" }
	cell := func(attrs, shown string) string {
		return "<table:table-cell " + attrs + "><text:p>" + shown + "</text:p></table:table-cell>"
	}
	for _, test := range []struct{ name, body, want string }{
		{"values", row(cell(`office:value-type="float" office:value="1250"`, "1.250") + cell(`office:value-type="percentage" office:value="0.25"`, "25%") +
			cell(`office:value-type="date" office:date-value="2022-04-01"`, "1 apr") + cell(`office:value-type="date" office:date-value="2022-04-01T14:30:00"`, "1 apr") +
			cell(`office:value-type="time" office:time-value="PT14H30M00S"`, "14:30") + cell(`office:value-type="boolean" office:boolean-value="true"`, "WAAR") +
			cell(`office:value-type="float" office:value="612345678"`, "06-12345678") + cell(`office:value-type="string"`, "#N/B") + cell(`office:value-type="currency" office:value="12.5"`, "€ 12,50")),
			"1250|25%|2022-04-01|2022-04-01 14:30|14:30|true|06-12345678||12.5"},
		{"text", row(`<table:table-cell office:value-type="string"><office:annotation><text:p>noot</text:p></office:annotation><text:p>Zaal<text:s text:c="2"/><text:span>Oost</text:span></text:p><text:p>2e</text:p></table:table-cell>`), "Zaal  Oost\n2e"},
		{"repeated", row(`<table:table-cell table:number-columns-repeated="2"/>`+`<table:table-cell table:number-columns-repeated="3" office:value-type="string"><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16379"/>`) +
			`<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>` + `<table:table-row table:number-rows-repeated="2">` + cell(`office:value-type="float" office:value="1"`, "1") + `</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`,
			"||a|a|a///1/1"},
		{"merged", row(cell(`table:number-rows-spanned="3" office:value-type="string"`, "Utrecht")+cell(`table:number-rows-spanned="2" office:value-type="float" office:value="40"`, "40")) +
			row(`<table:covered-table-cell/><table:covered-table-cell/>`+cell(`office:value-type="float" office:value="1"`, "1")) + row(`<table:covered-table-cell/>`+cell(`office:value-type="float" office:value="2"`, "2")), "Utrecht|40/Utrecht||1/Utrecht|2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := `<table:tracked-changes><table:table-cell><text:p>oud</text:p></table:table-cell></table:tracked-changes><table:table table:name="Blad1">` + test.body + `</table:table>`
			wantRows(t, read(t, odsOf(body)), test.want)
			wantRows(t, read(t, []byte(`<?xml version="1.0"?><office:document `+odsNS+`><office:body><office:spreadsheet>`+body+`</office:spreadsheet></office:body></office:document>`)), test.want)
		})
	}
	wantCode(t, odsOf(`<table:table/>`, text("META-INF/manifest.xml", `<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>`)), Encrypted)
	wantCode(t, zipOf(text("mimetype", "x"), text("content.xml", `<office:document-content><office:body><office:text/></office:body></office:document-content>`)), NotASheet)
}

func TestCSVDialects(t *testing.T) {
	const table = "Naam;Aantal;Vanaf\r\n\"Zaal \"\"Oost\"\"\r\n2e\";1.250;1-4-2022\r\nCafé; 12,50 ;\r\n"
	const want = "Naam|Aantal|Vanaf/Zaal \"Oost\"\n2e|1250|2022-04-01/Café|12.5"
	wide := func(big bool) []byte {
		var out []byte
		for _, unit := range utf16.Encode([]rune(table)) {
			if big {
				out = append(out, byte(unit>>8), byte(unit))
			} else {
				out = append(out, byte(unit), byte(unit>>8))
			}
		}
		return out
	}
	for name, data := range map[string][]byte{
		"utf-8": []byte(table), "utf-8 with a mark": []byte("\ufeff" + table), "windows": []byte(strings.ReplaceAll(table, "é", "\xe9")),
		"utf-16": wide(false), "utf-16 big": wide(true), "utf-16 with a mark": append([]byte("\xff\xfe"), wide(false)...), "utf-16 big with a mark": append([]byte("\xfe\xff"), wide(true)...),
		"tabs": []byte(strings.ReplaceAll(table, ";", "\t")), "line feeds": []byte(strings.ReplaceAll(table, "\r\n", "\n")), "returns": []byte(strings.ReplaceAll(table, "\r\n", "\r")),
	} {
		t.Run(name, func(t *testing.T) { wantRows(t, read(t, data), want) })
	}
	for data, want := range map[string]string{
		"sep=;\r\na,b;1,5\r\n":              "/a,b|1.5", // the rows keep their numbers
		"sep=,\na,\"1,250\"\n":              "/a|1250",
		"naam,aantal\nA,\"1,250\"\nB,12.50": "naam|aantal/A|1250/B|12.5",
		"a;b\n\"open;1\nc;2":                "a|b/\"open|1/c|2",
		"a;b\n\"hal\" oost;1":               "a|b/hal oost|1",
		"a;b\n#N/B;#WAARDE!\n'=1+1;-5":      "a|b//=1+1|-5",
		"tel;nr\n06-12345678;0.123\n30-2-2022;1.2.3\n+31 6 12345678;2022-04-01": "tel|nr/06-12345678|0.123/30-2-2022|1.2.3/+31 6 12345678|2022-04-01",
		"één kolom\nutrecht": "één kolom/utrecht",
	} {
		wantRows(t, read(t, []byte(data)), want)
	}
	if book := read(t, []byte("a;b")); book.Sheets[0].Name != "opgave" {
		t.Errorf("%+v", book)
	}
}

func TestRefusals(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	for data, code := range map[string]string{
		ole + string(wide("EncryptedPackage\x00")):                                              Encrypted,
		ole + string(wide("Workbook\x00")):                                                      OldExcel,
		ole + string(wide("WordDocument\x00")):                                                  NotASheet,
		"\x09\x08\x10\x00\x00\x06\x05\x00\xbb\x0d":                                              OldExcel,
		`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`: OldExcel,
		string(zipOf(text("xl/workbook.bin", "x"))):                                             OldExcel,
		"":                                NotASheet,
		" \r\n":                           NotASheet,
		"%PDF-1.7\n":                      NotASheet,
		"<!DOCTYPE html><table>":          NotASheet,
		"a\x00b\x01\x02":                  NotASheet,
		"PK\x03\x04":                      NotASheet,
		strings.Repeat("a", MaxFile+1):    TooLarge,
		string(zipOf(text("a.txt", "x"))): NotASheet,
		string(zipOf(zipPart{name: "xl/workbook.xml", body: []byte("<workbook/>"), flags: 1})):  Encrypted,
		string(zipOf(text("xl/workbook.xml", "<workbook/>"), text("XL\\workbook.xml", "<a/>"))): NotASheet,
		string(zipOf(text("encrypted-package", "x"))):                                           Encrypted,
		string(xlsxOf([]string{"<sheetData/>"}, text("xl/sharedStrings.xml", "<sst><si><t>a"))): NotASheet,
	} {
		wantCode(t, []byte(data), code)
	}
}

// A file cut off on its way gives what came through, and says so.
func TestDamagedSheet(t *testing.T) {
	book := read(t, zipOf(text("xl/workbook.xml", `<workbook `+mainNS+`><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`),
		text("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="a/worksheet" Target="s.xml"/></Relationships>`),
		text("xl/s.xml", `<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c><c><v`)))
	wantRows(t, book, "1/2")
	wantWarnings(t, book, Damaged)
	if !book.Warnings[0].Cut() {
		t.Error("damage is no cut")
	}
}

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+31 6": "'+31 6", "-a": "'-a", "@x": "'@x", "\t=1": "'\t'=1", "\rx": "'\rx", " =1": "' =1", "'=1": "''=1", "＝1": "'＝1",
		"zaal;=1": "zaal;'=1", "a\n@b": "a\n'@b", "a;\"=1": "a;'\"=1",
		"-5": "-5", "+12": "+12", "-12.50": "-12.50", "12,5": "12,5", "-5%": "-5%", "2022-04-01": "2022-04-01", "06-12": "06-12", "": "", "'s-Gravenhage": "'s-Gravenhage", "a@b.example": "a@b.example", "-": "'-",
	} {
		if got := Guard(text); got != want {
			t.Errorf("Guard(%q) = %q, want %q", text, got, want)
		}
		if back := Unguard(want); back != text {
			t.Errorf("Unguard(%q) = %q, want %q", want, back, text)
		}
	}
}

func TestWriterGuards(t *testing.T) {
	var out strings.Builder
	if err := NewWriter(&out).WriteAll([][]string{{"naam", "verschil"}, {"=HYPERLINK(\"x\")", "-5"}}); err != nil {
		t.Fatal(err)
	}
	if want := "naam,verschil\n\"'=HYPERLINK(\"\"x\"\")\",-5\n"; out.String() != want {
		t.Errorf("%q", out.String())
	}
	wantRows(t, read(t, []byte(out.String())), "naam|verschil/=HYPERLINK(\"x\")|-5")
	out.Reset()
	exact := NewExactWriter(&out)
	if err := exact.Write("=1"); err != nil {
		t.Fatal(err)
	}
	if err := exact.Flush(); err != nil || out.String() != "=1\n" {
		t.Errorf("%q %v", out.String(), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("sep=;\r\na;\"b\n\"\"c\";1.250\r\n"))
	f.Add([]byte("\xff\xfea\x00;\x00"))
	f.Add(oneSheet(`<row r="2" hidden="1"><c r="B2" t="inlineStr"><is><t>a</t></is></c><c><f>A</f></c></row>`))
	f.Add(odsOf(`<table:table table:name="a"><table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table>`))
	f.Add([]byte(`<?xml version="1.0"?><office:document ` + odsNS + `><office:body><office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>a<text:s/></text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := Read("f", data)
		if err != nil {
			if _, ok := err.(*Error); !ok || len(book.Sheets) > 0 {
				t.Fatalf("%T with %+v", err, book)
			}
			return
		}
		checkBook(t, book)
	})
}

// FuzzSheetXML and FuzzContentXML reach what a fuzzer cannot pack into an archive.
func FuzzSheetXML(f *testing.F) {
	f.Add(`<sheetData><row r="2"><c r="B2" t="str"><v>a</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells>`, `<sst><si><t>a</t></si></sst>`, styles)
	f.Fuzz(func(t *testing.T, sheet, shared, styles string) {
		book, err := Read("f", xlsxOf([]string{sheet}, text("xl/sharedStrings.xml", shared), text("xl/styles.xml", styles)))
		if err == nil {
			checkBook(t, book)
		}
	})
}

func FuzzContentXML(f *testing.F) {
	f.Add(`<table:table table:name="a"><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>1</text:p></table:table-cell></table:table-row></table:table>`)
	f.Fuzz(func(t *testing.T, body string) {
		book, err := Read("f", odsOf(body))
		if err == nil {
			checkBook(t, book)
		}
	})
}

func FuzzGuard(f *testing.F) {
	for _, text := range []string{"=1", "'=1", "\t'=1", "a;'=;'", "\r\n'+"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if back := Unguard(Guard(text)); back != text {
			t.Fatalf("%q came back as %q", text, back)
		}
	})
}

// checkBook holds a book to the limits.
func checkBook(t *testing.T, book Book) {
	t.Helper()
	if len(book.Sheets) > MaxSheets || len(book.Warnings) > maxWarnings {
		t.Fatalf("%d sheets, %d warnings", len(book.Sheets), len(book.Warnings))
	}
	for _, sheet := range book.Sheets {
		if len(sheet.Rows) > MaxRows {
			t.Fatalf("%d rows", len(sheet.Rows))
		}
		for _, row := range sheet.Rows {
			if len(row) > MaxColumns {
				t.Fatalf("%d columns", len(row))
			}
			for _, text := range row {
				if len([]rune(text)) > MaxText || clean(text) != text {
					t.Fatalf("cell %q", text)
				}
			}
		}
	}
}

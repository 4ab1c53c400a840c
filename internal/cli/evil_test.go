package cli

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// file is one that comes with an evil mail.
type file struct {
	name string
	data []byte
}

// mailWith is a mail with a text, HTML beside it, and files.
func mailWith(text, html string, files ...file) []byte {
	var mail bytes.Buffer
	mail.WriteString("From: A <a@zaal.example>\r\nSubject: Opvang\r\nDate: Tue, 15 Mar 2022 10:15:00 +0100\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--c--\r\n")
	for _, one := range files {
		fmt.Fprintf(&mail, "--b\r\nContent-Type: application/octet-stream; name=%q\r\nContent-Transfer-Encoding: base64\r\n\r\n", one.name)
		text := base64.StdEncoding.EncodeToString(one.data)
		for len(text) > 76 {
			mail.WriteString(text[:76] + "\r\n")
			text = text[76:]
		}
		mail.WriteString(text + "\r\n")
	}
	mail.WriteString("--b--\r\n")
	return mail.Bytes()
}

// book is an XLSX whose sheets have the rows given as XML.
func book(sheets ...string) []byte {
	var out bytes.Buffer
	packed := zip.NewWriter(&out)
	add := func(name, text string) {
		part, err := packed.Create(name)
		if err == nil {
			_, err = io.WriteString(part, text)
		}
		if err != nil {
			panic(err)
		}
	}
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	var list, relations strings.Builder
	for i, rows := range sheets {
		fmt.Fprintf(&list, `<sheet name="S%d" sheetId="%d" r:id="rId%d"/>`, i, i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		add(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), `<worksheet `+main+`><sheetData>`+rows+`</sheetData></worksheet>`)
	}
	add("xl/workbook.xml", `<workbook `+main+` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`+list.String()+`</sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+relations.String()+`</Relationships>`)
	if err := packed.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// row is a row of a sheet of texts.
func row(cells ...string) string {
	var out strings.Builder
	out.WriteString("<row>")
	for _, text := range cells {
		out.WriteString(`<c t="inlineStr"><is><t>` + text + `</t></is></c>`)
	}
	return out.String() + "</row>"
}

func times(count int, made func(i int) string) []string {
	all := make([]string, count)
	for i := range all {
		all[i] = made(i)
	}
	return all
}

func same(text string) func(int) string { return func(int) string { return text } }

func rows(count int, made func(i int) string) string { return strings.Join(times(count, made), "") }

var heads = []string{"Locatie", "Adres", "Gemeente", "Aantal plekken", "Vanaf", "Tot", "Periode", "Contactgegevens", "Faciliteiten", "Opmerkingen"}

// sentence has something of everything that is looked for in a cell.
func sentence(i int) string {
	return fmt.Sprintf("ongeveer %d tot %d bedden vanaf half april %d t/m eind juni, bel A. Voorbeeld 06-1234%04d of a%d@zaal.example, Teststraat %d, 3511 AB Utrecht, rolstoel, douches, geen huisdieren", i, i+9, 2022+i%9, i, i, i)
}

// evilMails are whole mails made to cost much, with the work in what is read, not
// in how it is packed: for that see packages post and sheet.
var evilMails = map[string]func() []byte{
	"208 columns of ones": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(rows(2_000, same(row(times(208, same("1"))...))))})
	},
	"208 columns, 4,000 rows": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(rows(4_000, same(row(times(208, same("1"))...))))})
	},
	"header, then ones": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(row(append(slices.Clone(heads), times(198, same("1"))...)...) + rows(2_300, same(row(times(208, same("1"))...))))})
	},
	"all headers": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(rows(1_900, func(int) string { return row(times(256, func(c int) string { return heads[c%len(heads)] })...) }))})
	},
	"half headers": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(rows(1_900, func(r int) string {
			return row(times(256, func(c int) string {
				return fmt.Sprintf("%s van de %d e zaal in dit gebouw", heads[c%len(heads)], r*256+c)
			})...)
		}))})
	},
	"headers of eighty letters": func() []byte {
		return mailWith("x", "x", file{"a.csv", []byte(strings.Repeat(strings.Repeat("a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l;", 200)+"\n", 330))})
	},
	"facility in every column": func() []byte {
		head := row(append([]string{"Locatie"}, times(255, func(c int) string { return fmt.Sprintf("Douches, wifi en rolstoel %d", c) })...)...)
		return mailWith("x", "x", file{"a.xlsx", book(head + rows(1_900, same(row(append([]string{"Zaal"}, times(255, same("douche wifi"))...)...))))})
	},
	"yes in every facility": func() []byte {
		head := row(append([]string{"Locatie", "Gemeente"}, times(254, same("Rolstoel"))...)...)
		return mailWith("x", "x", file{"a.xlsx", book(head + rows(1_900, same(row(append([]string{"Zaal", "Utrecht"}, times(254, same("ja"))...)...))))})
	},
	"sentences everywhere": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(row(heads...) + rows(2_200, func(r int) string { return row(times(len(heads), func(c int) string { return sentence(r*10 + c) })...) }))})
	},
	"long cells": func() []byte {
		long := strings.Repeat("opvang ", 280)
		return mailWith("x", "x", file{"a.xlsx", book(row(heads...) + rows(200, same(row(times(len(heads), same(long))...))))})
	},
	"long cells, shared": func() []byte {
		return mailWith("x", "x", file{"a.csv", []byte(strings.Join(heads, ";") + "\n" + rows(400, func(r int) string {
			return strings.Join(times(len(heads), func(c int) string { return strings.Repeat(fmt.Sprintf("%d. ", r), 200) }), ";") + "\n"
		}))})
	},
	"fifty sheets": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(times(50, func(s int) string {
			return row(heads...) + rows(600, func(r int) string { return row("Zaal "+strconv.Itoa(s*1000+r), "Straat 1", "Utrecht", "40") })
		})...)})
	},
	"fifty wide sheets": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(times(50, func(s int) string {
			return rows(60, func(r int) string {
				return row(times(160, func(c int) string { return fmt.Sprintf("veld %d zz", c) })...)
			})
		})...)})
	},
	"fifty sheets of sentences": func() []byte {
		return mailWith("x", "x", file{"a.xlsx", book(times(50, func(s int) string {
			return row(heads...) + rows(60, func(r int) string {
				return row(times(len(heads), func(c int) string { return sentence(s*10_000 + r*10 + c) })...)
			})
		})...)})
	},
	"many files": func() []byte {
		one := book(row(heads...) + rows(2_000, func(r int) string { return row("Zaal "+strconv.Itoa(r), "Straat 1", "Utrecht", "40") }))
		var files []file
		for i := range 90 {
			files = append(files, file{fmt.Sprintf("%d.xlsx", i), one})
		}
		return mailWith("x", "x", files...)
	},
	"many files of ones": func() []byte {
		one := book(rows(2_300, same(row(times(208, same("1"))...))))
		var files []file
		for i := range 40 {
			files = append(files, file{fmt.Sprintf("%d.xlsx", i), one})
		}
		return mailWith("x", "x", files...)
	},
	"two files of five megabytes": func() []byte {
		one := []byte(strings.Join(heads, ";") + "\n" + rows(7_500, func(r int) string { return sentence(r) + ";" + sentence(r+1) + ";Utrecht;40\n" }))
		return mailWith("x", "x", file{"a.csv", one[:min(len(one), 5<<20)]}, file{"b.csv", one[:min(len(one), 5<<20)]})
	},
	"csv of 500,000 cells": func() []byte {
		return mailWith("x", "x", file{"a.csv", []byte(strings.Join(heads, ";") + "\n" + strings.Repeat("a;b;c;4;e;f;g;h;i;j;k;l;m;n;o;p;q;r;s;t;u;v;w;x;y\n", 19_990))})
	},
	"csv of 500,000 cells, no header": func() []byte {
		return mailWith("x", "x", file{"a.csv", []byte(strings.Repeat(strings.Repeat("a;", 250)+"\n", 2_000))})
	},
	"municipality per row": func() []byte {
		return mailWith("x", "x", file{"a.csv", []byte("Locatie;Adres;Plekken\n" + strings.Repeat("Utrecht;;\nZaal;Straat 1, Bergen;4\n", 9_900))})
	},
	"only places of many names": func() []byte {
		return mailWith("x", "x", file{"a.csv", []byte(strings.Join(slices.Repeat([]string{"Gemeente"}, 250), ";") + "\n" + strings.Repeat(strings.Repeat("Bergen;", 250)+"\n", 1_990))})
	},
	"totals": func() []byte {
		return mailWith("x", "x", file{"a.csv", []byte("Locatie;Plekken\n" + strings.Repeat("Totaal"+strings.Repeat(";1", 24)+"\n", 19_900))})
	},
	"text, html and sheets": func() []byte {
		text := strings.Repeat("Sporthal De Linde in Utrecht heeft 40 bedden vanaf 1 april 2022 t/m eind juni, bel 030 123 45 67.\r\n", 10_000)
		html := "<table>" + strings.Repeat("<tr><td>Zaal</td><td>40 bedden</td><td>Utrecht</td></tr>\r\n", 30_000) + "</table>"
		sheet := book(row(heads...) + rows(2_000, func(r int) string { return row(times(len(heads), func(c int) string { return sentence(r*10 + c) })...) }))
		return mailWith(text, html, file{"a.xlsx", sheet}, file{"b.xlsx", sheet}, file{"c.xlsx", book(rows(2_000, same(row(times(208, same("1"))...))))})
	},
	"tables typed in the text": func() []byte {
		return mailWith(strings.Repeat(strings.Join(heads, " | ")+"\r\n"+strings.Repeat("1 | ", 200)+"\r\n"+strings.Repeat("1 | ", 200)+"\r\n\r\n", 60), "x")
	},
	"one wide table in the text": func() []byte {
		return mailWith(strings.Repeat(strings.Repeat("1|", 240)+"\r\n", 200), "x")
	},
	"tables of headers in the text": func() []byte {
		return mailWith(strings.Repeat(strings.Repeat(strings.Join(heads, "|")+"|", 2)+"\r\n", 500), "x")
	},
	"many heavy files": func() []byte {
		one := heavy()
		var files []file
		for i := range 40 {
			files = append(files, file{fmt.Sprintf("%d.xlsx", i), one})
		}
		return mailWith("x", "x", files...)
	},
	"forwarded with sheets": func() []byte {
		return mailWith("Zie hieronder.\r\n\r\n-----Oorspronkelijk bericht-----\r\nVan: b@zaal.example\r\nOnderwerp: x\r\n\r\nniets\r\n", "x",
			file{"c.xlsx", book(rows(2_000, same(row(times(208, same("1"))...))))}, file{"d.csv", []byte(strings.Repeat(strings.Repeat("a;", 250)+"\n", 2_000))})
	},
}

// heavy makes a file that costs the reader of sheets a lot and says nothing.
func heavy() []byte { return book(strings.Repeat("<row><c/><d/><e/><f/></row>", 1_000_000)) }

const evilFile = "ONDERDAK_CLI_EVIL"

func TestMain(m *testing.M) {
	path := os.Getenv(evilFile)
	if path == "" {
		os.Exit(m.Run())
	}
	code := Run(context.Background(), []string{"intake", "read", path, "--json"}, io.Discard, os.Stderr)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil || code != exitOK {
		fmt.Fprintln(os.Stderr, code, err)
		os.Exit(1)
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Println(strings.Fields(peak)[0])
}

// Each mail is read by the whole command in a process of its own: a second of
// processor and 64 MiB at most, the start of the program included.
func TestEvilMailCostsLittle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "evil.eml")
	for _, name := range slices.Sorted(maps.Keys(evilMails)) {
		t.Run(name, func(t *testing.T) {
			mail := evilMails[name]()
			if err := os.WriteFile(path, mail, 0o600); err != nil {
				t.Fatal(err)
			}
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), evilFile+"="+path)
			out, err := child.Output()
			if err != nil {
				t.Fatalf("%v %s", err, out)
			}
			memory, err := strconv.Atoi(strings.TrimSpace(string(out)))
			if err != nil {
				t.Fatal(err)
			}
			took := child.ProcessState.UserTime() + child.ProcessState.SystemTime()
			t.Logf("%s: %d KiB of mail, %v, %d MiB", name, len(mail)>>10, took, memory>>10)
			if took > time.Second || memory > 64<<10 {
				t.Errorf("%v and %d MiB", took, memory>>10)
			}
		})
	}
}

package cli

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// archive makes a zip of files given as name and text.
func archive(t *testing.T, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		part, err := writer.Create(files[i])
		if err == nil {
			_, err = part.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// tables makes the rows of a table of CSV, row and cells in the given tags.
func tables(csv, row, cell, cellEnd string) string {
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(csv), "\n") {
		out.WriteString("<" + row + ">")
		for _, text := range strings.Split(line, ",") {
			out.WriteString(cell + text + cellEnd)
		}
		out.WriteString("</" + row + ">")
	}
	return out.String()
}

// workbooks makes one XLSX and one ODS of three tables.
func workbooks(t *testing.T, locations, capacity, households string) map[string]string {
	sheet := func(csv string) string {
		return "<worksheet><sheetData>" + tables(csv, "row", `<c t="str"><v>`, "</v></c>") + "</sheetData></worksheet>"
	}
	table := func(name, csv string) string {
		return `<table:table table:name="` + name + `">` + tables(csv, "table:table-row", "<table:table-cell><text:p>", "</text:p></table:table-cell>") + "</table:table>"
	}
	relation := func(id string) string {
		return `<Relationship Id="` + id + `" Type="x/worksheet" Target="` + id + `.xml"/>`
	}
	return map[string]string{
		"b.xlsx": archive(t, "xl/workbook.xml", `<workbook><sheets><sheet name="Uitleg" r:id="u"/><sheet name="Locaties" r:id="l"/><sheet name="Capaciteit" r:id="c"/><sheet name="Huishoudens" r:id="h"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", "<Relationships>"+relation("u")+relation("l")+relation("c")+relation("h")+"</Relationships>",
			"xl/u.xml", sheet("lees dit"), "xl/l.xml", sheet(locations), "xl/c.xml", sheet(capacity), "xl/h.xml", sheet(households)),
		"b.ods": archive(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
			"<office:document-content><office:body><office:spreadsheet>"+table("households", households)+table("locations", locations)+table("capacity", capacity)+"</office:spreadsheet></office:body></office:document-content>"),
	}
}

func TestImportOfWorkbooks(t *testing.T) {
	files := folder(t, workbooks(t, someLocations, someCapacity, someHouseholds))
	for _, name := range []string{"b.xlsx", "b.ods"} {
		t.Run(name, func(t *testing.T) {
			database := "sqlite:" + files(name+".db")
			in := []string{"import", "--database", database, "--locations", files(name), "--capacity", files(name), "--households", files(name)}
			for _, step := range []struct {
				args []string
				want string
			}{
				{[]string{"migrate", "--database", database}, "newest shape"},
				{append(in, "--dry-run"), "would take in 2 locations, 2 capacity rows and 4 households"},
				{in, "took in 2 locations, 2 capacity rows and 4 households"},
				{[]string{"verify", "--database", database}, "every invariant holds"},
			} {
				if got := run(t, step.args...); got.code != exitOK || !strings.Contains(got.out, step.want) {
					t.Errorf("%q: %+v, want %q", step.args, got, step.want)
				}
			}
		})
	}
}

func TestImportTellsOfBadRowsInWorkbooks(t *testing.T) {
	files := folder(t, workbooks(t, someLocations+"L3,Utrecht,x,hotel,,\n", someCapacity+"L1,11-4-2022,,x\n", someHouseholds))
	database := "sqlite:" + files("store.db")
	if got := run(t, "migrate", "--database", database); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	in := []string{"import", "--database", database, "--locations", files("b.xlsx"), "--capacity", files("b.ods")}
	for _, args := range [][]string{in, append(in, "--dry-run")} {
		got := run(t, args...)
		for _, want := range []string{"b.xlsx, Locaties, row 4, column municipality: Utrecht is a name, not a code. Write the code: GM0344 (Utrecht).",
			"b.ods, capacity, row 4, column from: 11-4-2022 is not written as year-month-day. Write 2022-04-11, if that day is meant.", "row 4, column places"} {
			if !strings.Contains(got.err, want) {
				t.Errorf("not told: %s in\n%s", want, got.err)
			}
		}
		if got.code != exitFailed {
			t.Errorf("%+v", got)
		}
	}
	if got := run(t, append(in, "--skip-bad")...); got.code != exitOK || !strings.Contains(got.out, "took in 2 locations, 2 capacity rows and 0 households") {
		t.Errorf("%+v", got)
	}
}

package sheet

import "testing"

// BenchmarkRead reads ordinary registers of 2,000 locations by 12 columns.
func BenchmarkRead(b *testing.B) {
	row := "<row>" + repeated(`<c t="s"><v>0</v></c><c><v>40</v></c><c s="1"><v>44652</v></c>`, 4) + "</row>"
	cells := repeated(`<table:table-cell office:value-type="float" office:value="40"><text:p>40</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Zaal Oost</text:p></table:table-cell>`, 6)
	for name, data := range map[string][]byte{
		"xlsx": xlsxOf([]string{"<sheetData>" + repeated(row, 2_000) + "</sheetData>"}, text("xl/styles.xml", styles), text("xl/sharedStrings.xml", "<sst><si><t>Zaal Oost</t></si></sst>")),
		"ods":  odsOf("<table:table>" + repeated("<table:table-row>"+cells+"</table:table-row>", 2_000) + "</table:table>"),
		"csv":  []byte(repeated(repeated("Zaal Oost;1.250;1-4-2022;", 4)+"\r\n", 2_000)),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read("f", data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package post

import (
	"encoding/base64"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

func in(t *testing.T, alphabet encoding.Encoding, text string) string {
	t.Helper()
	raw, err := alphabet.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

const (
	dutch     = "Coördinator André biedt € 40 plekken in café Zoë"
	ukrainian = "Пропонуємо житло для п'яти родин у Львівській громаді, телефон нижче"
)

func TestReadsEveryAlphabet(t *testing.T) {
	utf7 := "Co+APY-rdinator +- +BB8EQAQ+-"
	cases := map[string]struct{ raw, label, want, warning string }{
		"utf-8":                         {dutch, "utf-8", dutch, ""},
		"windows-1252":                  {in(t, charmap.Windows1252, dutch), "windows-1252", dutch, ""},
		"iso-8859-1 means windows-1252": {in(t, charmap.Windows1252, dutch), "iso-8859-1", dutch, ""},
		"claims utf-8, is windows-1252": {in(t, charmap.Windows1252, dutch), "utf-8", dutch, BrokenCharset},
		"claims ascii, is utf-8":        {dutch, "us-ascii", dutch, ""},
		"claims latin 1, is utf-8":      {dutch, "iso-8859-1", dutch, BrokenCharset},
		"claims nothing, windows-1252":  {in(t, charmap.Windows1252, dutch), "", dutch, ""},
		"claims the unknown":            {dutch, "x-unknown", dutch, BrokenCharset},
		"unknown and windows-1252":      {in(t, charmap.Windows1252, dutch), "klingon-8", dutch, BrokenCharset},
		"koi8-u":                        {in(t, charmap.KOI8U, ukrainian), "koi8-u", ukrainian, ""},
		"KOI8_U":                        {in(t, charmap.KOI8U, ukrainian), "KOI8_U", ukrainian, ""},
		"windows-1251":                  {in(t, charmap.Windows1251, ukrainian), "windows-1251", ukrainian, ""},
		"claims utf-8, is windows-1251": {in(t, charmap.Windows1251, ukrainian), "utf-8", ukrainian, BrokenCharset},
		"claims utf-8, is koi8-u":       {in(t, charmap.KOI8U, ukrainian), "utf-8", ukrainian, BrokenCharset},
		"claims nothing, koi8-u":        {in(t, charmap.KOI8U, ukrainian), "", ukrainian, ""},
		"iso-2022-jp":                   {in(t, japanese.ISO2022JP, "住居 40"), "iso-2022-jp", "住居 40", ""},
		"claims nothing, iso-2022-jp":   {in(t, japanese.ISO2022JP, "住居 40"), "", "住居 40", ""},
		"ks_c_5601-1987":                {in(t, korean.EUCKR, "스티해"), "ks_c_5601-1987", "스티해", ""},
		"cp850":                         {in(t, charmap.CodePage850, "Coördinator André"), "cp850", "Coördinator André", ""},
		"utf-7":                         {utf7, "utf-7", "Coördinator + Про", ""},
		"utf-7 that is none":            {"1+1=2 en +!", "utf-7", "1+1=2 en +!", ""},
		"utf-16 with a mark":            {in(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), dutch), "utf-16", dutch, ""},
		"utf-16 without a mark":         {in(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), dutch), "utf-16", dutch, ""},
		"utf-16be":                      {in(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), dutch), "utf-16be", dutch, ""},
		"claims utf-16, is utf-8":       {dutch, "utf-16", dutch, BrokenCharset},
		"claims nothing, utf-16":        {in(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "veertig plekken"), "", "veertig plekken", ""},
		"one byte astray":               {"Coördinator \xe9\xe9n café Zoë", "utf-8", "Coördinator één café Zoë", BrokenCharset},
		"NFD becomes NFC":               {"cafe\u0301", "utf-8", "café", ""},
		"controls of Windows":           {"\u0080 40", "utf-8", "€ 40", ""},
	}
	for name, test := range cases {
		head := "From: a@example.org\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=\"" + test.label + "\"\n\n"
		got := letter(t, head+base64.StdEncoding.EncodeToString([]byte(test.raw)))
		if got.Text != test.want || codes(got) != test.warning {
			t.Errorf("%s: %q with %q, want %q with %q", name, got.Text, codes(got), test.want, test.warning)
		}
	}
}

func TestTextIsClean(t *testing.T) {
	for text, want := range map[string]string{
		"a\x00b\x07c\x1b[31md": "abc[31md", "a\u200bb\u2060c\ufeffd\u00ade": "abcde", "een\u202eeert": "eeneert", "4\u00a00\u202f0": "4 0 0",
		"a\u2028b\u2029c": "a\nb\nc", "tab\tblijft": "tab\tblijft", "a\rb\r\nc": "a\nb\nc", "\ufffe\U000e0041x": "x",
		"نمی\u200cخواهم": "نمی\u200cخواهم", "e\u200b\u0301": "é", "a\xffb": "a\ufffdb",
	} {
		if got := cleanText(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if got := cleanLine("  een\n\ttwee \u00a0 drie  ", 8); got != "een twee" {
		t.Errorf("%q", got)
	}
}

func TestUndoesEveryEncoding(t *testing.T) {
	uu := "begin 644 a.txt\n%:&%L;&\\\n`\nend\n"
	cases := map[string]struct{ encoding, raw, want, warning string }{
		"base64":                    {"base64", "aGFsbG8=", "hallo", ""},
		"base64 without padding":    {"BASE64", "aGFsbG8", "hallo", ""},
		"base64 with a stray sign":  {"base64", "aGF!sbG8=", "hallo", BrokenCode},
		"base64 in two pieces":      {"base64", "aGFsbG8=\naGFsbG8=\n", "hallohallo", ""},
		"base64 with a list's foot": {"base64", "aGFsbG8=\n_____\nlijst van de regio\n", "hallo", BrokenCode},
		"no base64 at all":          {"base64", "Wij hebben 40 plekken.\n", "Wij hebben 40 plekken.", BrokenCode},
		"quoted-printable":          {"quoted-printable", "Zo=C3=AB heeft =\n40 plek=  \nken=20\nvrij", "Zoë heeft 40 plekken \nvrij", ""},
		"quoted-printable, small":   {"quoted-printable", "Zo=c3=ab", "Zoë", ""},
		"broken quoted-printable":   {"quoted-printable", "40 =XX plekken =C3=A", "40 =XX plekken Ã=A", BrokenCode + " " + BrokenCharset},
		"spaces at the end":         {"quoted-printable", "40   \nplekken", "40\nplekken", ""},
		"uuencode":                  {"x-uuencode", uu, "hallo", ""},
		"uuencode without an end":   {"uuencode", "begin 644 a.txt\n%:&%L;&\\\n", "hallo", BrokenCode},
		"unknown":                   {"x-geheim", "hallo", "hallo", ""},
		"nothing with a comment":    {"8bit; format=x", "hallo", "hallo", ""},
	}
	for name, test := range cases {
		got := letter(t, "From: a@example.org\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "+test.encoding+"\n\n"+test.raw)
		if got.Text != test.want || codes(got) != test.warning {
			t.Errorf("%s: %q with %q, want %q with %q", name, got.Text, codes(got), test.want, test.warning)
		}
	}
	got := letter(t, "From: a@example.org\n\nHierbij de lijst.\n\n"+uu+"\nGroet, Jan\n")
	if got.Text != "Hierbij de lijst.\n\n\nGroet, Jan" || len(got.Attachments) != 1 || got.Attachments[0].Name != "a.txt" || string(got.Attachments[0].Data) != "hallo" {
		t.Errorf("a file in the text: %q %+v", got.Text, got.Attachments)
	}
}

func TestFlowedTextIsJoined(t *testing.T) {
	head := "From: a@example.org\nContent-Type: text/plain; format=flowed"
	if got := letter(t, head+"\n\nWij hebben \nveertig plekken.\n> een \n> regel\n van mij\n-- \nJan"); got.Text != "Wij hebben veertig plekken.\n> een regel\nvan mij\n-- \nJan" {
		t.Errorf("%q", got.Text)
	}
	if got := letter(t, head+"; delsp=yes\n\nlang \nwoord"); got.Text != "langwoord" {
		t.Errorf("%q", got.Text)
	}
}

func TestFileNames(t *testing.T) {
	cases := map[string]string{
		`attachment; filename="opgave 2022.xlsx"`:                                             "opgave 2022.xlsx",
		`attachment; filename=opgave 2022.xlsx`:                                               "opgave 2022.xlsx",
		`attachment; filename*=utf-8''caf%C3%A9.pdf`:                                          "café.pdf",
		`attachment; filename*0*=iso-8859-1''caf%E9; filename*1=" lijst"; filename*2*=%2Epdf`: "café lijst.pdf",
		`attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="`:                                    "café.pdf",
		`attachment; filename="=?utf-8?B?Y2Fmw6k=?= =?utf-8?B?LnBkZg==?="`:                    "café.pdf",
		`attachment; filename="C:\lijsten\opgave.xlsx"`:                                       "opgave.xlsx",
		`attachment; filename="../../etc/passwd"`:                                             "passwd",
		`attachment; filename="a\"b.pdf"`:                                                     "a_b.pdf",
		`attachment; filename="zonder einde.pdf`:                                              "zonder einde.pdf",
		`attachment; filename=""; name=b.pdf`:                                                 "",
		`attachment; filename=".verborgen"`:                                                   "verborgen",
		`attachment; filename*=utf-8''%ZZ.pdf`:                                                "%ZZ.pdf",
		"attachment; filename=\"factuur\u202efdp.exe\"":                                       "factuurfdp.exe",
	}
	for header, want := range cases {
		got := letter(t, "From: a@example.org\nContent-Type: application/octet-stream\nContent-Disposition: "+header+"\n\nx")
		if len(got.Attachments) != 1 || got.Attachments[0].Name != want {
			t.Errorf("%s: %+v, want %q", header, got.Attachments, want)
		}
		if turned := strings.Contains(header, "\u202e"); turned != warned(got, Direction) {
			t.Errorf("%s: %q", header, codes(got))
		}
	}
	long := letter(t, "From: a@example.org\nContent-Disposition: attachment; filename="+strings.Repeat("a", 5000)+".xlsx\n\nx")
	if name := long.Attachments[0].Name; len(name) != mostName || !strings.HasSuffix(name, ".xlsx") {
		t.Errorf("%d characters: %s", len(name), name)
	}
}

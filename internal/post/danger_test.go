package post

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"
)

func withFile(t *testing.T, kind, name string, data []byte) Letter {
	t.Helper()
	return letter(t, "From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhallo\n--x\nContent-Type: "+kind+"; name=\""+name+
		"\"\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(data)+"\n--x--\n")
}

// archive makes a zip file; flags go into the heads of its files.
func archive(t *testing.T, flags uint16, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	packer := zip.NewWriter(&out)
	for _, name := range names {
		file, err := packer.CreateRaw(&zip.FileHeader{Name: name, Flags: flags, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDangerousFiles(t *testing.T) {
	old := func(name string) []byte {
		return append(append(bytes.Clone(compound), make([]byte, 600)...), utf16Name(name)...)
	}
	for title, test := range map[string]struct {
		kind, name string
		data       []byte
		codes      string
		kept       bool
	}{
		"plain sheet":       {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx", archive(t, 0, "xl/workbook.xml"), "", true},
		"sheet with macros": {"application/vnd.ms-excel.sheet.macroenabled.12", "a.xlsm", archive(t, 0, "xl/workbook.xml", "xl/vbaProject.bin"), Macros, true},
		"hidden macros":     {"application/octet-stream", "a.xlsx", archive(t, 0, "xl/vbaProject.bin"), Macros, true},
		"letter of macros":  {"application/octet-stream", "a.docm", archive(t, 0, "word/document.xml"), Macros, false},
		"macros as docx":    {"application/octet-stream", "a.docx", archive(t, 0, "word/vbaProject.bin"), Macros, false},
		"old macros":        {"application/msword", "a.doc", old("_VBA_PROJECT"), Macros, false},
		"old sheet":         {"application/vnd.ms-excel", "a.xls", old("Workbook"), "", true},
		"encrypted sheet":   {"application/octet-stream", "a.xlsx", old("EncryptedPackage"), Password, true},
		"encrypted zip":     {"application/zip", "a.zip", archive(t, 1, "a.txt"), Password, true},
		"zip that was cut":  {"application/zip", "a.zip", archive(t, 1, "a.txt")[:32], Password, true},
		"zip":               {"application/zip", "a.zip", archive(t, 0, "a.txt"), "", true},
		"pdf":               {"application/pdf", "a.pdf", []byte("%PDF"), "", true},
		"opaque signature":  {"application/pkcs7-mime; smime-type=signed-data", "smime.p7m", []byte("x"), Sealed, true},
		"S/MIME":            {"application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m", []byte("x"), Encrypted, true},
		"PGP":               {"application/pgp-encrypted", "", []byte("Version: 1"), Encrypted, true},
		"elsewhere":         {"message/external-body", "", []byte("x"), Elsewhere, true},
	} {
		got := withFile(t, test.kind, test.name, test.data)
		if len(got.Attachments) != 1 || codes(got) != test.codes || (got.Attachments[0].Data != nil) != test.kept {
			t.Errorf("%s: %d files, %q", title, len(got.Attachments), codes(got))
		}
		if test.codes != "" && got.Warnings[0].Detail != test.name {
			t.Errorf("%s: about %q", title, got.Warnings[0].Detail)
		}
	}
	if got := letter(t, "From: a@example.org\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----"); codes(got) != Encrypted {
		t.Errorf("PGP in the text: %q", codes(got))
	}
}

// attribute writes one attribute of a winmail.dat.
func attribute(level byte, id uint32, data []byte) []byte {
	out := []byte{level}
	out = binary.LittleEndian.AppendUint32(out, id)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(data)))
	return append(append(out, data...), 0, 0)
}

// property writes a text property in UTF-16.
func property(id uint16, text string) []byte {
	raw := append(utf16Name(text), 0, 0)
	out := binary.LittleEndian.AppendUint32(nil, uint32(id)<<16|31)
	out = binary.LittleEndian.AppendUint32(out, 1)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(raw)))
	for out = append(out, raw...); len(out)%4 != 0; {
		out = append(out, 0)
	}
	return out
}

func TestWinmail(t *testing.T) {
	start := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint32(nil, tnefMark), 1)
	file := bytes.Join([][]byte{
		start, attribute(1, tnefBody, []byte("Wij hebben 40 plekken.\x00")),
		attribute(2, tnefRendering, nil), attribute(2, tnefTitle, []byte("OPGAVE~1.XLS\x00")), attribute(2, tnefData, []byte("sheet")),
		attribute(2, tnefAttachProps, append(binary.LittleEndian.AppendUint32(nil, 1), property(propLongFilename, "opgave 2022.xls")...)),
	}, nil)
	got := letter(t, "From: a@example.org\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(file))
	if got.Text != "Wij hebben 40 plekken." || len(got.Attachments) != 1 || got.Attachments[0].Name != "opgave 2022.xls" || string(got.Attachments[0].Data) != "sheet" || codes(got) != WinmailDat {
		t.Errorf("%q %+v %q", got.Text, got.Attachments, codes(got))
	}
	if got := withFile(t, "application/octet-stream", "winmail.dat", file); got.Text != "hallo" || len(got.Attachments) != 1 || got.Attachments[0].Name != "opgave 2022.xls" {
		t.Errorf("%q %+v", got.Text, got.Attachments)
	}
	rich := append(start, attribute(1, tnefProps, append(binary.LittleEndian.AppendUint32(nil, 1), property(propHTML, "<p>40 plekken")...))...)
	if got := letter(t, "From: a@example.org\nContent-Type: application/ms-tnef\n\n"+string(rich)); got.Text != "40 plekken" {
		t.Errorf("%q %+v", got.Text, got)
	}
	for size := range file { // cut off anywhere
		got, err := Read(strings.NewReader("From: a@example.org\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(file[:size])), Options{})
		if err != nil || warned(got, BrokenMail) {
			t.Errorf("cut at %d: %+v, %v", size, got.Warnings, err)
		}
	}
}

package post

import (
	"bytes"
	"encoding/binary"
	"path"
	"strings"
)

// attach takes a file in and says what is dangerous about it. Nothing is opened or
// unpacked here.
func (c *composer) attach(p *part) {
	kind := Attachment{Name: p.name, Type: p.media, Data: p.data}
	p.data = nil
	switch p.media {
	case "text/calendar", "application/ics":
		c.invitation = c.invitation || p.disposition != "attachment" || p.params["method"] != ""
	case "application/ms-tnef", "application/vnd.ms-tnef":
		c.tnef(kind)
		return
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		c.smime(p)
	case "application/pgp-encrypted":
		c.warn(Encrypted, "")
	case "message/external-body", "message/partial":
		c.warn(Elsewhere, p.name)
	}
	if strings.EqualFold(p.name, "winmail.dat") && isTNEF(kind.Data) {
		c.tnef(kind)
		return
	}
	if isTNEF(kind.Data) && p.name == "" {
		c.tnef(kind)
		return
	}
	c.keep(kind)
}

// keep checks a file and adds it to the letter. Files with a program in them stay
// out, but for sheets: those are read without running anything.
func (c *composer) keep(file Attachment) {
	ending := strings.ToLower(path.Ext(file.Name))
	if asksPassword(file.Data) {
		c.warn(Password, file.Name)
	}
	if hasMacros(file.Data) || macroEndings[ending] || strings.Contains(file.Type, "macroenabled") {
		c.warn(Macros, file.Name)
		if !sheetEndings[ending] && !strings.Contains(file.Type, "excel") && !strings.Contains(file.Type, "spreadsheet") {
			file.Data = nil
		}
	}
	c.attachments = append(c.attachments, file)
}

var (
	macroEndings = map[string]bool{".xlsm": true, ".docm": true, ".pptm": true, ".dotm": true, ".xltm": true, ".xlam": true, ".xlsb": true, ".ppsm": true, ".potm": true}
	sheetEndings = map[string]bool{".xlsm": true, ".xlsx": true, ".xls": true, ".xlsb": true, ".xltm": true, ".ods": true, ".csv": true}
)

// smime tells an encrypted message from one that is wrapped in its signature.
func (c *composer) smime(p *part) {
	switch strings.ToLower(p.params["smime-type"]) {
	case "signed-data", "certs-only":
		c.warn(Sealed, p.name)
	default:
		c.warn(Encrypted, p.name)
	}
}

var (
	compound   = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1} // the old Office format, [MS-CFB]
	zipCentral = []byte("PK\x01\x02")
	zipLocal   = []byte("PK\x03\x04")
)

// asksPassword tells of a file that cannot be read without a password: an Office
// file in an encrypted envelope, or an archive with an encrypted file.
func asksPassword(data []byte) bool {
	if bytes.HasPrefix(data, compound) {
		return bytes.Contains(data, utf16Name("EncryptedPackage"))
	}
	found := false
	eachZipEntry(data, func(flags uint16, _ []byte) { found = found || flags&1 != 0 })
	return found
}

// hasMacros tells of an Office file with a program in it.
func hasMacros(data []byte) bool {
	if bytes.HasPrefix(data, compound) {
		return bytes.Contains(data, utf16Name("_VBA_PROJECT"))
	}
	found := false
	eachZipEntry(data, func(_ uint16, name []byte) {
		found = found || bytes.HasSuffix(bytes.ToLower(name[max(0, len(name)-14):]), []byte("vbaproject.bin"))
	})
	return found
}

// eachZipEntry walks over the directory of an archive or, for archives that were
// cut off before it, over the heads of its files. Nothing is unpacked.
func eachZipEntry(data []byte, tell func(flags uint16, name []byte)) {
	if !bytes.HasPrefix(data, zipLocal) {
		return
	}
	entries := 0
	for _, kind := range []struct {
		mark              []byte
		flags, size, name int // where in the head they stand (APPNOTE 4.3)
	}{{zipCentral, 8, 28, 46}, {zipLocal, 6, 26, 30}} {
		for rest := data; entries == 0 || kind.name == 46; entries++ {
			at := bytes.Index(rest, kind.mark)
			if at < 0 || len(rest) < at+kind.name {
				break
			}
			head := rest[at:]
			end := min(len(head), kind.name+int(binary.LittleEndian.Uint16(head[kind.size:])))
			tell(binary.LittleEndian.Uint16(head[kind.flags:]), head[kind.name:end])
			rest = head[4:]
		}
	}
}

// utf16Name writes a name as the directory of a compound file does.
func utf16Name(name string) []byte {
	var out []byte
	for _, char := range []byte(name) {
		out = append(out, char, 0)
	}
	return out
}

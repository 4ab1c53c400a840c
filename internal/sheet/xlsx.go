package sheet

import (
	"errors"
	"io"
	"path"
	"strings"
)

// zipped reads a book that is a zip archive.
func (b *book) zipped(data []byte) error {
	a, err := openArchive(data)
	if err == nil {
		a.left = b.left
		defer func() { b.left = a.left }()
	}
	switch {
	case err != nil:
		return err
	case a.has("content.xml") && (a.has("mimetype") || a.has("meta-inf/")):
		return b.openDocument(a)
	case a.has("encrypted-package"):
		return refuse(Encrypted, "package")
	case a.has("xl/workbook.bin"):
		return refuse(OldExcel, "xlsb")
	}
	return b.xlsx(a)
}

// xlsx reads Office Open XML.
func (b *book) xlsx(a *archive) error {
	main, err := mainPart(a)
	if err != nil {
		return err
	}
	x := &workbook{book: b, archive: a, folder: path.Dir(main)}
	if err := x.readIndex(main); err != nil {
		return err
	}
	if a.has(x.folder + "/vbaproject.bin") {
		b.warn(Macros, "")
	}
	if a.has(x.folder + "/externallinks/") {
		b.warn(Links, "")
	}
	if err := x.readRelations(main); err != nil {
		return err
	}
	if err := x.readStyles(); err != nil {
		return err
	}
	if err := x.readStrings(); err != nil {
		return err
	}
	return x.readSheets()
}

// mainPart finds the workbook.
func mainPart(a *archive) (string, error) {
	main := "xl/workbook.xml"
	err := eachElement(a, "_rels/.rels", func(s *scanner) error {
		if s.is("Relationship") && strings.HasSuffix(s.attr("Type"), "/officeDocument") && s.attr("TargetMode") != "External" {
			main = strings.TrimPrefix(path.Clean("/"+s.attr("Target")), "/")
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if strings.HasSuffix(partKey(main), ".bin") {
		return "", refuse(OldExcel, "xlsb")
	}
	if _, ok := a.parts[partKey(main)]; !ok {
		return "", refuse(NotASheet, "archive without a workbook")
	}
	return main, nil
}

// eachElement hands every start tag of a part to take; nothing where there is no
// such part.
func eachElement(a *archive, name string, take func(*scanner) error) error {
	in, err := a.open(name)
	if in == nil || err != nil {
		return err
	}
	s := newScanner(in)
	for {
		switch found, err := s.next(); {
		case err != nil:
			return err
		case found == end:
			return nil
		case found == opened:
			if err := take(s); err != nil {
				return err
			}
		}
	}
}

// workbook is an XLSX being read.
type workbook struct {
	book     *book
	archive  *archive
	folder   string // of the workbook within the archive
	from1904 bool
	sheets   []listed
	targets  map[string]relation
	styles   string
	texts    string // the part with the shared strings
	formats  []format
	shared   []string
}

// listed is a sheet in the index of a workbook.
type listed struct {
	name, id string
	hidden   bool
}

type relation struct{ sort, target string }

func (x *workbook) readIndex(main string) error {
	root := ""
	err := eachElement(x.archive, main, func(s *scanner) error {
		if root == "" {
			root = string(s.name)
		}
		switch {
		case s.is("workbookPr"):
			value := s.attr("date1904")
			x.from1904 = value == "1" || value == "true"
		case s.is("sheet") && s.raw("id") != nil:
			if len(x.sheets) == MaxSheets {
				x.book.warn(SheetsCut, "")
				return nil
			}
			state := s.attr("state")
			x.sheets = append(x.sheets, listed{name: s.attr("name"), id: s.attr("id"), hidden: state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	if err == nil && root != "workbook" {
		return refuse(NotASheet, "archive without a workbook")
	}
	return err
}

const mostRelations = 10_000

// readRelations ties the ids of the index to parts. Targets outside the book are
// not kept, so that nothing can follow them.
func (x *workbook) readRelations(main string) error {
	x.targets = make(map[string]relation)
	x.styles, x.texts = x.folder+"/styles.xml", x.folder+"/sharedStrings.xml"
	return eachElement(x.archive, path.Join(x.folder, "_rels", path.Base(main)+".rels"), func(s *scanner) error {
		if !s.is("Relationship") || s.attr("TargetMode") == "External" {
			return nil
		}
		target := s.attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(x.folder, target)
		}
		sort := path.Base(s.attr("Type"))
		switch sort {
		case "styles":
			x.styles = target
		case "sharedStrings":
			x.texts = target
		}
		if len(x.targets) < mostRelations {
			x.targets[s.attr("Id")] = relation{sort, target}
		}
		return nil
	})
}

const mostFormats = 70_000 // Excel allows 65,490

// readStyles learns which cell styles show dates and the like.
func (x *workbook) readStyles() error {
	codes := make(map[int]format)
	within := false
	err := eachElement(x.archive, x.styles, func(s *scanner) error {
		switch {
		case s.is("numFmt") && len(codes) < mostFormats:
			codes[s.number("numFmtId", -1)] = parseFormat(s.attr("formatCode"))
		case s.is("cellXfs"):
			within = true
		case s.is("cellStyles"), s.is("dxfs"), s.is("cellStyleXfs"):
			within = false
		case within && s.is("xf") && len(x.formats) < mostFormats:
			id := s.number("numFmtId", 0)
			known, ok := codes[id]
			if !ok {
				known = builtin(id)
			}
			x.formats = append(x.formats, known)
		}
		return nil
	})
	return x.tolerate(err, "styles")
}

// tolerate lets a damaged part of a book pass with a warning, but no limit.
func (x *workbook) tolerate(err error, part string) error {
	var known *Error
	if errors.As(err, &known) && known.Code == NotASheet {
		x.book.warn(Damaged, part)
		return nil
	}
	return err
}

// readStrings reads the texts that cells share.
func (x *workbook) readStrings() error {
	in, err := x.archive.open(x.texts)
	if in == nil || err != nil {
		return err
	}
	s := newScanner(in)
	for {
		found, err := s.next()
		switch {
		case err != nil:
			return err // without them every text would be missing
		case found == end:
			return nil
		case found == opened && s.is("si"):
			if len(x.shared) == MaxCells {
				return refuse(TooLarge, "shared strings")
			}
			text, err := x.richText(s, "")
			if err != nil {
				return err // without them every text would be missing
			}
			x.shared = append(x.shared, text)
		}
	}
}

// richText gathers the text of the element at hand, without hints on how to
// pronounce it.
func (x *workbook) richText(s *scanner, sheet string) (string, error) {
	var parts []byte
	inside := false
	for depth := s.depth; ; {
		found, err := s.next()
		switch {
		case err != nil:
			return "", err
		case found == end:
			return "", errXML
		case found == opened && s.is("rPh"):
			if err := s.skip(); err != nil {
				return "", err
			}
		case found == opened:
			inside = s.is("t")
		case found == words && inside && len(parts) < longestText:
			parts = append(parts, s.text...)
		case found == closed && s.depth < depth:
			return x.keepText(string(parts), sheet)
		case found == closed:
			inside = false
		}
	}
}

// keepText cuts a text to size and counts it.
func (x *workbook) keepText(raw, sheet string) (string, error) {
	text := clean(unescapeSigns(raw))
	short := clip(text)
	if len(short) < len(text) {
		x.book.warn(TextCut, sheet)
		short = strings.Clone(short) // lets go of the rest
	}
	if x.book.texts += len(short); x.book.texts > MaxTexts {
		return "", refuse(TooLarge, "text")
	}
	return short, nil
}

// unescapeSigns reads _x000D_ and its like, in which Excel writes signs that XML
// cannot hold.
func unescapeSigns(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for {
		at := strings.Index(text, "_x")
		if at < 0 || at+7 > len(text) {
			break
		}
		char, ok := entity("#" + text[at+1:at+6])
		if !ok || text[at+6] != '_' {
			out.WriteString(text[:at+2])
			text = text[at+2:]
			continue
		}
		out.WriteString(text[:at])
		if char < 0xd800 || char > 0xdfff {
			out.WriteRune(char)
		}
		text = text[at+7:]
	}
	out.WriteString(text)
	return out.String()
}

func (x *workbook) readSheets() error {
	for _, one := range x.sheets {
		relation, ok := x.targets[one.id]
		if !ok || relation.sort != "worksheet" { // charts and dialogs hold no table
			continue
		}
		if x.book.cells >= MaxCells {
			x.book.warn(CellsCut, one.name)
			continue
		}
		in, err := x.archive.open(relation.target)
		if err != nil {
			return err
		}
		if in == nil {
			x.book.warn(Damaged, one.name)
			continue
		}
		if err := x.readSheet(one, in); err != nil {
			return err
		}
	}
	return nil
}

func (x *workbook) readSheet(one listed, in io.Reader) error {
	g := x.book.newGrid(one.name)
	if one.hidden {
		x.book.warn(HiddenSheet, g.name)
	}
	reader := &sheetReader{workbook: x, grid: g, scanner: newScanner(in)}
	err := x.tolerate(reader.read(), g.name)
	g.done()
	return err
}

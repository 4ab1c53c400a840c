package ui

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Catalogue gives a message in a language with its placeholders filled in.
// Numbers and nights among args are written as readers of that language expect.
type Catalogue interface {
	Text(lang, key string, args map[string]any) string
}

// Set is the templates of one room. Every file *.html in it is a page, named
// after the set and the file: places/location. Files whose name begins with an
// underscore are no pages: what they define can be used in every page of the
// set.
type Set struct {
	Name string
	FS   fs.FS
}

// Renderer writes pages. It is safe for use by many at once.
type Renderer struct {
	pages map[string]map[string]*template.Template // by language, by page
}

// NewRenderer reads the layout, the components and the sets, once for each
// language. A template that cannot be read, or two pages of one name, are
// errors.
func NewRenderer(catalogue Catalogue, sets ...Set) (*Renderer, error) {
	renderer := &Renderer{pages: map[string]map[string]*template.Template{}}
	for _, language := range Languages {
		base, err := template.New("").Funcs(functions(catalogue, language.Code)).ParseFS(templates, "templates/*.html")
		if err != nil {
			return nil, fmt.Errorf("ui: %w", err)
		}
		pages := map[string]*template.Template{}
		for _, set := range sets {
			if err := set.read(base, pages); err != nil {
				return nil, fmt.Errorf("ui: templates of %s: %w", set.Name, err)
			}
		}
		renderer.pages[language.Code] = pages
	}
	return renderer, nil
}

func (s Set) read(base *template.Template, pages map[string]*template.Template) error {
	var shared, own []string
	err := fs.WalkDir(s.FS, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir() || path.Ext(file) != ".html":
			return err
		case strings.HasPrefix(entry.Name(), "_"):
			shared = append(shared, file)
		default:
			own = append(own, file)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, file := range own {
		name := s.Name + "/" + strings.TrimSuffix(path.Base(file), ".html")
		if pages[name] != nil {
			return fmt.Errorf("two pages are called %s", name)
		}
		page, err := base.Clone()
		if err != nil {
			return err
		}
		if pages[name], err = page.ParseFS(s.FS, append(shared[:len(shared):len(shared)], file)...); err != nil {
			return err
		}
	}
	return nil
}

// Pages lists the names of all pages, in no particular order.
func (r *Renderer) Pages() []string {
	var names []string
	for name := range r.pages[Languages[0].Code] {
		names = append(names, name)
	}
	return names
}

// Render writes a whole page in the language, or nothing and an error.
func (r *Renderer) Render(w io.Writer, lang, page string, data Page) error {
	data.Lang = r.known(lang)
	return r.execute(w, lang, page, "layout", data)
}

// RenderFragment writes one block that the page defines, or nothing and an
// error; the block's dot is data itself. It answers a page that refreshes a
// part of itself.
func (r *Renderer) RenderFragment(w io.Writer, lang, page, block string, data any) error {
	return r.execute(w, lang, page, block, data)
}

// execute collects the output first, so that an error never leaves half a page.
func (r *Renderer) execute(w io.Writer, lang, page, block string, data any) error {
	set := r.pages[r.known(lang)][page]
	if set == nil {
		return fmt.Errorf("ui: there is no page %s", page)
	}
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, block, data); err != nil {
		return fmt.Errorf("ui: page %s: %w", page, err)
	}
	_, err := out.WriteTo(w)
	return err
}

// known gives the language itself, or the reference for one we do not speak.
func (r *Renderer) known(lang string) string {
	if r.pages[lang] != nil {
		return lang
	}
	return Languages[0].Code
}

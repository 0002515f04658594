package words

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// load reads every text of a language. An error says which file and which key.
func load(files fs.FS, code string) ([]*i18n.Message, error) {
	return read(files, "locales/*."+code+".json")
}

// read reads every file that a pattern names.
func read(files fs.FS, pattern string) ([]*i18n.Message, error) {
	names, err := fs.Glob(files, pattern)
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("words: there is no file %s", pattern)
	}
	r := reader{from: map[string]string{}}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
		var tree map[string]any
		if err := json.Unmarshal(text, &tree); err != nil {
			return nil, fmt.Errorf("words: %s: %w", path.Base(name), err)
		}
		if err := r.walk(path.Base(name), "", tree); err != nil {
			return nil, err
		}
	}
	return r.messages, nil
}

// loadMessages reads what the program composes in a language: for each English format its translation. English has none.
func loadMessages(files fs.FS, code string) ([]*i18n.Message, error) {
	if code == Languages[0].Code {
		return nil, nil
	}
	return read(files, "locales/messages/*."+code+".json")
}

// reader gathers texts and remembers the file of each key.
type reader struct {
	messages []*i18n.Message
	from     map[string]string
}

func (r *reader) walk(file, prefix string, tree map[string]any) error {
	names := make([]string, 0, len(tree))
	for name := range tree {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		key := name
		if prefix != "" {
			key = prefix + "." + name
		}
		var err error
		switch value := tree[name].(type) {
		case string:
			err = r.add(file, &i18n.Message{ID: key, Other: value})
		case map[string]any:
			if m, ok := forms(key, value); ok {
				err = r.add(file, m)
			} else {
				err = r.walk(file, key, value)
			}
		default:
			err = fmt.Errorf("words: %s: %s is neither a text nor a group of texts", file, key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forms reads a text with a form for each number. Spanish and French have a third form, for millions, which reads as the
// general one.
func forms(key string, value map[string]any) (*i18n.Message, bool) {
	one, okOne := value["one"].(string)
	other, okOther := value["other"].(string)
	if !okOne || !okOther || len(value) != 2 {
		return nil, false
	}
	return &i18n.Message{ID: key, One: one, Many: other, Other: other}, true
}

func (r *reader) add(file string, m *i18n.Message) error {
	if m.Other == "" {
		return fmt.Errorf("words: %s: %s is empty", file, m.ID)
	}
	if other, twice := r.from[m.ID]; twice {
		return fmt.Errorf("words: %s: %s stands in %s too", file, m.ID, other)
	}
	r.from[m.ID] = file
	r.messages = append(r.messages, m)
	return nil
}

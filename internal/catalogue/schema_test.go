package catalogue

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"vigil/internal/golden"
	"vigil/questionnaires"
)

func TestSchemasAreCurrent(t *testing.T) {
	for name, text := range Schema() {
		golden.Equal(t, "../../questionnaires/schema/"+name+".schema.json", text)
	}
}

// validator compiles the schemas as JSON Schema 2020-12.
func validator(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	out := map[string]*jsonschema.Schema{}
	for name, text := range Schema() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name, doc); err != nil {
			t.Fatal(err)
		}
		if out[name], err = c.Compile(name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// validate checks YAML against the schema of its kind.
func validate(t *testing.T, schemas map[string]*jsonschema.Schema, text []byte) error {
	t.Helper()
	j, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(j))
	if err != nil {
		t.Fatal(err)
	}
	fields, _ := doc.(map[string]any)
	for _, kind := range []struct{ field, name string }{
		{"rule_set", "rule_set"}, {"questionnaire", "questionnaire"}, {"bank", "bank"}, {"methodology", "methodology"}, {"provisions", "provisions"}, {"frameworks", "crosswalk"}, {"publication", "publication"},
	} {
		if _, ok := fields[kind.field]; ok {
			return schemas[kind.name].Validate(doc)
		}
	}
	t.Fatal("the file is of no kind")
	return nil
}

func TestSchemasRefuse(t *testing.T) {
	schemas := validator(t)
	for name, text := range map[string]string{
		"unknown field":  "provisions: []\ncolour: red\n",
		"missing fields": "methodology: x\n",
		"closed word":    "frameworks: [{id: a, title: {en: A}}]\ncells: [{provision: X, framework: a, reference: \"1\", status: w}]\n",
		"text":           "frameworks: [{id: a, title: A}]\ncells: []\n",
		"nested":         "questionnaire: q\nedition: 1.0.0\nmethodology: m@1\nlanguages: [en]\ntitle: {en: Q}\npillars: [{id: P, indicators: [{id: I, parts: [{id: J, colour: red}]}]}]\n",
	} {
		if err := validate(t, schemas, []byte(text)); err == nil {
			t.Errorf("%s: the schema lets it pass", name)
		}
	}
}

func TestSchemasHoldForEveryFile(t *testing.T) {
	schemas := validator(t)
	count := 0
	for _, tree := range []fs.FS{questionnaires.Files, os.DirFS("testdata/base")} {
		err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
				return err
			}
			text, err := fs.ReadFile(tree, name)
			if err != nil {
				return err
			}
			count++
			if err := validate(t, schemas, text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if count < 8 {
		t.Errorf("only %d files were found", count)
	}
}

package words

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestAFileOfTextsThatIsWrongSaysWhere(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no file":       {nil, "there is no file locales/*.en.json"},
		"no json":       {map[string]string{"a": `{"x"`}, "a.en.json"},
		"twice":         {map[string]string{"a": `{"x": {"y": "1"}}`, "b": `{"x.y": "2"}`}, "b.en.json: x.y stands in a.en.json too"},
		"empty":         {map[string]string{"a": `{"x": ""}`}, "a.en.json: x is empty"},
		"no text":       {map[string]string{"a": `{"x": 3}`}, "a.en.json: x is neither a text nor a group"},
		"no text below": {map[string]string{"a": `{"x": {"one": "1", "other": ["2"]}}`}, "a.en.json: x.other is neither"},
	} {
		files := fstest.MapFS{}
		for n, text := range c.files {
			files["locales/"+n+".en.json"] = &fstest.MapFile{Data: []byte(text)}
		}
		if _, err := load(files, "en"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not %q", name, err, c.want)
		}
	}
	files := fstest.MapFS{"locales/a.en.json": {Data: []byte(`{"x": {"one": "one", "other": "some", "more": "m"}, "y": {"one": "1", "other": "2"}}`)}}
	messages, err := load(files, "en")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, m := range messages {
		got[m.ID] = m.One + "|" + m.Other
	}
	if len(got) != 4 || got["y"] != "1|2" || got["x.one"] != "|one" {
		t.Errorf("a group with other names beside one and other is a group: %v", got)
	}
}

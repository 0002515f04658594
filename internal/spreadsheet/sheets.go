package spreadsheet

import (
	"encoding/xml"
	"path"
	"strings"
)

// walkAll finds every sheet of a workbook through its relations and walks it to the end.
func walkAll(p parts) (map[string]walked, error) {
	var book struct {
		Sheets []struct {
			Name string     `xml:"name,attr"`
			Attr []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Type   string `xml:"Type,attr"`
		} `xml:"Relationship"`
	}
	if err := xml.Unmarshal(p["xl/workbook.xml"], &book); err != nil {
		return nil, refuse(exportAgain, "the list of sheets is damaged (%v)", err)
	}
	if err := xml.Unmarshal(p["xl/_rels/workbook.xml.rels"], &rels); err != nil {
		return nil, refuse(exportAgain, "the list of sheets is damaged (%v)", err)
	}
	texts, err := sharedTexts(p["xl/sharedstrings.xml"])
	if err != nil {
		return nil, err
	}
	targets, kinds := map[string]string{}, map[string]string{}
	for _, r := range rels.List {
		t := r.Target
		if !strings.HasPrefix(t, "/") {
			t = "xl/" + t
		}
		targets[r.ID] = strings.ToLower(strings.TrimPrefix(path.Clean(t), "/"))
		kinds[r.ID] = path.Base(r.Type)
	}
	out := map[string]walked{}
	for _, s := range book.Sheets {
		id := ""
		for _, a := range s.Attr {
			if a.Name.Local == "id" {
				id = a.Value
			}
		}
		if kinds[id] == "chartsheet" {
			continue
		}
		part, ok := p[targets[id]]
		if !ok {
			return nil, refuse(exportAgain, "the sheet %q is listed, but not in the file", short(s.Name))
		}
		if _, twice := out[s.Name]; twice {
			return nil, refuse(exportAgain, "the sheet %q is there twice", short(s.Name))
		}
		if out[s.Name], err = walkSheet(s.Name, part, texts); err != nil {
			return nil, err
		}
	}
	return out, nil
}

package spreadsheet

import (
	"encoding/xml"
	"path"
	"strings"

	"vigil/internal/vigil"
)

const officeDocument = "officeDocument" // the kind of the relation to the list of sheets

// relation leads from one part of a workbook to another.
type relation struct {
	target string // the name of a part, in lower case
	kind   string // the last word of the type: worksheet, sharedStrings
}

// relationsOf reads the relations of a part by their id; "" is the workbook as a whole. It refuses ids that are there
// twice, because programs differ in which of the two they follow.
func relationsOf(all parts, part string) (map[string]relation, error) {
	var file struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Type   string `xml:"Type,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	folder, name := path.Split(part)
	if xml.Unmarshal(all[folder+"_rels/"+name+".rels"], &file) != nil {
		return nil, errListOfSheets
	}
	out := map[string]relation{}
	for _, r := range file.List {
		if _, twice := out[r.ID]; twice {
			return nil, refuse(exportAgain, "the list of sheets is damaged: the relation %q is there twice", short(r.ID))
		}
		target := strings.ToLower(r.Target)
		if !strings.HasPrefix(target, "/") {
			target = "/" + folder + target
		}
		out[r.ID] = relation{strings.TrimPrefix(path.Clean(target), "/"), path.Base(r.Type)}
	}
	return out, nil
}

var errListOfSheets = refuse(exportAgain, "the list of sheets is damaged")

// listOfSheets is the part that every program opens first. Its name promises nothing; the relation to it does.
func listOfSheets(all parts) (string, error) {
	relations, err := relationsOf(all, "")
	if err != nil {
		return "", err
	}
	found := ""
	for _, r := range relations {
		if r.kind != officeDocument {
			continue
		}
		if found != "" {
			return "", refuse(exportAgain, "the file is two workbooks in one")
		}
		found = r.target
	}
	if all[found] == nil {
		return "", refuse("save it as Excel workbook (.xlsx)", "the file is a zip archive, but no workbook")
	}
	return found, nil
}

// forbidden are relations to what runs, or to what stands elsewhere, whatever the part is called.
var forbidden = map[string]refusal{
	"vbaProject": errMacros, "xlMacrosheet": errMacros, "xlIntlMacrosheet": errMacros,
	"externalLink": errLinks, "oleObject": errLinks, "package": errLinks, "control": errLinks,
	"connections": {vigil.Say("the workbook fetches data from elsewhere"), vigil.Say("delete its connections and queries, and save again")},
}

var (
	errMacros = refusal{vigil.Say("the workbook holds macros"), vigil.Say("save it as Excel workbook (.xlsx) without macros")}
	errLinks  = refusal{vigil.Say("the workbook holds links to other files or embedded files"), vigil.Say("break the links, take embedded files out, and save again")}
)

// vetKind looks at what a relation or a list of types says that a part is.
func vetKind(t xml.StartElement) error {
	outside, kind := false, ""
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "TargetMode":
			outside = strings.EqualFold(a.Value, "External")
		case "Type":
			kind = path.Base(a.Value)
		case "ContentType":
			lower := strings.ToLower(a.Value)
			if t.Name.Local == "Override" && (strings.Contains(lower, "vbaproject") || strings.Contains(lower, "macro")) {
				return errMacros // a type for an ending is often listed where no part has that ending
			}
		}
	}
	if r, found := forbidden[kind]; found {
		return r
	}
	if outside && kind != "hyperlink" { // a link to click does nothing by itself
		return refuse("break the links to other files and save again", "the workbook links to another file")
	}
	return nil
}

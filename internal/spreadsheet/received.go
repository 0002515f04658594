package spreadsheet

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// received is a workbook that came in and was vetted. Sheets are read twice, by the library and by our own walk, and
// believed where both agree.
type received struct {
	f         *excelize.File
	names     []string          // of the sheets, as written
	sheets    map[string][]byte // the part of each sheet, by its name in lower case
	texts     []string
	hidden    map[string]bool // sheets that their writer does not show, by name
	most      caps
	since1904 bool // days are counted from 1904, as old programs for the Macintosh did
}

// receive vets a workbook of answers and opens it. Close it.
func receive(file io.Reader) (*received, error) { return receiveWithin(file, answerCaps) }

// receiveWithin vets a workbook and opens it. Close it.
func receiveWithin(file io.Reader, most caps) (*received, error) {
	data, err := readCapped(file, maxFile)
	if err != nil {
		return nil, refuse("take pictures and added sheets out", "the file cannot be read whole, or is larger than %d MiB", maxFile>>20)
	}
	all, err := unpack(data, most)
	if err != nil {
		return nil, err
	}
	r := &received{sheets: map[string][]byte{}, hidden: map[string]bool{}, most: most}
	if err := r.relate(all); err != nil {
		return nil, err
	}
	r.f, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: int64(most.total), UnzipXMLSizeLimit: int64(most.sheet), RawCellValue: true})
	if err != nil {
		return nil, refuse("save it as .xlsx without a password and send it again", "the workbook cannot be opened")
	}
	return r, nil
}

func (r *received) close() { _ = r.f.Close() }

// relate finds the part of every sheet through the relations of the workbook: the names of parts promise nothing.
func (r *received) relate(all parts) error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attr  []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	list, err := listOfSheets(all)
	if err != nil {
		return err
	}
	relations, err := relationsOf(all, list)
	if err != nil {
		return err
	}
	if xml.Unmarshal(all[list], &book) != nil {
		return errListOfSheets
	}
	r.since1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	for _, to := range relations {
		if to.kind != "sharedStrings" {
			continue
		}
		if r.texts != nil {
			return refuse(exportAgain, "the texts of the workbook are damaged: they are there twice")
		}
		if r.texts, err = sharedTexts(all[to.target]); err != nil {
			return err
		}
	}
	for _, s := range book.Sheets {
		id := ""
		for _, a := range s.Attr {
			if a.Name.Local == "id" && a.Name.Space != "" {
				id = a.Value
			}
		}
		key := strings.ToLower(s.Name)
		part, found := all[relations[id].target]
		_, twice := r.sheets[key]
		switch {
		case relations[id].kind != "worksheet": // a sheet of a chart or a dialogue holds no cells
			continue
		case !found:
			return refuse(exportAgain, "the sheet %q is listed, but not in the file", short(s.Name))
		case twice:
			return refuse(exportAgain, "the sheet %q is there twice", short(s.Name))
		}
		r.sheets[key], r.hidden[s.Name] = part, s.State != "" && s.State != "visible"
		r.names = append(r.names, s.Name)
	}
	return nil
}

// sheet reads the cells of a sheet; found is false where there is none of that name.
func (r *received) sheet(name string) (g grid, found bool, err error) {
	part, found := r.sheets[strings.ToLower(name)]
	if !found {
		return nil, false, nil
	}
	if g, err = walkSheet(name, part, r.texts, r.most.rows); err != nil {
		return nil, true, err
	}
	return g, true, r.agree(name, g)
}

// agree holds the library to what the walk found, cell by cell.
func (r *received) agree(name string, g grid) error {
	rows, err := r.f.Rows(name)
	if err != nil {
		return refuse(exportAgain, "the sheet %q cannot be read (%v)", name, err)
	}
	defer func() { _ = rows.Close() }()
	for i := range g {
		if !rows.Next() {
			return refuse(exportAgain, "only %d of the %d rows of the sheet %q can be read", i, len(g), name)
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return refuse(exportAgain, "row %d of the sheet %q cannot be read (%v)", i+1, name, err)
		}
		for c := range max(len(cells), len(g[i])) {
			read := ""
			if c < len(cells) {
				read = cells[c]
			}
			if read != g.at(i, c).raw {
				return refuse(exportAgain, "row %d of the sheet %q cannot be read whole", i+1, name)
			}
		}
	}
	if err := rows.Error(); err != nil {
		return refuse(exportAgain, "the sheet %q cannot be read (%v)", name, err)
	}
	return nil
}

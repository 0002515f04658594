package vault

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"vigil/internal/vigil"
)

// pdf writes a PDF anew from what its pages need. What nothing leads to (earlier versions, leftovers), what is written beside
// the pages (properties, notes, attached files, programs, signatures) and what says who made it stays behind.
func (c *cleaner) pdf(data []byte) (out []byte, err error) {
	defer func() {
		if x := recover(); x != nil { // the parser has nothing that outlives this process
			err = errors.New("its parts contradict one another")
		}
	}()
	if !bytes.Contains(data[max(0, len(data)-4096):], []byte("%%EOF")) {
		return nil, errors.New("the end of the PDF is missing")
	}
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode, conf.Optimize, conf.Offline, conf.Cmd = model.ValidationRelaxed, false, true, model.LISTINFO
	ctx, err := pdfcpu.Read(bytes.NewReader(data), conf)
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, blocked{vigil.Say("is locked with a password"), vigil.Say("save it without one")}
	case err != nil:
		return nil, errors.New("it is no whole PDF")
	}
	root, err := ctx.DereferenceDict(*ctx.Root)
	if err != nil || root == nil || root["Pages"] == nil {
		return nil, errors.New("it has no pages")
	}
	if n := pages(ctx.XRefTable, root["Pages"], 0); n == 0 {
		return nil, errors.New("it has no pages")
	}
	if ctx.Info != nil {
		c.took(vigil.RemovedProperties)
	}
	w := &pdfWriter{c: c, table: ctx.XRefTable, numbers: map[int]int{}}
	if ctx.HeaderVersion != nil && *ctx.HeaderVersion == model.V20 {
		w.version = "2.0"
	}
	return w.write(root)
}

// pages counts what a tree of pages leads to; it is 0 where a part of the tree is missing.
func pages(table *model.XRefTable, o types.Object, depth int) int {
	d, err := table.DereferenceDict(o)
	if err != nil || d == nil || depth > 50 {
		return 0
	}
	if d["Kids"] == nil {
		return 1
	}
	kids, err := table.DereferenceArray(d["Kids"])
	if err != nil {
		return 0
	}
	all := 0
	for _, k := range kids {
		n := pages(table, k, depth+1)
		if n == 0 {
			return 0
		}
		all += n
	}
	return all
}

// pdfWriter copies what the catalog leads to, object by object.
type pdfWriter struct {
	c       *cleaner
	table   *model.XRefTable
	numbers map[int]int // by old number; 0: it stays behind
	waiting []types.IndirectRef
	version string
}

func (w *pdfWriter) write(root types.Dict) ([]byte, error) {
	if w.version == "" {
		w.version = "1.7"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n", w.version)
	var offsets []int
	begin := func() { offsets = append(offsets, b.Len()); fmt.Fprintf(&b, "%d 0 obj\n", len(offsets)) }
	catalog, err := w.catalog(root)
	if err != nil {
		return nil, err
	}
	begin()
	b.WriteString(catalog.PDFString() + "\nendobj\n")
	for i := 0; i < len(w.waiting); i++ {
		begin()
		if err := w.object(&b, w.waiting[i]); err != nil {
			return nil, err
		}
		b.WriteString("\nendobj\n")
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, table)
	return b.Bytes(), nil
}

// catalogKeys are what of the catalog the pages need.
var catalogKeys = []string{"Type", "Version", "Extensions", "Pages", "PageLabels", "Names", "Dests", "ViewerPreferences", "PageLayout", "PageMode", "Outlines",
	"OpenAction", "AcroForm", "StructTreeRoot", "MarkInfo", "Lang", "OutputIntents", "OCProperties"}

func (w *pdfWriter) catalog(root types.Dict) (types.Dict, error) {
	kept := types.Dict{}
	for key, v := range root {
		if slices.Contains(catalogKeys, key) {
			kept[key] = v
		} else {
			w.left(key)
		}
	}
	if names, err := w.table.DereferenceDict(kept["Names"]); err == nil && names != nil {
		for key := range names {
			if key != "Dests" {
				w.left(key)
			}
		}
		kept["Names"] = types.Dict{"Dests": names["Dests"]}
	}
	copied, err := w.copy(kept, "")
	if err != nil {
		return nil, err
	}
	d, _ := copied.(types.Dict)
	return d, nil
}

// leftBehind are the keys that stay behind wherever they stand, and what that takes out.
var leftBehind = map[string]string{
	"Metadata": vigil.RemovedProperties, "PieceInfo": vigil.RemovedProperties, "LastModified": vigil.RemovedProperties, "CreatorInfo": vigil.RemovedProperties,
	"SpiderInfo": vigil.RemovedProperties, "User": vigil.RemovedProperties, "Thumb": vigil.RemovedPreviews, "AF": vigil.RemovedAttachments,
	"EF": vigil.RemovedAttachments, "EmbeddedFiles": vigil.RemovedAttachments, "Collection": vigil.RemovedAttachments, "JS": vigil.RemovedPrograms,
	"JavaScript": vigil.RemovedPrograms, "AA": vigil.RemovedPrograms, "XFA": vigil.RemovedPrograms, "Perms": vigil.RemovedSignatures, "DSS": vigil.RemovedSignatures,
	"Legal": vigil.RemovedSignatures, "Popup": vigil.RemovedComments, "Threads": vigil.RemovedData,
}

func (w *pdfWriter) left(key string) {
	if what, ok := leftBehind[key]; ok {
		w.c.took(what)
	}
}

// copy gives an object as it is to be written; nil where it stays behind. under is the key under which it stands.
func (w *pdfWriter) copy(o types.Object, under string) (types.Object, error) {
	switch o := o.(type) {
	case types.IndirectRef:
		return w.reference(o, under)
	case types.Dict:
		if w.staysBehind(o, under) {
			return nil, nil
		}
		return w.dict(o)
	case types.Array:
		out := types.Array{}
		for _, x := range o {
			y, err := w.copy(x, under)
			if err != nil {
				return nil, err
			}
			if y != nil || under != "Annots" && under != "Kids" && under != "Fields" {
				out = append(out, y)
			}
		}
		return out, nil
	case types.StreamDict, types.ObjectStreamDict, types.XRefStreamDict:
		return nil, errors.New("a part of it stands where none can")
	}
	return o, nil
}

func (w *pdfWriter) dict(d types.Dict) (types.Object, error) {
	out := types.Dict{}
	keys := make([]string, 0, len(d))
	for key := range d {
		keys = append(keys, key)
	}
	sort.Strings(keys) // the same copy every time
	note := d["Rect"] != nil && d["Subtype"] != nil
	for _, key := range keys {
		if _, stays := leftBehind[key]; stays || note && (key == "M" || key == "NM" || key == "CreationDate") {
			w.left(key)
			continue
		}
		v, err := w.copy(d[key], key)
		if err != nil {
			return nil, err
		}
		if v != nil {
			out[key] = v
		}
	}
	return out, nil
}

// reference gives an object a number of its own the first time something leads to it.
func (w *pdfWriter) reference(ref types.IndirectRef, under string) (types.Object, error) {
	old := ref.ObjectNumber.Value()
	n, known := w.numbers[old]
	if !known {
		o, err := w.table.Dereference(ref)
		if err != nil {
			return nil, errors.New("a part of it cannot be read")
		}
		switch x := o.(type) {
		case nil:
			return nil, nil
		case types.Dict:
			if w.staysBehind(x, under) {
				return nil, nil
			}
		case types.StreamDict:
			if w.staysBehind(x.Dict, under) {
				return nil, nil
			}
		}
		w.waiting = append(w.waiting, ref)
		n = len(w.waiting) + 1
		w.numbers[old] = n
	}
	return *types.NewIndirectRef(n, 0), nil
}

// name gives a name that a dictionary has under a key.
func (w *pdfWriter) name(d types.Dict, key string) string {
	o, err := w.table.Dereference(d[key])
	if n, ok := o.(types.Name); ok && err == nil {
		return string(n)
	}
	return ""
}

// notes are the kinds of annotation that readers leave, or that run something. Links and fields of forms are not among them.
var notes = map[string]string{
	"Text": vigil.RemovedComments, "FreeText": vigil.RemovedComments, "Line": vigil.RemovedComments, "Square": vigil.RemovedComments, "Circle": vigil.RemovedComments,
	"Polygon": vigil.RemovedComments, "PolyLine": vigil.RemovedComments, "Highlight": vigil.RemovedComments, "Underline": vigil.RemovedComments,
	"Squiggly": vigil.RemovedComments, "StrikeOut": vigil.RemovedComments, "Stamp": vigil.RemovedComments, "Caret": vigil.RemovedComments, "Ink": vigil.RemovedComments,
	"Popup": vigil.RemovedComments, "Redact": vigil.RemovedComments, "FileAttachment": vigil.RemovedAttachments, "Sound": vigil.RemovedPrograms,
	"Movie": vigil.RemovedPrograms, "Screen": vigil.RemovedPrograms, "3D": vigil.RemovedPrograms, "RichMedia": vigil.RemovedPrograms, "Projection": vigil.RemovedPrograms,
}

// staysBehind reports whether a dictionary is one that no copy has, by what it is.
func (w *pdfWriter) staysBehind(d types.Dict, under string) bool {
	switch kind := w.name(d, "Type"); {
	case kind == "Metadata":
		w.c.took(vigil.RemovedProperties)
		return true
	case kind == "EmbeddedFile":
		w.c.took(vigil.RemovedAttachments)
		return true
	case kind == "Sig" && d["Contents"] != nil, kind == "DocTimeStamp", d["ByteRange"] != nil && d["Contents"] != nil:
		w.c.took(vigil.RemovedSignatures)
		return true
	case kind == "OBJR" && w.leadsNowhere(d["Obj"]):
		return true
	}
	if what, note := notes[w.name(d, "Subtype")]; note && d["Rect"] != nil {
		w.c.took(what)
		return true
	}
	return (under == "A" || under == "Next" || under == "OpenAction") && !w.harmless(d)
}

// leadsNowhere reports whether what a reference leads to stays behind.
func (w *pdfWriter) leadsNowhere(o types.Object) bool {
	d, err := w.table.DereferenceDict(o)
	return err != nil || d == nil || w.staysBehind(d, "")
}

// harmless reports whether an action goes to a page or to a public address. What runs a program, sends a form or opens a file
// on somebody's computer is not.
func (w *pdfWriter) harmless(d types.Dict) bool {
	switch w.name(d, "S") {
	case "", "GoTo", "Named", "SetOCGState":
		return true
	case "URI":
		b, err := w.table.DereferenceStringEntryBytes(d, "URI")
		if err == nil && public(string(b)) {
			return true
		}
		w.c.took(vigil.RemovedLinks)
	case "GoToR", "GoToE", "Launch":
		w.c.took(vigil.RemovedLinks)
	default:
		w.c.took(vigil.RemovedPrograms)
	}
	return false
}

// public reports whether an address is one on the web, or of mail, and not on somebody's computer.
func public(address string) bool {
	address = strings.ToLower(strings.TrimSpace(address))
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "mailto:") || strings.HasPrefix(address, "#")
}

// object writes what a number stands for.
func (w *pdfWriter) object(b *bytes.Buffer, ref types.IndirectRef) error {
	o, err := w.table.Dereference(ref)
	if err != nil {
		return errors.New("a part of it cannot be read")
	}
	sd, isStream := o.(types.StreamDict)
	if !isStream {
		copied, err := w.copy(o, "")
		if err != nil {
			return err
		}
		if copied == nil {
			b.WriteString("null")
		} else {
			b.WriteString(copied.PDFString())
		}
		return nil
	}
	raw, filter, err := w.stream(sd)
	if err != nil {
		return err
	}
	plain := types.Dict{}
	for key, v := range sd.Dict {
		if key != "Length" && key != "DL" {
			plain[key] = v
		}
	}
	if filter != "" {
		plain["Filter"] = types.Name(filter)
		delete(plain, "DecodeParms")
	}
	copied, err := w.dict(plain)
	if err != nil {
		return err
	}
	d, _ := copied.(types.Dict)
	d["Length"] = types.Integer(len(raw))
	b.WriteString(d.PDFString() + "\nstream\n")
	b.Write(raw)
	b.WriteString("\nendstream")
	return nil
}

// stream gives the bytes of a stream. Pictures that were taken with a camera are cleaned as if they stood alone; filter names
// the only packing that is left then.
func (w *pdfWriter) stream(sd types.StreamDict) (raw []byte, filter string, err error) {
	n := len(sd.FilterPipeline)
	if n == 0 || sd.FilterPipeline[n-1].Name != "DCTDecode" && sd.FilterPipeline[n-1].Name != "JPXDecode" {
		return sd.Raw, "", nil
	}
	raw, filter = sd.Raw, sd.FilterPipeline[n-1].Name
	for _, f := range sd.FilterPipeline[:n-1] {
		if f.Name != "FlateDecode" || f.DecodeParms != nil {
			return nil, "", blocked{vigil.Say("holds a picture that is packed in a way that cannot be cleaned"), vigil.Say("print it to PDF again, and send that")}
		}
		if raw, err = inflate(raw); err != nil {
			return nil, "", err
		}
	}
	if filter == "DCTDecode" {
		raw, err = w.c.jpeg(raw)
		if n == 1 {
			filter = "" // its own parameters still hold
		}
	} else {
		raw, err = w.c.jpeg2000(raw)
	}
	return raw, filter, err
}

func inflate(b []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(largestPart)+1))
	if err == nil && len(out) > int(largestPart) {
		err = errors.New("it unpacks to too much")
	}
	return out, err
}

// jpeg2000 leaves out the boxes that hold properties.
func (c *cleaner) jpeg2000(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte{0xff, 0x4f, 0xff, 0x51}) { // the picture alone, without boxes
		return data, nil
	}
	var out []byte
	for rest := data; len(rest) > 0; {
		if len(rest) < 8 {
			return nil, errPicture
		}
		n := uint64(rest[0])<<24 | uint64(rest[1])<<16 | uint64(rest[2])<<8 | uint64(rest[3])
		switch {
		case n == 0:
			n = uint64(len(rest))
		case n == 1 && len(rest) >= 16:
			n = 0
			for _, x := range rest[8:16] {
				n = n<<8 | uint64(x)
			}
		}
		if n < 8 || n > uint64(len(rest)) {
			return nil, errPicture
		}
		switch string(rest[4:8]) {
		case "jP  ", "ftyp", "jp2h", "jp2c":
			out = append(out, rest[:n]...)
		default:
			c.took(vigil.RemovedProperties)
		}
		rest = rest[n:]
	}
	return out, nil
}

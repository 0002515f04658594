package app

// Status says how a cell of a file stands to what is on file.
type Status string

// The statuses. With the workbook's export known, "changed" is measured against what that workbook held when it went
// out; without it the two sides are compared with one another alone.
const (
	Unchanged    Status = "unchanged"     // both say the same
	New          Status = "new"           // nothing was on file; the file's is taken
	ChangedHere  Status = "changed_here"  // changed in the file alone; the file's is taken
	ClearedHere  Status = "cleared_here"  // emptied in the file alone; it is taken out
	ChangedThere Status = "changed_there" // changed on file alone, or erased there; it stays
	NotInFile    Status = "not_in_file"   // the file says nothing of it; what is on file stays
	Conflicting  Status = "conflict"      // changed on both sides; somebody has to choose
)

// fromFile reports whether the file's cell is taken without asking.
func (s Status) fromFile() bool { return s == New || s == ChangedHere || s == ClearedHere }

// onFile reports whether what is on file stays without asking.
func (s Status) onFile() bool { return s == ChangedThere || s == NotInFile }

// ancestor is what a workbook held when it went out.
type ancestor interface {
	held(f field, value string) bool // the cell held just this; "" is a blank cell
	erased(f field) bool             // what it held was erased since
}

// verdict is what becomes of the cells of one answer. Cells of one group are decided together.
type verdict struct {
	status [fields]Status
	group  [fields]string
}

// The groups of cells that are decided together where they are in conflict.
const (
	wholeRow = "row"    // one side has no answer at all
	claim    = "answer" // an answer belongs to the grade and the date of its evidence
)

// merge compares the cells of one answer in a file and on file. base is nil where it is not known what the file held
// when it went out.
func merge(file, server cells, base ancestor) verdict {
	var v verdict
	for f := range fields {
		v.group[f] = fieldNames[f]
		if base == nil {
			v.status[f] = twoWay(file[f], server[f])
		} else {
			v.status[f] = threeWay(f, file[f], server[f], base)
		}
	}
	if file.blank() || server.blank() {
		v.together(wholeRow, nil, answerCell, gradeCell, dateCell, noteCell, searchCell, evidenceCell)
	} else {
		v.together(claim, base, answerCell, gradeCell, dateCell)
	}
	return v
}

func twoWay(file, server string) Status {
	switch {
	case file == server:
		return Unchanged
	case server == "":
		return New
	case file == "":
		return NotInFile
	}
	return Conflicting
}

func threeWay(f field, file, server string, base ancestor) Status {
	switch {
	case file == server:
		return Unchanged
	case base.erased(f):
		return ChangedThere
	case base.held(f, file):
		if file == "" {
			return NotInFile
		}
		return ChangedThere
	case !base.held(f, server):
		return Conflicting
	case file == "":
		return ClearedHere
	case server == "":
		return New
	}
	return ChangedHere
}

// together makes a conflict of cells that belong together where one of them is, or where each side changed another of
// them. Where one was erased since the export, all of them stay as they are on file.
func (v *verdict) together(group string, base ancestor, members ...field) {
	var taken, kept, conflict, gone bool
	for _, f := range members {
		v.group[f] = group
		s := v.status[f]
		taken, kept, conflict = taken || s.fromFile(), kept || s.onFile(), conflict || s == Conflicting
		gone = gone || (base != nil && s == ChangedThere && base.erased(f))
	}
	if split := taken && kept; !conflict && !split {
		return
	}
	for _, f := range members {
		switch {
		case v.status[f] == Unchanged:
		case gone:
			v.status[f] = ChangedThere
		default:
			v.status[f] = Conflicting
		}
	}
}

package spreadsheet

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"vigil/internal/vigil"
)

// ReadFile reads an answer file by its ending: .xlsx in a child process of the same program with limits on memory and
// time, .csv and .json here. A file that cannot be used gives vigil.Problems with every reason and what to do.
func ReadFile(ctx context.Context, path string) (vigil.Submission, error) {
	name := filepath.Base(path)
	if problem := fileProblem(path); problem != nil {
		return vigil.Submission{Source: name}, vigil.Problems{*problem}
	}
	ext := strings.ToLower(filepath.Ext(path))
	if ext == ".xlsx" {
		return readInChild(ctx, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return vigil.Submission{Source: name}, vigil.Problems{unreadable(path, err)}
	}
	defer f.Close()
	if ext == ".csv" {
		sub, ps := ReadCSV(name, f)
		return sub, ps.Err()
	}
	b, err := readCapped(f, csvBytes)
	if err != nil {
		return vigil.Submission{Source: name}, vigil.Problems{unreadable(path, err)}
	}
	sub, ps := readJSON(name, b)
	return sub, ps.Err()
}

// fileProblem says why a path is no answer file before it is opened; nil when it may be one.
func fileProblem(path string) *vigil.Problem {
	at := vigil.Place{File: filepath.Base(path)}
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return &vigil.Problem{Place: at, What: vigil.Say("there is no such file"), Do: vigil.Say("check the name and the folder")}
	case err != nil:
		p := unreadable(path, err)
		return &p
	case info.IsDir():
		return &vigil.Problem{Place: at, What: vigil.Say("this is a folder"), Do: vigil.Say("name a file that ends in .xlsx, .csv or .json")}
	case !info.Mode().IsRegular():
		return &vigil.Problem{Place: at, What: vigil.Say("this is no ordinary file"), Do: vigil.Say("name a file that ends in .xlsx, .csv or .json")}
	case info.Size() == 0:
		return &vigil.Problem{Place: at, What: vigil.Say("the file is empty"), Do: vigil.Say("save it again, or export a new workbook")}
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".csv", ".json":
		return nil
	case ".xls", ".xlsm", ".xlsb", ".ods", ".xltx":
		return &vigil.Problem{Place: at, What: vigil.Say("files that end in %s are not read", filepath.Ext(path)), Do: vigil.Say("open it and save it as Excel workbook (.xlsx) without macros")}
	}
	return &vigil.Problem{Place: at, What: vigil.Say("the ending %q is not known", filepath.Ext(path)), Do: vigil.Say("use a file that ends in .xlsx, .csv or .json")}
}

func unreadable(path string, err error) vigil.Problem {
	return vigil.Problem{Place: vigil.Place{File: filepath.Base(path)}, What: vigil.Say("the file cannot be read: %v", err), Do: vigil.Say("check that it exists and that you may read it")}
}

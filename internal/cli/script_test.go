package cli_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"vigil/demo"
	"vigil/internal/cli"
	"vigil/internal/golden"
	"vigil/internal/store/formtest"
	"vigil/questionnaires"
	"vigil/reports"
)

func deps() cli.Deps {
	return cli.Deps{Questionnaires: questionnaires.Files, Reports: reports.Files, Demo: demo.Files}
}

// TestMain lets the test binary be the program: under its own name in scripts, and as the child in which workbooks are
// read, which starts /proc/self/exe.
func TestMain(m *testing.M) {
	if os.Getenv(smallDisk) != "" && filepath.Base(os.Args[0]) == "cli.test" {
		os.Exit(m.Run()) // below a chroot the child in its own namespace does not find the file that testscript would copy
	}
	program := func() { os.Exit(cli.Run(context.Background(), deps(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
	testscript.Main(m, map[string]func(){"vigil": program, "exe": program})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: golden.Updating(),
		Setup: func(env *testscript.Env) error {
			root, err := filepath.Abs(filepath.Join("..", ".."))
			env.Setenv("ROOT", root)
			programs, _, _ := strings.Cut(env.Getenv("PATH"), string(filepath.ListSeparator))
			env.Setenv("PROGRAMS", programs) // the folder with vigil alone
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "truncate": truncate, "zipbomb": zipbomb, "encrypted": encrypted, "newer": newer, "retitle": retitle, "fill": fill, "readme": readme, "replace": replace, "codes": codes, "example": example, "worked": worked, "sector": sector, "stored": stored,
		},
	})
}

// code N ARGS... runs vigil and fails unless it exits with N; stdout and stderr are kept for the next lines.
func code(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec("vigil", args[1:]...)
	got := 0
	if err != nil {
		got = exitOf(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("vigil %s exited with %d (%v), not %s", strings.Join(args[1:], " "), got, err, args[0])
	}
}

func exitOf(err error) int {
	if e, ok := err.(interface{ ExitCode() int }); ok {
		return e.ExitCode()
	}
	return -1
}

// truncate FILE TO keeps the first half of a file.
func truncate(ts *testscript.TestScript, _ bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b[:len(b)/2], 0o644))
}

// retitle FROM TO OLD NEW copies a workbook with another text in the cells that hold OLD.
func retitle(ts *testscript.TestScript, _ bool, args []string) {
	was, is, found := ">"+args[2]+"<", ">"+args[3]+"<", false
	copyBook(ts, args[0], args[1], func(_ string, part []byte) io.Reader {
		found = found || strings.Contains(string(part), was)
		return strings.NewReader(strings.ReplaceAll(string(part), was, is))
	})
	if !found {
		ts.Fatalf("no cell of %s holds %q", args[0], args[2])
	}
}

// fill FROM TO PART CELL=TEXT... copies a workbook with texts in cells that were empty, of the sheet in a part.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	copyBook(ts, args[0], args[1], func(name string, part []byte) io.Reader {
		text := string(part)
		for _, set := range args[3:] {
			cell, value, _ := strings.Cut(set, "=")
			empty := regexp.MustCompile(`<c r="` + cell + `"([^>]*?)(/>|></c>)`)
			if !strings.HasSuffix(name, args[2]) {
				continue
			}
			if !empty.MatchString(text) {
				ts.Fatalf("%s has no empty cell %s", name, cell)
			}
			text = empty.ReplaceAllString(text, `<c r="`+cell+`"$1 t="inlineStr"><is><t>`+value+`</t></is></c>`)
		}
		return strings.NewReader(text)
	})
}

// zipbomb FROM TO copies a workbook with a sheet that unpacks to 600 MB.
func zipbomb(ts *testscript.TestScript, _ bool, args []string) {
	copyBook(ts, args[0], args[1], func(name string, part []byte) io.Reader {
		if strings.HasSuffix(name, "sheet1.xml") {
			return io.MultiReader(bytes.NewReader(part), io.LimitReader(blanks{}, 600<<20))
		}
		return bytes.NewReader(part)
	})
}

// copyBook copies a workbook, each part as change makes it.
func copyBook(ts *testscript.TestScript, from, to string, change func(name string, part []byte) io.Reader) {
	in, err := zip.OpenReader(ts.MkAbs(from))
	ts.Check(err)
	defer in.Close()
	f, err := os.Create(ts.MkAbs(to))
	ts.Check(err)
	out := zip.NewWriter(f)
	for _, part := range in.File {
		r, err := part.Open()
		ts.Check(err)
		text, err := io.ReadAll(r)
		ts.Check(err)
		r.Close()
		w, err := out.Create(part.Name)
		ts.Check(err)
		_, err = io.Copy(w, change(part.Name, text))
		ts.Check(err)
	}
	ts.Check(out.Close())
	ts.Check(f.Close())
}

type blanks struct{}

func (blanks) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

// encrypted FILE writes what a workbook with a password looks like from outside: an OLE container.
func encrypted(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...), 0o644))
}

// newer DIR marks a database as written by a newer program.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(formtest.Newer(ts.MkAbs(args[0])))
}

// replace FROM TO OLD NEW copies a text file with one text in place of another, which must be there.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[2]) {
		ts.Fatalf("%s does not hold %q", args[0], args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.ReplaceAll(text, args[2], args[3])), 0o644))
}

// codes NAME sets a variable to the first code in the JSON that the last command printed.
func codes(ts *testscript.TestScript, _ bool, args []string) {
	_, rest, found := strings.Cut(ts.ReadFile("stdout"), `"code": "`)
	name, _, _ := strings.Cut(rest, `"`)
	if !found || name == "" {
		ts.Fatalf("the last command printed no code")
	}
	ts.Setenv(args[0], name)
}

// example FILE writes the example of a case in METHODOLOGY.md to a file.
func example(ts *testscript.TestScript, _ bool, args []string) {
	text, err := questionnaires.Files.ReadFile("METHODOLOGY.md")
	ts.Check(err)
	_, rest, found := strings.Cut(string(text), "\nA **case** is")
	_, rest, found2 := strings.Cut(rest, "\n```yaml\n")
	if rest, _, _ = strings.Cut(rest, "\n```\n"); !found || !found2 {
		ts.Fatalf("METHODOLOGY.md has no example of a case")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(rest), 0o644))
}

// worked runs the worked example of reports/README.md in a folder that has the reports as a checkout does.
func worked(ts *testscript.TestScript, _ bool, _ []string) {
	text, err := os.ReadFile(filepath.Join(ts.Getenv("ROOT"), "reports", "README.md"))
	ts.Check(err)
	_, rest, found := strings.Cut(string(text), "\n```\n")
	block, _, closed := strings.Cut(rest, "\n```\n")
	if !found || !closed || strings.Count(block, "\n") < 3 {
		ts.Fatalf("reports/README.md has no worked example")
	}
	ts.Check(os.Symlink(filepath.Join(ts.Getenv("ROOT"), "reports"), ts.MkAbs("reports")))
	ts.Check(ts.Exec("sh", "-e", "-c", strings.ReplaceAll(block, "bin/vigil ", "vigil ")))
}

// readme FROM TO runs the lines of README.md's part "With your own data" that start with bin/vigil: those from the
// number FROM to TO, counted from 1.
func readme(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile(filepath.Join(ts.Getenv("ROOT"), "README.md"))
	ts.Check(err)
	_, part, ok := strings.Cut(string(text), "\n## With your own data\n")
	if !ok {
		ts.Fatalf("README.md has no part \"With your own data\"")
	}
	part, _, _ = strings.Cut(part, "\n## ")
	var lines []string
	for _, line := range strings.Split(part, "\n") {
		if rest, ok := strings.CutPrefix(line, "bin/vigil "); ok {
			lines = append(lines, rest)
		}
	}
	from, err := strconv.Atoi(args[0])
	ts.Check(err)
	to, err := strconv.Atoi(args[1])
	ts.Check(err)
	if to > len(lines) {
		ts.Fatalf("README.md has only %d commands", len(lines))
	}
	for _, line := range lines[from-1 : to] {
		ts.Check(ts.Exec("sh", "-c", "vigil "+line))
	}
}

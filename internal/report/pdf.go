package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"vigil/internal/vigil"
)

// browsers are the names under which Chromium is found, best first.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// pdfWall is how long one page may take to be printed.
const pdfWall = 2 * time.Minute

// NewPDF prints what html writes with Chromium, the only printer we know that sets every script right and tags the
// file: headings, tables and links for screen readers, bookmarks, page numbers. The page reaches no network, and its own
// policy lets it run no script (the switch that turns scripts off would break printing). Without Chromium, Write says
// which package to install; HasBrowser tells before.
func NewPDF(html Format) Format {
	return Format{Name: "pdf", Extension: ".pdf", Write: func(w io.Writer, r vigil.Report) error {
		browser, err := findBrowser()
		if err != nil {
			return err
		}
		folder, err := os.MkdirTemp(shortTemp(), "vigil-pdf-")
		if err != nil {
			return fmt.Errorf("no folder to print in: %w", err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		var page bytes.Buffer
		if err := html.Write(&page, r); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, "report.html"), page.Bytes(), 0o600); err != nil {
			return fmt.Errorf("the page to print cannot be written: %w", err)
		}
		if err := printPage(browser, folder); err != nil {
			return err
		}
		return copyPDF(w, filepath.Join(folder, "report.pdf"))
	}}
}

// HasBrowser gives the reason why nothing can be printed as pdf on this machine, or nil.
func HasBrowser() error {
	_, err := findBrowser()
	return err
}

func findBrowser() (string, error) {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", vigil.Errorf(vigil.Invalid, "a pdf is printed with Chromium, which is not on this machine; install the package chromium (on Debian: apt-get install chromium), or choose html or docx")
}

// shortTemp is the folder for temporary files, or /tmp where its name is long: Chromium makes sockets below it, whose
// names may not be longer than 107 bytes.
func shortTemp() string {
	if dir := os.TempDir(); len(dir) < 40 {
		return dir
	}
	if info, err := os.Stat("/tmp"); err == nil && info.IsDir() {
		return "/tmp"
	}
	return os.TempDir()
}

// printPage prints folder/report.html to folder/report.pdf.
func printPage(browser, folder string) error {
	ctx, cancel := context.WithTimeout(context.Background(), pdfWall)
	defer cancel()
	page := url.URL{Scheme: "file", Path: filepath.Join(folder, "report.html")}
	args := []string{"--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(folder, "profile"),
		"--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", "--print-to-pdf=" + filepath.Join(folder, "report.pdf")}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // Chromium's own sandbox refuses to start as root; the page is ours and has no script
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, browser, append(args, page.String())...)
	cmd.Env = append(os.Environ(), "HOME="+folder, "TMPDIR="+folder, "TZ=UTC") // what it leaves behind goes with the folder
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &said, &said, 5*time.Second
	err := cmd.Run()
	if info, missing := os.Stat(filepath.Join(folder, "report.pdf")); err == nil && missing == nil && info.Size() > 0 {
		return nil
	}
	if ctx.Err() != nil {
		return vigil.Errorf(vigil.Invalid, "%s did not print the report within %s; try again when the machine is less busy, or choose html or docx", browser, pdfWall)
	}
	return &vigil.Error{Kind: vigil.Invalid, Message: vigil.Say("%s could not print the report; run it by hand to see why, or choose html or docx", browser),
		Err: errors.Join(err, errors.New(lastLines(said.String(), 3)))}
}

// lastLines keeps the end of what a program said.
func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "; ")
}

func copyPDF(w io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("the printed report is gone: %w", err)
	}
	defer func() { _ = f.Close() }()
	_, err = io.Copy(w, f)
	return err
}

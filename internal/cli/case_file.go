package cli

import (
	"os"

	"vigil/internal/catalogue"
	"vigil/internal/vigil"
)

// caseFile is what people write about a case (METHODOLOGY.md, D5). What has a command of its own, such as the reply, is
// no field of it, so that nobody writes it there in vain.
type caseFile struct {
	Country         string      `yaml:"country"`
	Quarter         string      `yaml:"quarter"`
	Harm            string      `yaml:"harm"`
	Sector          string      `yaml:"sector"`
	Project         string      `yaml:"project"`
	Summary         string      `yaml:"summary"`
	Source          string      `yaml:"source"`
	Scale           int         `yaml:"scale"`
	Scope           int         `yaml:"scope"`
	Irremediability int         `yaml:"irremediability"`
	Credibility     string      `yaml:"credibility"`
	Link            string      `yaml:"link"`
	Continuing      bool        `yaml:"continuing"`
	Opened          string      `yaml:"opened"`
	Interim         bool        `yaml:"interim"`
	Marks           vigil.Marks `yaml:"marks"`
}

// readCase reads a YAML file over what is known of a case: what the file does not name stays.
func readCase(file string, al *vigil.Allegation) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return unreadable(file, err)
	}
	f := caseFile{Country: al.Country, Quarter: al.Quarter, Harm: al.Harm, Sector: al.Sector, Project: al.Project, Summary: al.Summary,
		Source: al.Source, Scale: al.Scale, Scope: al.Scope, Irremediability: al.Irremediability, Credibility: al.Credibility, Link: al.Link,
		Continuing: al.Continuing, Opened: al.Opened, Interim: al.Interim, Marks: al.Marks}
	if err := catalogue.Decode(file, text, &f).Err(); err != nil {
		return err
	}
	al.Country, al.Quarter, al.Harm, al.Sector, al.Project, al.Summary = f.Country, f.Quarter, f.Harm, f.Sector, f.Project, f.Summary
	al.Source, al.Scale, al.Scope, al.Irremediability, al.Credibility, al.Link = f.Source, f.Scale, f.Scope, f.Irremediability, f.Credibility, f.Link
	al.Continuing, al.Opened, al.Interim, al.Marks = f.Continuing, f.Opened, f.Interim, f.Marks
	return nil
}

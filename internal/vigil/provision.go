package vigil

// Provision is one expectation of the Declaration +25 in our own words. Its id is Vigil's own, stable for
// ever and never reused: the source has no article numbers.
type Provision struct {
	ID             string `yaml:"id,required" json:"id"`
	Section        Text   `yaml:"section,required" json:"section"`
	Letters        string `yaml:"letters,required" json:"letters"`
	Verb           string `yaml:"verb,required" json:"verb"`   // shall, should, shall/should
	Binds          string `yaml:"binds,required" json:"binds"` // direct, or derived (through the State)
	Addresses      Text   `yaml:"addresses,required" json:"addresses"`
	Paraphrase     Text   `yaml:"paraphrase,required" json:"paraphrase"`
	LifeAndLiberty bool   `yaml:"life_and_liberty" json:"life_and_liberty,omitempty"`
	Shows          Shows  `yaml:"shows,required" json:"shows"`
}

// Shows says what proof of a provision looks like, by kind of indicator.
type Shows struct {
	Policy      Text `yaml:"policy" json:"policy,omitempty"`
	Process     Text `yaml:"process" json:"process,omitempty"`
	Performance Text `yaml:"performance" json:"performance,omitempty"`
	Remedy      Text `yaml:"remedy" json:"remedy,omitempty"`
}

// Crosswalk relates provisions to the references of other frameworks. A cell is a related expectation,
// never an equivalence.
type Crosswalk struct {
	Frameworks []Framework     `yaml:"frameworks,required" json:"frameworks"`
	Cells      []CrosswalkCell `yaml:"cells,required" json:"cells"`
}

// Framework is another organisation's standard, cited by number only.
type Framework struct {
	ID      string `yaml:"id,required" json:"id"`
	Title   Text   `yaml:"title,required" json:"title"`
	Short   Text   `yaml:"short" json:"short,omitempty"` // how it is called in passing; the title when absent
	Edition string `yaml:"edition" json:"edition,omitempty"`
	Note    Text   `yaml:"note" json:"note,omitempty"`
	// Subjects say in our own words what a heading of the framework is about, for those that a number alone would name.
	Subjects []OptionText `yaml:"subjects" json:"subjects,omitempty"`
}

// CrosswalkCell ties one provision to one reference. Reports print cells of status v only.
type CrosswalkCell struct {
	Provision string   `yaml:"provision,required" json:"provision"`
	Framework string   `yaml:"framework,required" json:"framework"`
	Reference string   `yaml:"reference,required" json:"reference"`
	Headings  []string `yaml:"headings" json:"headings,omitempty"` // where a report by the framework lists it; none: under the reference
	Status    string   `yaml:"status,required" json:"status"`      // v: looked up; m: from memory, never printed
	Checked   string   `yaml:"checked" json:"checked,omitempty"`
}

// Under gives the headings of the framework under which a report lists the cell: at least one.
func (c CrosswalkCell) Under() []string {
	if len(c.Headings) == 0 {
		return []string{c.Reference}
	}
	return c.Headings
}

package vigil

// Report is what a report says, free of any format: writers turn the same value into HTML, documents, a workbook, csv
// or json, and none of them adds or drops a figure.
type Report struct {
	ID       string          `json:"id"` // gap, scorecard, whatif, crosswalk, summary, reproduction
	Language string          `json:"language"`
	Title    string          `json:"title"`
	Subtitle string          `json:"subtitle,omitempty"`
	Draft    string          `json:"draft,omitempty"` // the draft mark; printed on every page
	Facts    []Fact          `json:"facts"`           // method, edition, mode, cut-off, coverage, confidence ...
	Sections []ReportSection `json:"sections"`
	Footer   []string        `json:"footer"` // not a finding of law; correction contact; attribution
}

// Fact is a short labelled value.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
}

// ReportSection is a heading with blocks under it.
type ReportSection struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Blocks []Block `json:"blocks"`
}

// Block is one of its fields; exactly one is set.
type Block struct {
	Paragraph string    `json:"paragraph,omitempty"`
	Notice    *Notice   `json:"notice,omitempty"`
	Facts     []Fact    `json:"facts,omitempty"`
	List      []string  `json:"list,omitempty"`
	Headline  *Headline `json:"headline,omitempty"`
	Table     *Table    `json:"table,omitempty"`
	Bars      *Bars     `json:"bars,omitempty"`
	Cards     []Card    `json:"cards,omitempty"`
	Quote     *Quote    `json:"quote,omitempty"`
}

// Notice is a sentence that must not be overlooked, such as a cap in force.
type Notice struct {
	Tone  string   `json:"tone"` // bad, warn, ok, plain
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// Headline is the score with its band.
type Headline struct {
	Band  string   `json:"band"`  // A..E, NR
	Score string   `json:"score"` // as published, or "not rated"
	Title string   `json:"title"` // 39.9 out of 100, weak, capped
	Story string   `json:"story"` // one or two sentences
	Tags  []string `json:"tags"`  // capped, provisional, watch
	Facts []Fact   `json:"facts"`
}

// Quote is somebody's words, verbatim.
type Quote struct {
	By   string `json:"by"`
	Date string `json:"date,omitempty"`
	Text string `json:"text"`
}

// Table is rows under columns. A cell holds text, and a number where it has one.
type Table struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Columns []Column `json:"columns"`
	Rows    [][]Cell `json:"rows"`
	Note    string   `json:"note,omitempty"`
}

// Column heads a column. Kind is text, number, date, band, priority or grade.
type Column struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Kind  string `json:"kind"`
	Width int    `json:"width,omitempty"` // in characters, a hint
}

// Cell is text for people; Number is set where the cell is a number, unrounded as it was computed for
// display with Decimals.
type Cell struct {
	Text     string   `json:"text"`
	Number   *float64 `json:"number,omitempty"`
	Decimals int      `json:"decimals,omitempty"`
}

// Bars is a chart of values on 0..100 with the range that open items leave, and the table behind it. Line is a value to
// be reached, drawn over every bar; the caption says what it is.
type Bars struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Caption string   `json:"caption"`
	Line    *float64 `json:"line,omitempty"`
	Items   []Bar    `json:"items"`
}

// Bar is one bar; Value nil is printed as Note (for instance "not applicable").
type Bar struct {
	Label string   `json:"label"`
	Value *float64 `json:"value"`
	High  *float64 `json:"high,omitempty"`
	Text  string   `json:"text"` // the value as published
	Band  string   `json:"band,omitempty"`
	Note  string   `json:"note,omitempty"`
}

// Card is one gap told in full.
type Card struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Priority string   `json:"priority,omitempty"` // critical, high, medium, low
	Tags     []string `json:"tags,omitempty"`
	Facts    []Fact   `json:"facts"`
	Body     []Fact   `json:"body"` // labelled paragraphs: found, asks, action, evidence
}

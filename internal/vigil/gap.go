package vigil

// Gap is the distance between what was found and full credit on one item. Points are points of raw in the
// default column with the weights in force, so that the closures of all gaps and of all that is not assessed
// add up to 100 − raw (methodology 4.12).
type Gap struct {
	Question   string   `json:"question"`
	Unit       string   `json:"unit,omitempty"`
	Title      Text     `json:"title"`
	Provisions []string `json:"provisions"`
	Pillar     string   `json:"pillar"`
	Kind       string   `json:"kind"`
	Tier       string   `json:"tier"`
	Cap        string   `json:"cap,omitempty"` // the cap it bears
	State      State    `json:"state"`
	Found      string   `json:"found"` // option found, or met elements
	FoundText  Text     `json:"found_text"`
	Grade      Grade    `json:"grade,omitempty"`
	S          float64  `json:"s"`
	Next       Step     `json:"next"`
	Steps      int      `json:"steps"`   // single steps to full credit
	Closure    float64  `json:"closure"` // points of raw by closing it fully
	Priority   string   `json:"priority"`
	Effort     string   `json:"effort"`
	Cost       float64  `json:"cost"` // of one step
	Owner      Text     `json:"owner"`
	Due        string   `json:"due"`               // 2006-01-02
	Interim    string   `json:"interim,omitempty"` // first measures due
	Status     string   `json:"status"`            // open
}

// Step is the next rung: the least option and evidence grade that raise s.
type Step struct {
	Option   string  `json:"option,omitempty"` // level or option to reach; empty: evidence alone
	Elements int     `json:"elements,omitempty"`
	Grade    Grade   `json:"grade,omitempty"` // evidence needed
	S        float64 `json:"s"`
	Points   float64 `json:"points"` // points of raw gained
	Asks     Text    `json:"asks"`   // what the next level asks
	Action   Text    `json:"action"`
	Todo     Message `json:"-"`        // the action as pages say it; where no text of the item stands behind it, in every language
	Evidence Text    `json:"evidence"` // what closes it
}

// Open is an item that is not assessed: work to do, with the points it holds back.
type Open struct {
	Question   string   `json:"question"`
	Unit       string   `json:"unit,omitempty"`
	Title      Text     `json:"title"`
	Provisions []string `json:"provisions"`
	Pillar     string   `json:"pillar"`
	Points     float64  `json:"points"` // points of raw held back
	Why        Message  `json:"why"`
}

// Strength is an item at full credit, or near it: what is already good.
type Strength struct {
	Question   string   `json:"question"`
	Unit       string   `json:"unit,omitempty"`
	Title      Text     `json:"title"`
	Provisions []string `json:"provisions"`
	Pillar     string   `json:"pillar"`
	FoundText  Text     `json:"found_text"`
	Grade      Grade    `json:"grade,omitempty"`
}

// GapList is what an assessment still lacks, most urgent first.
type GapList struct {
	Strengths []Strength `json:"strengths"`
	Gaps      []Gap      `json:"gaps"`
	Open      []Open     `json:"open"`
	Withheld  []string   `json:"withheld,omitempty"`
}

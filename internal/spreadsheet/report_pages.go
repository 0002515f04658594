package spreadsheet

// reportPaper is how much of a landscape A4 page, in points, rows may fill. A little is left for programs that draw
// rows higher than they are told.
const reportPaper = 470.0

// breaks begins a new page before each group of rows that would not fit on what is left of one, so that no heading
// stands at the foot of a page without its table. A group longer than a page runs on.
func (p *reportPage) breaks() {
	used, row := 0.0, 1
	for _, g := range p.groups {
		for ; row < g[0]; row++ {
			used = p.fill(used, row)
		}
		high := 0.0
		for r := g[0]; r <= g[1]; r++ {
			high += p.high(r)
		}
		if used > 0 && used+high > reportPaper && high <= reportPaper {
			p.try(p.file.InsertPageBreak(reportSheet, p.at(1, g[0])))
			used = 0
		}
		for ; row <= g[1]; row++ {
			used = p.fill(used, row)
		}
	}
}

// fill is how much of the page is used when a row has been put on it, or on the next.
func (p *reportPage) fill(used float64, row int) float64 {
	if used += p.high(row); used > reportPaper {
		return p.high(row)
	}
	return used
}

func (p *reportPage) high(row int) float64 {
	if h, given := p.heights[reportRow{reportSheet, row}]; given {
		return h
	}
	return 15
}

package scoring_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// pick finds a figure of the scorecard by the name a case uses.
func pick(c *vigil.Scorecard, name string) (any, bool) {
	figures := map[string]*vigil.Figure{"raw": c.Raw, "net": c.Net, "final": c.Final, "high": c.High, "raw_high": c.RawHigh,
		"coverage": c.Coverage, "geometric": c.Geometric, "assessed_raw": c.AssessedRaw, "deduction": c.Deduction.Points, "confidence": c.Confidence.Figure}
	if f, ok := figures[name]; ok {
		if f == nil {
			return "none", true
		}
		return f.Value, true
	}
	if base, ok := strings.CutSuffix(name, " published"); ok {
		if f := figures[base]; f != nil {
			return f.String(), true
		}
		return nil, false
	}
	words := map[string]any{"band": c.Band, "governing": c.Governing, "capped": c.Capped, "provisional": c.Provisional, "rated": c.Rated,
		"watch": c.Watch, "class": c.Confidence.Class, "mean_grade": c.Confidence.MeanGrade, "recency": c.Confidence.Recency,
		"agreement": c.Confidence.Agreement, "withdrawn": c.Withdrawn, "reason": c.BandReason.String(),
		"unknowns": strings.Join(c.Unknowns, " "), "problems": len(c.Problems)}
	if v, ok := words[name]; ok {
		return v, true
	}
	return pickPart(c, name)
}

func pickPart(c *vigil.Scorecard, name string) (any, bool) {
	kind, id, _ := strings.Cut(name, " ")
	switch kind {
	case "cap":
		i := slices.IndexFunc(c.Caps, func(k vigil.CapInForce) bool { return k.Rule == id })
		if i < 0 {
			return "none", true
		}
		return *c.Caps[i].AtMost, true
	case "residual", "severity":
		for _, k := range c.Deduction.Cases {
			if k.Code == id {
				return map[string]float64{"residual": k.Residual, "severity": k.Severity}[kind], true
			}
		}
		return "none", true
	case "sector":
		if c.Sector == nil {
			return "none", true
		}
		return map[string]float64{"raw": c.Sector.Raw.Value, "net": c.Sector.Net.Value, "final": c.Sector.Final.Value}[id], true
	case "item", "node", "shown", "item_high", "state":
		unit, node, ok := strings.Cut(id, "/")
		if !ok {
			unit, node = "", id
		}
		n := c.Node(node, unit)
		if n == nil {
			return nil, false
		}
		return map[string]any{"item": itemValue(n, false), "item_high": itemValue(n, true), "node": deref(n.Value), "shown": deref(n.CappedAt),
			"state": itemState(n)}[kind], true
	}
	return nil, false
}

// pickGap finds a fact of a gap by the name a case uses, such as "priority A1".
func pickGap(list *vigil.GapList, name string) (any, bool) {
	if name == "first gap" && len(list.Gaps) > 0 {
		return list.Gaps[0].Question, true
	}
	kind, id, _ := strings.Cut(name, " ")
	for _, g := range list.Gaps {
		if g.Question == id {
			v, ok := map[string]any{"priority": g.Priority, "due": g.Due, "interim": g.Interim, "cost": g.Cost,
				"points": g.Next.Points, "closure": g.Closure, "next": g.Next.Option, "needs": string(g.Next.Grade), "steps": float64(g.Steps)}[kind]
			return v, ok
		}
	}
	return "none", slices.Contains([]string{"priority", "due", "interim", "cost", "points", "closure", "next", "needs", "steps"}, kind)
}

// pickPath finds a fact of the cheapest path: its steps are items in order, and "final 2" is the score after the second.
func pickPath(p vigil.Path, name string) (any, bool) {
	kind, id, _ := strings.Cut(name, " ")
	switch kind {
	case "band":
		return p.Band, true
	case "cost":
		return p.Cost, true
	case "reaches":
		if p.Reaches == nil {
			return "none", true
		}
		return p.Reaches.Published, true
	case "blocked":
		return strings.Join(p.Blocked.English(), " "), true
	case "steps":
		var ids []string
		for _, s := range p.Steps {
			ids = append(ids, s.Question)
		}
		return strings.Join(ids, " "), true
	case "final":
		if n, err := strconv.Atoi(id); err == nil && n >= 1 && n <= len(p.Steps) {
			return p.Steps[n-1].Final, true
		}
	case "must":
		i := slices.IndexFunc(p.Steps, func(s vigil.PathStep) bool { return s.Question == id })
		if i >= 0 {
			return p.Steps[i].Must.String(), true
		}
	}
	return nil, false
}

func itemState(n *vigil.Score) any {
	if n.Item == nil {
		return "none"
	}
	return string(n.Item.State)
}

func itemValue(n *vigil.Score, high bool) any {
	switch {
	case n.Item == nil:
		return "none"
	case high:
		return deref(n.Item.High)
	}
	return deref(n.Item.S)
}

func deref(v *float64) any {
	if v == nil {
		return "none"
	}
	return *v
}

// agrees compares a figure with what was written: exactly, or to as many decimals where four or more are written.
func agrees(got any, want string) bool {
	x, isNumber := got.(float64)
	if !isNumber {
		return fmt.Sprint(got) == want
	}
	w, err := strconv.ParseFloat(want, 64)
	if err != nil {
		return false
	}
	_, decimals, _ := strings.Cut(want, ".")
	tolerance := 1e-9
	if len(decimals) >= 4 {
		tolerance += 0.5 * math.Pow(10, -float64(len(decimals)))
	}
	return math.Abs(x-w) <= tolerance
}

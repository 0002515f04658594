package scoring

import "math"

// ingredient is one value that goes into a group, on 0..100; nil values are left out.
type ingredient struct {
	value, high, assessed *float64
	weight                float64
	coverage              float64 // 0..1
	applies               bool    // counts in the coverage
}

// combine adds ingredients up in declared order by one rule. Every figure is combined over the ingredients
// that have it, so that what is left out gives its weight to the rest in proportion.
func combine(rule string, list []ingredient) ingredient {
	out := ingredient{
		value:    aggregate(rule, list, func(i ingredient) *float64 { return i.value }),
		high:     aggregate(rule, list, func(i ingredient) *float64 { return i.high }),
		assessed: aggregate(rule, list, func(i ingredient) *float64 { return i.assessed }),
	}
	var covered, all float64
	for _, i := range list {
		if i.applies {
			out.applies = true
			covered += float64(i.weight * i.coverage)
			all += i.weight
		}
	}
	if all > 0 {
		out.coverage = covered / all
	}
	return out
}

// aggregate combines one figure: mean (also for an empty rule), minimum, geometric or sum (at most 100).
// The explicit conversions keep every machine from fusing multiplication and addition.
func aggregate(rule string, list []ingredient, of func(ingredient) *float64) *float64 {
	var sum, weights float64
	least := math.Inf(1)
	found := false
	for _, i := range list {
		v := of(i)
		if v == nil || i.weight == 0 {
			continue
		}
		found = true
		least = min(least, *v)
		weights += i.weight
		if rule == "geometric" && *v > 0 {
			sum += float64(i.weight * Ln(*v))
		} else {
			sum += float64(i.weight * *v)
		}
	}
	if !found {
		return nil
	}
	switch rule {
	case "minimum":
		return &least
	case "geometric":
		if least <= 0 {
			return ptr(0)
		}
		return ptr(min(100, Exp(sum/weights)))
	case "sum":
		return ptr(min(100, sum))
	}
	return ptr(min(100, sum/weights))
}

package catalogue

import (
	"encoding/json"
	"reflect"

	"vigil/internal/question"
	"vigil/internal/vigil"
)

// holders are the kinds of file, by the name of their schema.
var holders = map[string]reflect.Type{
	"methodology":   reflect.TypeFor[vigil.Methodology](),
	"questionnaire": reflect.TypeFor[vigil.Questionnaire](),
	"bank":          reflect.TypeFor[vigil.Bank](),
	"provisions":    reflect.TypeFor[provisionsFile](),
	"crosswalk":     reflect.TypeFor[vigil.Crosswalk](),
	"publication":   reflect.TypeFor[vigil.Publication](),
	"rule_set":      reflect.TypeFor[vigil.RuleSet](),
}

// closed are the words that a field may hold, by type and field.
var closed = map[string][]string{
	"Methodology.status":            {"draft", "reviewed", "reference"},
	"Methodology.not_applicable_by": {"rule", "answer"},
	"Scale.type":                    question.Types(),
	"Scale.normalise":               {"min_max"},
	"UnitRule.combine":              {"question", "indicator", "total"},
	"UnitRule.aggregate":            aggregations,
	"AggregationRule.indicator":     aggregations,
	"AggregationRule.pillar":        aggregations,
	"AggregationRule.total":         aggregations,
	"TotalRule.of":                  {"pillars", "indicators"},
	"CapRule.credibility":           credibility,
	"PriorityRule.id":               priorities,
	"RankingRule.on":                {"published", "value"},
	"Pillar.aggregate":              aggregations,
	"Indicator.aggregate":           aggregations,
	"Indicator.kind":                kinds,
	"Indicator.effort":              efforts,
	"Indicator.no_counts_with":      counts,
	"Provision.verb":                {"shall", "should", "shall/should"},
	"Provision.binds":               {"direct", "derived"},
	"CrosswalkCell.status":          {"v", "m"},
	"Publication.sector":            vigil.Sectors,
	"RuleSet.status":                {"draft", "adopted"},
	"RuleSet.match":                 {"first", "strictest"},
	"EscalationStep.id":             escalation,
	"SafetyCheck.identifiable":      vigil.SafetyWords,
	"SafetyCheck.harm_soon":         vigil.SafetyWords,
	"SafetyCheck.heard":             vigil.SafetyWords,
	"SafetyCheck.pause_better":      vigil.SafetyWords,
}

// closedTypes are the words of a type, wherever it is used.
var closedTypes = map[reflect.Type][]string{
	reflect.TypeFor[vigil.Grade]():   grades,
	reflect.TypeFor[vigil.Mode]():    modes,
	reflect.TypeFor[vigil.State]():   states,
	reflect.TypeFor[vigil.Outcome](): outcomes,
}

// Schema gives a JSON Schema (2020-12) for each kind of file: methodology, questionnaire, bank, provisions,
// crosswalk, publication and rule set. Editors use it to complete and check while somebody types; Load knows more, above all what the
// parts of several files mean together.
func Schema() map[string][]byte {
	out := map[string][]byte{}
	for name, t := range holders {
		b := builder{defs: map[string]any{}}
		b.object(t)
		root := map[string]any{
			"$schema": "https://json-schema.org/draft/2020-12/schema",
			"title":   "Vigil " + name + " file",
			"$ref":    "#/$defs/" + t.Name(),
			"$defs":   b.defs,
		}
		text, err := json.MarshalIndent(root, "", "  ") // keys are sorted
		if err != nil {
			panic(err) // maps, slices and strings always marshal
		}
		out[name] = append(text, '\n')
	}
	return out
}

// builder gathers a definition for each struct.
type builder struct{ defs map[string]any }

// object defines a struct and refers to it.
func (b builder) object(t reflect.Type) any {
	ref := map[string]any{"$ref": "#/$defs/" + t.Name()}
	if _, done := b.defs[t.Name()]; done {
		return ref
	}
	def := map[string]any{"type": "object", "additionalProperties": false}
	b.defs[t.Name()] = def // before its fields: an indicator has parts that are indicators
	properties, required := map[string]any{}, []string{}
	for _, f := range shapeOf(t).fields {
		value := b.value(t.Field(f.index).Type)
		if words, ok := closed[t.Name()+"."+f.name]; ok {
			value = map[string]any{"enum": words}
		}
		properties[f.name] = value
		if f.required {
			required = append(required, f.name)
		}
	}
	def["properties"] = properties
	if len(required) > 0 {
		def["required"] = required
	}
	return ref
}

// value describes a value of a type.
func (b builder) value(t reflect.Type) any {
	if t == rationalType {
		return map[string]any{"type": []string{"number", "string"}, "description": `a number of 0 or more, or a fraction like "1/3"`}
	}
	if words, ok := closedTypes[t]; ok {
		return map[string]any{"enum": words}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return b.value(t.Elem())
	case reflect.Struct:
		return b.object(t)
	case reflect.Map:
		def := map[string]any{"type": "object", "additionalProperties": b.value(t.Elem())}
		if t == textType {
			def["description"] = "text by language"
			def["minProperties"] = 1
		}
		return def
	case reflect.Slice:
		if keyed(t) {
			return b.keyed(t.Elem())
		}
		return map[string]any{"type": "array", "items": b.value(t.Elem())}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	}
	return map[string]any{"type": []string{"string", "number", "boolean"}} // YAML reads 1.0 as a number
}

// keyed describes a mapping in which every name is an entry.
func (b builder) keyed(t reflect.Type) any {
	sh := shapeOf(t)
	def := map[string]any{"type": "object"}
	if words, ok := closedTypes[t.Field(sh.key).Type]; ok {
		def["propertyNames"] = map[string]any{"enum": words}
	}
	switch {
	case sh.value >= 0:
		def["additionalProperties"] = b.value(t.Field(sh.value).Type)
	case sh.rest >= 0:
		def["additionalProperties"] = b.value(t.Field(sh.rest).Type)
	case sh.orValue >= 0:
		def["additionalProperties"] = map[string]any{"anyOf": []any{b.object(t), b.value(t.Field(sh.orValue).Type)}}
	default:
		def["additionalProperties"] = b.object(t)
	}
	return def
}

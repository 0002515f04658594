// Package vigil holds the nouns of the field and the rules that belong to a noun alone: instruments
// (provision, methodology, questionnaire, indicator), parties (organisation, unit), work (assessment,
// answer, evidence, allegation, cap) and results (scorecard, gap, report). It imports the standard
// library only; struct tags for storage, validation and YAML are plain strings.
package vigil

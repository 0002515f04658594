package store

import (
	"context"
	"database/sql"
	"reflect"
	"sync"

	"gorm.io/gorm/schema"

	"vigil/internal/vigil"
)

// Pools gives the connections of an open store: the writing ones first.
func (s *Store) Pools() []*sql.DB { return s.pools }

// Raw runs a statement as somebody with the database in his hands would.
func (s *Store) Raw(ctx context.Context, statement string, args ...any) error {
	_, err := s.pools[0].ExecContext(ctx, statement, args...)
	return err
}

// NeedsOf gives the settings of a pool as question and answer.
func NeedsOf(pool string) [][2]string {
	var out [][2]string
	for _, n := range map[string][]setting{"writer": writerNeeds, "reader": readerNeeds, "server": serverNeeds}[pool] {
		out = append(out, [2]string{n.ask, n.want})
	}
	return out
}

// Check asks one question of a pool.
func Check(ctx context.Context, db *sql.DB, ask, want string) error {
	return check(ctx, db, []setting{{ask, want}})
}

// Pack and Unpack are the compact encoding.
var (
	Pack   = pack
	Unpack = unpack
)

// Columns gives the columns of every noun by table, as GORM reads its tags.
func Columns() (map[string][]string, error) {
	out := map[string][]string{}
	var cache sync.Map
	for _, noun := range []any{
		&vigil.Organisation{}, &vigil.Unit{}, &vigil.Membership{}, &edition{}, &vigil.Assessment{}, &vigil.Answer{}, &Change{},
		&packedAnswers{}, &vigil.Evidence{}, &vigil.Allegation{}, &vigil.Cap{}, &scorecard{}, &vigil.AuditEntry{},
	} {
		s, err := schema.Parse(noun, &cache, names{schema.NamingStrategy{IdentifierMaxLength: 63}})
		if err != nil {
			return nil, err
		}
		out[s.Table] = s.DBNames
	}
	return out, nil
}

// Changeable gives the columns that changes write, by table, and those that they leave alone on purpose.
func Changeable() map[string][2][]string {
	return map[string][2][]string{
		"organisations": {organisationColumns, {"id", "version", "created_at"}},
		"units":         {unitColumns, {"id", "organisation_id", "code"}},
		"assessments":   {assessmentColumns, {"id", "version", "created_at", "code", "organisation_id", "questionnaire", "methodology", "mode"}},
		"answers":       {answerColumns, {"id", "version", "assessment_id", "unit", "question"}},
		"allegations":   {allegationColumns, {"id", "version", "code", "organisation_id"}},
		"caps":          {capColumns, {"id", "version", "organisation_id", "rule"}},
	}
}

// TxMethods gives the methods of Tx, for the test that puts impossible ids into all of them.
func TxMethods() reflect.Type { return reflect.TypeFor[*Tx]() }

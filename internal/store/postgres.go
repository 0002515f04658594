package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	gormpostgres "gorm.io/driver/postgres"

	"vigil/internal/vigil"
)

// connections is how many a program takes of one server at most.
const connections = 8

// openPostgres opens one pool for reading and writing; reading is a transaction that may not write.
func (s *Store) openPostgres(ctx context.Context, url string) error {
	c, err := pgx.ParseConfig(url)
	if err != nil {
		return vigil.Errorf(vigil.Invalid, "the address of the PostgreSQL database cannot be read; write it like postgres://user@host:5432/database")
	}
	s.dialect, s.place = postgres, "PostgreSQL database "+c.Database+" on "+c.Host
	pool := stdlib.OpenDB(*c, stdlib.OptionAfterConnect(func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID,
			Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}, // not the zone of the machine
		})
		return nil
	}))
	pool.SetMaxOpenConns(connections)
	s.pools = append(s.pools, pool)
	if err := pool.PingContext(ctx); err != nil {
		return wrap(err, s.place)
	}
	if err := s.migrate(ctx, pool); err != nil {
		return err
	}
	if err := checkPostgres(ctx, pool); err != nil {
		return wrap(err, s.place)
	}
	if s.write, err = s.orm(gormpostgres.New(gormpostgres.Config{Conn: pool})); err != nil {
		return err
	}
	s.read = s.write
	return nil
}

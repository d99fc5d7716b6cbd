// Command clients runs Go's clients of PostgreSQL, pgx in all its modes and lib/pq. The address is in
// the environment variables of libpq; EXPECTED is a file with queries and their rows, as JSON.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/lib/pq"
)

type query struct {
	SQL  string      `json:"sql"`
	Rows [][]*string `json:"rows"`
}

func check(err error, what string) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what+":", err)
		os.Exit(1)
	}
}

func equal(what string, found, expected any) {
	if !reflect.DeepEqual(found, expected) {
		check(fmt.Errorf("%v, expected %v", found, expected), what)
	}
}

func texts(values []any) []*string {
	var row []*string
	for _, value := range values {
		if value == nil {
			row = append(row, nil)
		} else {
			text := fmt.Sprint(value)
			row = append(row, &text)
		}
	}
	return row
}

func modeOfPgx(mode string, expected []query) {
	ctx := context.Background()
	connection, err := pgx.Connect(ctx, "default_query_exec_mode="+mode)
	check(err, mode)
	defer connection.Close(ctx)
	for _, query := range expected {
		rows, err := connection.Query(ctx, query.SQL)
		check(err, query.SQL)
		var found [][]*string
		for rows.Next() {
			values, err := rows.Values()
			check(err, query.SQL)
			found = append(found, texts(values))
		}
		check(rows.Err(), query.SQL)
		equal(mode+": "+query.SQL, found, query.Rows)
	}
	day := time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	for _, parameter := range []struct {
		name        string
		value, read any
	}{
		{"INTEGER", 5, int32(5)}, {"BIGINT", int64(1) << 40, int64(1) << 40},
		{"VARCHAR", "it's ü", "it's ü"}, {"BOOLEAN", true, true},
		{"DOUBLE PRECISION", 1.25, 1.25}, {"DATE", day, day}, {"TIMESTAMP", day, day},
		{"TEXT", nil, nil},
	} {
		var found any
		err := connection.QueryRow(ctx, "SELECT $1::"+parameter.name, parameter.value).Scan(&found)
		check(err, mode+" "+parameter.name)
		equal(mode+" "+parameter.name, found, parameter.read)
	}
	var name string
	check(connection.QueryRow(ctx,
		"SELECT full_name FROM registry.models WHERE full_name = ANY($1) AND created_at > $2",
		[]string{"prod.ml.churn", "x"}, time.Unix(0, 0)).Scan(&name), mode+" ANY")
	equal(mode+" ANY", name, "prod.ml.churn")
	var failure *pgconn.PgError
	_, err = connection.Exec(ctx, "SELECT nope FROM registry.models")
	if !errors.As(err, &failure) || failure.Code != "42703" || failure.Position != 8 {
		check(fmt.Errorf("unexpected error %v", err), mode)
	}
	transaction, err := connection.BeginTx(ctx, pgx.TxOptions{})
	check(err, mode)
	_, err = transaction.Exec(ctx, "CREATE MODEL prod.ml.undone")
	check(err, mode)
	check(transaction.Rollback(ctx), mode)
	reading := pgx.TxOptions{AccessMode: pgx.ReadOnly, IsoLevel: pgx.RepeatableRead}
	transaction, err = connection.BeginTx(ctx, reading)
	check(err, mode)
	check(transaction.Commit(ctx), mode)
	batch := &pgx.Batch{}
	batch.Queue("SELECT 1")
	batch.Queue("SELECT $1::text", "x")
	check(connection.SendBatch(ctx, batch).Close(), mode+" batch")
	kind, err := connection.LoadType(ctx, "_text")
	check(err, mode+" LoadType")
	equal("OID", kind.OID, uint32(1009))
	limited, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	if _, err = connection.Exec(limited, os.Getenv("SLOW")); err == nil {
		check(errors.New("the query was not cancelled"), mode)
	}
}

func driver(name string) {
	database, err := sql.Open(name, "sslmode=disable")
	check(err, name)
	defer database.Close()
	statement, err := database.Prepare(
		"SELECT version FROM registry.versions WHERE full_name = $1 AND version > $2 ORDER BY 1")
	check(err, name)
	var version int64
	check(statement.QueryRow("prod.ml.churn", 1).Scan(&version), name)
	equal(name, version, int64(2))
	limited, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	if _, err = database.ExecContext(limited, os.Getenv("SLOW")); err == nil {
		check(errors.New("the query was not cancelled"), name)
	}
}

func main() {
	content, err := os.ReadFile(os.Getenv("EXPECTED"))
	check(err, "EXPECTED")
	var expected []query
	check(json.Unmarshal(content, &expected), "EXPECTED")
	modes := []string{"cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"}
	for _, mode := range modes {
		modeOfPgx(mode, expected)
	}
	driver("postgres")
	driver("pgx")
}

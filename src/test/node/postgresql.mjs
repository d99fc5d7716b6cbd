// Clients of PostgreSQL for Node.js: node-postgres, Postgres.js and Knex. The address is in the
// environment variables of libpq; EXPECTED is a file with queries and their rows, as JSON.
import assert from "node:assert/strict";
import fs from "node:fs";
import knexFactory from "knex";
import pg from "pg";
import Cursor from "pg-cursor";
import postgres from "postgres";

const expected = JSON.parse(fs.readFileSync(process.env.EXPECTED, "utf8"));
const slow = process.env.SLOW;
const text = (value) => (value === null ? null : String(value));
const values = (rows) => rows.map((row) => Object.values(row).map(text));

async function nodePostgres() {
  const client = new pg.Client();
  await client.connect();
  for (const { sql, rows } of expected) {
    const result = await client.query({ text: sql, rowMode: "array" });
    assert.deepEqual(result.rows.map((row) => row.map(text)), rows, sql);
  }
  for (const [type, value, read] of [
    ["INTEGER", 5, 5],
    ["BIGINT", "1099511627776", "1099511627776"],
    ["VARCHAR", "it's ü", "it's ü"],
    ["BOOLEAN", true, true],
    ["DOUBLE PRECISION", 1.25, 1.25],
    ["NUMERIC(10, 2)", "12.50", "12.50"],
    ["TIMESTAMPTZ", new Date(0), new Date(0)],
    ["TEXT", null, null],
  ]) {
    const result = await client.query(`SELECT $1::${type} AS value`, [value]);
    assert.deepEqual(result.rows[0].value, read, type);
  }
  const named = {
    name: "versions",
    text: "SELECT version FROM registry.versions WHERE full_name = $1 AND version >= $2 ORDER BY 1",
    values: ["prod.ml.churn", 2],
  };
  for (let run = 0; run < 3; run++) {
    assert.deepEqual(values((await client.query(named)).rows), [["2"], ["3"]]);
  }
  const any = "SELECT full_name FROM registry.models WHERE full_name = ANY($1)";
  assert.equal((await client.query(any, [["prod.ml.churn", "x"]])).rows.length, 1);
  const both = await client.query("SELECT 1 AS a; SELECT 2 AS b");
  assert.deepEqual(both.map((result) => result.rows), [[{ a: 1 }], [{ b: 2 }]]);
  await assert.rejects(client.query("SELECT nope FROM registry.models"), (error) => {
    assert.equal(error.code, "42703");
    assert.equal(error.position, "8");
    return true;
  });
  await client.query("BEGIN");
  await client.query("CREATE MODEL prod.ml.undone");
  await client.query("ROLLBACK");
  const cursor = client.query(new Cursor(expected[1].sql));
  assert.equal((await cursor.read(2)).length, 2);
  await cursor.close();
  await client.end();
}

async function postgresJs() {
  const sql = postgres({ max: 1 });
  const names = ["prod.ml.churn", "x"];
  for (const rows of [
    await sql`SELECT full_name FROM registry.models WHERE full_name IN ${sql(names)}`,
    await sql`SELECT full_name FROM registry.models WHERE full_name = ANY(${names})`,
    await sql`SELECT full_name FROM registry.models
              WHERE created_at > ${new Date(0)} AND latest_version > ${1}`,
  ]) {
    assert.deepEqual(values(rows), [["prod.ml.churn"]]);
  }
  await assert.rejects(
    sql.begin(async (transaction) => {
      await transaction`CREATE MODEL prod.ml.undone`;
      throw new Error("undo");
    }),
    /undo/,
  );
  const query = sql.unsafe(slow);
  setTimeout(() => query.cancel(), 500);
  await assert.rejects(query, (error) => error.code === "57014");
  await sql.end();
}

async function knex() {
  const database = knexFactory({ client: "pg", connection: {} });
  assert.ok(await database.schema.withSchema("registry").hasTable("models"));
  const columns = await database("models").withSchema("registry").columnInfo();
  assert.equal(columns.full_name.type, "character varying");
  const rows = await database("registry.models").select("full_name").where("latest_version", ">", 1);
  assert.deepEqual(values(rows), [["prod.ml.churn"]]);
  await database.destroy();
}

await nodePostgres();
await postgresJs();
await knex();

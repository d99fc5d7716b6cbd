"""Python clients of PostgreSQL that need packages of their own: asyncpg, pg8000, pgcli, DuckDB, ODBC.

The arguments are the names of the clients. The address is in PGHOST, PGPORT, PGUSER, PGPASSWORD and
PGDATABASE; EXPECTED is a file with queries and their rows in an embedded session, as JSON.
"""

import asyncio
import datetime
import decimal
import glob
import json
import os
import sys

HOST, PORT = os.environ["PGHOST"], int(os.environ["PGPORT"])
USER, PASSWORD = os.environ["PGUSER"], os.environ["PGPASSWORD"]
DATABASE = os.environ["PGDATABASE"]
SLOW = os.environ["SLOW"]
with open(os.environ["EXPECTED"], encoding="utf-8") as file:
    EXPECTED = json.load(file)
COUNT = "SELECT COUNT(*) FROM registry.models"


def same(client, query, rows, expected):
    found = [[None if value is None else str(value) for value in row] for row in rows]
    assert found == expected, f"{client}: {query}\n  {found}\n  embedded: {expected}"


async def asyncpg_client():
    import asyncpg

    connection = await asyncpg.connect(server_settings={"application_name": "asyncpg"})
    for entry in EXPECTED:
        same("asyncpg", entry["sql"], await connection.fetch(entry["sql"]), entry["rows"])
    instant = datetime.datetime(2024, 2, 29, 12, 30, 1, 5000)
    for type_name, value in (
        ("INTEGER", 5),
        ("BIGINT", 2**40),
        ("VARCHAR", "it's ü"),
        ("BOOLEAN", True),
        ("DOUBLE PRECISION", 1.25),
        ("NUMERIC(10, 2)", decimal.Decimal("12.50")),
        ("DATE", instant.date()),
        ("TIME", instant.time()),
        ("TIMESTAMP", instant),
        ("TEXT", None),
    ):
        found = await connection.fetchval(f"SELECT $1::{type_name}", value)
        assert found == value, (type_name, found)
    names = await connection.fetch(
        "SELECT full_name FROM registry.models WHERE full_name = ANY($1) AND created_at > $2",
        ["prod.ml.churn", "x"],
        datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
    )
    assert [row[0] for row in names] == ["prod.ml.churn"], names
    try:
        await connection.fetch("SELECT nope FROM registry.models")
        raise AssertionError("an unknown column was accepted")
    except asyncpg.UndefinedColumnError as error:
        assert error.position == "8", error.position
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("CREATE MODEL prod.ml.undone")
    await transaction.rollback()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        rows = [row[0] async for row in connection.cursor(EXPECTED[0]["sql"], prefetch=1)]
        assert len(rows) == len(EXPECTED[0]["rows"])
    copied = []

    async def collect(data):
        copied.append(data)

    await connection.copy_from_query(COUNT, output=collect, format="binary")
    assert b"".join(copied).startswith(b"PGCOPY\n"), copied
    try:
        await asyncio.wait_for(connection.fetch(SLOW), 0.5)
        raise AssertionError("the query was not cancelled")
    except asyncio.TimeoutError:
        pass
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()
    async with asyncpg.create_pool(min_size=1, max_size=2) as pool:
        for _ in range(3):
            assert await pool.fetchval("SELECT current_user") == USER


def pg8000_client():
    import pg8000.dbapi

    connection = pg8000.dbapi.connect(
        USER, host=HOST, port=PORT, password=PASSWORD, database=DATABASE
    )
    cursor = connection.cursor()
    for entry in EXPECTED:
        cursor.execute(entry["sql"])
        same("pg8000", entry["sql"], cursor.fetchall(), entry["rows"])
    cursor.execute(
        "SELECT full_name FROM registry.models WHERE full_name = %s AND latest_version > %s",
        ("prod.ml.churn", 1),
    )
    assert [row[0] for row in cursor.fetchall()] == ["prod.ml.churn"]
    cursor.execute("CREATE MODEL prod.ml.undone")
    connection.rollback()
    connection.close()


def pgcli_client():
    from pgcli.pgexecute import PGExecute
    from pgspecial.main import PGSpecial

    executor = PGExecute(DATABASE, USER, PASSWORD, HOST, PORT, None)
    assert ("registry", "models") in list(executor.tables())
    assert ("access", "audit") in list(executor.views())
    for listing in ("schemata", "table_columns", "view_columns", "databases"):
        assert list(getattr(executor, listing)()), listing
    for listing in ("datatypes", "functions", "search_path"):
        list(getattr(executor, listing)())
    special = PGSpecial()
    for command in (
        r"\l", r"\l+", r"\dn", r"\dt registry.*", r"\dv access.*", r"\d registry.models",
        r"\d+ registry.models", r"\du", r"\df", r"\dT", r"\di", r"\dx", r"\dp", r"\db",
    ):
        for _, _, _, status, *_ in executor.run(command, pgspecial=special):
            assert "ERROR" not in str(status), (command, status)
    for entry in EXPECTED:
        for _, rows, *_ in executor.run(entry["sql"], pgspecial=special):
            same("pgcli", entry["sql"], list(rows), entry["rows"])


def duckdb_client():
    import duckdb
    import duckdb_extension_postgres_scanner

    # The package has no list of extensions of another release; the file is loaded by its path.
    folder = os.path.dirname(duckdb_extension_postgres_scanner.__file__)
    extension = glob.glob(os.path.join(folder, "**", "*.duckdb_extension"), recursive=True)[0]
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    connection.execute(f"LOAD '{extension}'")
    # libpq reads the address from the environment.
    connection.execute("ATTACH '' AS registry_server (TYPE postgres, READ_ONLY)")
    for entry in EXPECTED:
        query = entry["sql"].replace("registry.", "registry_server.registry.")
        same("DuckDB", query, connection.execute(query).fetchall(), entry["rows"])
    rows = connection.execute(
        "SELECT version FROM registry_server.registry.versions WHERE full_name = 'prod.ml.churn'"
        " AND version > 1 ORDER BY version"
    ).fetchall()
    assert rows == [(2,), (3,)], rows


def odbc_client():
    import pyodbc

    connection = pyodbc.connect(
        f"Driver={os.environ['ODBC_DRIVER']};Server={HOST};Port={PORT};Database={DATABASE};"
        f"Uid={USER};Pwd={PASSWORD};",
        autocommit=True,
    )
    cursor = connection.cursor()
    for entry in EXPECTED:
        same("ODBC", entry["sql"], cursor.execute(entry["sql"]).fetchall(), entry["rows"])
    values = cursor.execute(
        "SELECT CAST(? AS INTEGER), CAST(? AS DOUBLE PRECISION), CAST(? AS VARCHAR)", 5, 1.5, "ü"
    ).fetchone()
    assert tuple(values) == (5, 1.5, "ü"), values
    assert "models" in [row.table_name for row in cursor.tables(schema="registry")]
    columns = [row.column_name for row in cursor.columns(table="models", schema="registry")]
    assert columns[0] == "catalog_name", columns
    keys = [row.column_name for row in cursor.primaryKeys("models", schema="registry")]
    assert keys == ["full_name"], keys


for name in sys.argv[1:]:
    print(name, flush=True)
    client = globals()[name + "_client"]
    if asyncio.iscoroutinefunction(client):
        asyncio.run(client())
    else:
        client()

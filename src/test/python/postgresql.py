"""PostgreSQL's Python clients against the port for them: psycopg 3 and 2, SQLAlchemy and pandas.

The first argument is the URL of the port. Results are compared with those of an embedded session.
"""

import datetime
import decimal
import sys

import pandas
import psycopg
import psycopg2
import psycopg2.extras
import sqlalchemy
from registry import embedded, log

URL = sys.argv[1]
MODELS = "SELECT full_name, owner, comment, latest_version, created_at FROM registry.models"
QUERIES = (
    MODELS + " ORDER BY full_name",
    "SELECT full_name, version, status, source FROM registry.versions ORDER BY 1, 2",
    "SELECT COUNT(*), MIN(version), AVG(version), SUM(CAST(version AS DOUBLE)) FROM registry.versions",
    "SELECT catalog_name, schema_name FROM registry.schemas ORDER BY 1, 2",
    "SELECT m.model_name, a.alias FROM registry.models m JOIN registry.aliases a"
    " ON a.full_name = m.full_name ORDER BY 1, 2",
    "SELECT 'it''s ü', NULL, TRUE, CAST(1.50 AS DECIMAL(5, 2)), DATE '2024-02-29'",
    "SHOW GRANTS ON MODEL prod.ml.churn",
)


def same(value, other):
    """Whether a value of a client is the one that the embedded session returned as JSON."""
    if value is None or other is None or isinstance(value, str):
        return value == other
    if isinstance(value, bool):
        return str(value).lower() == other
    if isinstance(value, datetime.datetime):
        if value.tzinfo:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return value == datetime.datetime.fromisoformat(other)
    if isinstance(value, datetime.date):
        return value == datetime.date.fromisoformat(other)
    if isinstance(value, decimal.Decimal):
        return value == decimal.Decimal(str(other))
    return value == other


def compare(client, query, rows):
    expected = embedded(query)
    equal = len(rows) == len(expected) and all(
        len(row) == len(other) and all(map(same, row, other))
        for row, other in zip(rows, expected)
    )
    assert equal, f"{client}: {query}\n  {rows}\n  embedded: {expected}"


def psycopg_3():
    with psycopg.connect(URL, autocommit=True) as connection:
        for query in QUERIES:
            for binary in (False, True):
                with connection.cursor(binary=binary) as cursor:
                    compare("psycopg", query, cursor.execute(query).fetchall())
        for _ in range(7):  # The statement is prepared after five executions.
            row = connection.execute(
                "SELECT version FROM registry.versions WHERE full_name = %s AND version >= %s"
                " ORDER BY version",
                ("prod.ml.churn", 2),
            ).fetchall()
            assert row == [(2,), (3,)], row
        with connection.pipeline():
            cursors = [connection.execute("SELECT CAST(%s AS INTEGER)", (i,)) for i in range(20)]
            assert [cursor.fetchone()[0] for cursor in cursors] == list(range(20))
        with connection.transaction(), connection.cursor("named") as cursor:
            cursor.itersize = 2
            cursor.execute(QUERIES[1])
            compare("psycopg's named cursor", QUERIES[1], list(cursor))
        try:
            connection.execute("SELECT nope FROM registry.models")
            raise AssertionError("an unknown column was accepted")
        except psycopg.errors.UndefinedColumn as error:
            assert error.diag.statement_position == "8", error.diag.statement_position
        with connection.cursor() as cursor, cursor.copy(
            "COPY (SELECT full_name FROM registry.models ORDER BY 1) TO STDOUT"
        ) as copy:
            rows = list(copy.rows())
            assert rows == [("prod.ml.churn",), ("prod.ml.price",)], rows
    with psycopg.connect(URL) as connection:
        connection.execute("CREATE MODEL prod.ml.rolled_back")
        try:
            with connection.transaction():
                connection.execute("CREATE MODEL prod.ml.nested")
                raise psycopg.Rollback
        except psycopg.Rollback:
            pass
        connection.rollback()
    assert len(embedded(MODELS)) == 2


def psycopg_2():
    connection = psycopg2.connect(URL)
    try:
        with connection, connection.cursor() as cursor:
            for query in QUERIES:
                cursor.execute(query)
                compare("psycopg2", query, cursor.fetchall())
            cursor.execute("SELECT full_name FROM registry.models WHERE owner = %s", ("admin",))
            assert cursor.rowcount == 2, cursor.rowcount
        with connection, connection.cursor("named") as cursor:
            cursor.itersize = 2
            cursor.execute(QUERIES[1])
            compare("psycopg2's named cursor", QUERIES[1], list(cursor))
        with connection, connection.cursor(cursor_factory=psycopg2.extras.DictCursor) as cursor:
            cursor.execute(MODELS + " ORDER BY 1")
            assert cursor.fetchone()["full_name"] == "prod.ml.churn"
    finally:
        connection.close()


def reflection(driver):
    engine = sqlalchemy.create_engine(URL.replace("postgresql:", f"postgresql+{driver}:"))
    inspector = sqlalchemy.inspect(engine)
    schemas = inspector.get_schema_names()
    assert {"registry", "access", "information_schema"} <= set(schemas), schemas
    for schema in ("registry", "access"):
        expected = embedded(
            "SELECT table_name, table_type FROM system.information_schema.tables"
            f" WHERE table_schema = '{schema}' ORDER BY 1"
        )
        names = inspector.get_table_names(schema) + inspector.get_view_names(schema)
        assert sorted(names) == [row[0] for row in expected], (sorted(names), expected)
        for name in names:
            columns = [column["name"] for column in inspector.get_columns(name, schema)]
            expected = embedded(
                "SELECT column_name FROM system.information_schema.columns"
                f" WHERE table_schema = '{schema}' AND table_name = '{name}'"
                " ORDER BY ordinal_position"
            )
            assert columns == [row[0] for row in expected], (name, columns, expected)
    keys = inspector.get_pk_constraint("models", "registry")["constrained_columns"]
    assert keys == ["full_name"], keys
    foreign = inspector.get_foreign_keys("versions", "registry")
    assert any(key["referred_table"] == "models" for key in foreign), foreign
    inspector.get_indexes("models", "registry")
    inspector.get_unique_constraints("models", "registry")
    inspector.get_check_constraints("models", "registry")
    inspector.get_table_comment("models", "registry")
    models = sqlalchemy.Table("models", sqlalchemy.MetaData(), autoload_with=engine, schema="registry")
    with engine.connect() as connection:
        query = sqlalchemy.select(models.c.full_name).where(models.c.model_name.in_(["churn", "x"]))
        assert connection.execute(query).scalars().all() == ["prod.ml.churn"]
    frame = pandas.read_sql(QUERIES[1], engine)
    compare(f"pandas with {driver}", QUERIES[1], [tuple(row) for row in frame.astype(object).values])
    engine.dispose()


log("psycopg 3")
psycopg_3()
log("psycopg 2")
psycopg_2()
for name in ("psycopg", "psycopg2"):
    log("SQLAlchemy with " + name)
    reflection(name)

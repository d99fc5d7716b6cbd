package dev.vitrine.cli.shell;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords and names of objects, which are read from the registry on demand. */
final class NameCompleter implements Completer {
  /** Maximum number of candidates; longer lists are not readable. */
  private static final int LIMIT = 200;

  private static final List<String> KEYWORDS =
      List.of(
          """
          ADD ALIAS ALIASES ALL ALTER AND APPLY AS ASC AUDIT BEGIN BETWEEN BROWSE BY CASCADE CASE
          CATALOG CATALOGS COMMENT COMMIT COUNT CREATE CREATE_MODEL DATABASE DATABASES DAYS DESC
          DESCRIBE DISTINCT DROP DROPPED EFFECTIVE ELSE END EXECUTE EXISTS EXPLAIN EXTENDED FETCH
          FIRST FOR FOREVER FROM FUNCTIONS GRANT GRANTS GROUP GROUPS HAVING HISTORY ID IDENTIFIER IF
          IN INPUTS IS JOIN KEEP LATEST LEFT LIFETIME LIKE LIMIT LOCATION MANAGE MANAGED METASTORE
          MODEL MODELS NOT NULL OF OFFSET OLD ON OR ORDER OVER OWNER PARTITION PASSWORD PLAN
          PRIVILEGES PURGE RENAME RESTRICT RETENTION REVOKE ROLLBACK RUN SCHEMA SCHEMAS SELECT
          SESSION SESSIONS SET SHOW SIGNATURE START TAG TAGS TERMINATE THEN TO TOKEN TOKENS
          TRANSACTION UNDROP UNION UNSET USE USER USERS USE_CATALOG USE_SCHEMA USING VALUES VERSION
          VERSIONS WHEN WHERE WITH
          """
              .split("\\s+"));

  private final Supplier<Connection> connection;

  NameCompleter(Supplier<Connection> connection) {
    this.connection = connection;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String word = line.word();
    if (word.startsWith("!")) {
      ShellCommands.NAMES.forEach(name -> candidates.add(new Candidate("!" + name)));
      return;
    }
    if (word.indexOf('.') < 0) {
      addKeywords(word, candidates);
    }
    try {
      names(word).stream().distinct().map(NameCompleter::name).forEach(candidates::add);
    } catch (SQLException error) {
      // Errors are ignored here; the next statement reports them.
      return;
    }
  }

  /** The names that may stand where {@code word} is, each as far as its last part. */
  List<String> names(String word) throws SQLException {
    DatabaseMetaData metadata = connection.get().getMetaData();
    String[] parts = word.split("\\.", -1);
    String start = pattern(metadata, parts[parts.length - 1]);
    List<String> names = new ArrayList<>();
    if (parts.length == 1) {
      add(names, "", metadata.getCatalogs(), "TABLE_CAT");
      add(names, "", metadata.getTables("system", "registry", start, null), "TABLE_NAME");
      String catalog = connection.get().getCatalog();
      String schema = connection.get().getSchema();
      add(names, "", metadata.getSchemas(catalog, start), "TABLE_SCHEM");
      add(names, "", metadata.getTables(catalog, schema, start, null), "TABLE_NAME");
    } else if (parts.length == 2) {
      String catalog = connection.get().getCatalog();
      String outer = parts[0] + ".";
      add(names, outer, metadata.getSchemas(parts[0], start), "TABLE_SCHEM");
      add(
          names,
          outer,
          metadata.getTables(catalog, pattern(metadata, parts[0], ""), start, null),
          "TABLE_NAME");
    } else if (parts.length == 3) {
      add(
          names,
          parts[0] + "." + parts[1] + ".",
          metadata.getTables(parts[0], pattern(metadata, parts[1], ""), start, null),
          "TABLE_NAME");
    }
    return names;
  }

  private static void addKeywords(String word, List<Candidate> candidates) {
    boolean lower = !word.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT));
    for (String keyword : KEYWORDS) {
      candidates.add(new Candidate(lower ? keyword.toLowerCase(Locale.ROOT) : keyword));
    }
  }

  private static Candidate name(String name) {
    // Not complete: a dot may follow.
    return new Candidate(name, name, null, null, null, null, false);
  }

  private static void add(List<String> names, String outer, ResultSet rows, String column)
      throws SQLException {
    try (rows) {
      while (names.size() < LIMIT && rows.next()) {
        names.add(outer + rows.getString(column));
      }
    }
  }

  private static String pattern(DatabaseMetaData metadata, String start) throws SQLException {
    return pattern(metadata, start, "%");
  }

  /** The pattern that {@code name} itself matches, then {@code rest}. */
  private static String pattern(DatabaseMetaData metadata, String name, String rest)
      throws SQLException {
    String escape = metadata.getSearchStringEscape();
    return name.toLowerCase(Locale.ROOT)
            .replace(escape, escape + escape)
            .replace("_", escape + "_")
            .replace("%", escape + "%")
        + rest;
  }
}

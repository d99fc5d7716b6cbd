package dev.vitrine.server.pg.sql;

import java.util.List;
import java.util.Set;

/** Recognises statements that read PostgreSQL's catalog. */
public final class CatalogRecognition {
  /** Relations of the information schema that PostgreSQL clients expect in PostgreSQL's shape. */
  private static final Set<String> INFORMATION_SCHEMA =
      Set.of(
          "tables",
          "character_sets",
          "columns",
          "schemata",
          "views",
          "table_constraints",
          "key_column_usage",
          "referential_constraints",
          "table_privileges",
          "role_table_grants",
          "routines",
          "triggers");

  /** Functions that mark a statement as one on the catalog; the dialect has none of them. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "version",
          "current_database",
          "current_schemas",
          "current_setting",
          "set_config",
          "format_type",
          "to_regclass",
          "to_regtype",
          "obj_description",
          "col_description",
          "has_schema_privilege",
          "has_table_privilege",
          "has_any_column_privilege",
          "has_column_privilege",
          "shobj_description",
          "has_database_privilege",
          "txid_current",
          "inet_server_addr",
          "inet_client_addr",
          "string_to_array",
          "quote_ident");

  /** Types of objects of the catalog, to which a name can be cast. */
  private static final Set<String> TYPES =
      Set.of("regclass", "regtype", "regproc", "regprocedure", "regnamespace", "regrole");

  private CatalogRecognition() {}

  /** Whether PostgreSQL's information schema has this relation, in a shape of its own. */
  static boolean isInformation(String name) {
    return INFORMATION_SCHEMA.contains(name);
  }

  /** Whether a statement is a query that reads PostgreSQL's catalog. */
  public static boolean isCatalog(PgText text) {
    List<PgToken> tokens = text.tokens();
    if (!text.startsWith("select") && !text.startsWith("with")) {
      return false;
    }
    for (int i = 0; i < tokens.size(); i++) {
      PgToken token = tokens.get(i);
      if (!token.isName()) {
        continue;
      }
      boolean call = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol("(");
      boolean qualified = i > 1 && tokens.get(i - 1).isSymbol(".");
      String schema = qualified ? tokens.get(i - 2).text() : "";
      if (token.text().equals("pg_catalog")
          || (schema.equals("information_schema")
              && INFORMATION_SCHEMA.contains(token.text())
              && (i < 4 || !tokens.get(i - 3).isSymbol(".")))
          || (!qualified && token.text().startsWith("pg_") && isAfter(tokens, i, call))
          || (i > 0 && tokens.get(i - 1).isSymbol("::") && TYPES.contains(token.text()))
          || (!qualified && call && FUNCTIONS.contains(token.text()))
          || (token.text().equals("current_schema") && tokens.size() < 5)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name stands where a relation or a call can stand. */
  private static boolean isAfter(List<PgToken> tokens, int index, boolean call) {
    PgToken before = tokens.get(index - 1);
    return call || before.isWord("from") || before.isWord("join") || before.isSymbol(",");
  }
}

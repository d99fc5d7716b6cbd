package dev.vitrine.server.pg.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls of functions that return sets in a list of SELECT: {@code unnest(a)} becomes {@code a[n]},
 * and the FROM clause is joined with the numbers n up to the length of the array. For one
 * statement.
 */
final class SetCalls {
  /** Maximum number of elements of the arrays of the catalog. */
  private static final int MOST = 64;

  private static final Set<String> AFTER_FROM =
      Set.of("where", "group", "order", "having", "limit", "offset", "union", "window", "except");

  private final TranslatedTokens translated;
  private final Deque<Scope> scopes = new ArrayDeque<>();

  /** A SELECT, or a parenthesis in it. */
  private static final class Scope {
    private boolean inList;
    private boolean inFrom;
    private @Nullable String condition;
    private @Nullable String call;
    private int callStart;
  }

  SetCalls(TranslatedTokens translated) {
    this.translated = translated;
    scopes.push(new Scope());
  }

  /** Before a token is added. */
  void before(PgToken token) {
    Scope scope = scopes.element();
    if (token.isSymbol(")") && scopes.size() > 1) {
      endFrom(scope, token.start());
    } else if (AFTER_FROM.contains(token.text()) && token.kind() == PgToken.Kind.WORD) {
      endFrom(scope, token.start());
      scope.inFrom = false;
    }
  }

  /** After a token was added. */
  void after(PgToken token, boolean call) {
    if (token.isSymbol("(")) {
      Scope inner = new Scope();
      scopes.push(inner);
    } else if (token.isSymbol(")") && scopes.size() > 1) {
      scopes.pop();
      Scope outer = scopes.element();
      if (outer.call != null) {
        replace(outer, token.start());
      }
    } else if (token.isWord("select")) {
      Scope scope = scopes.element();
      scope.inList = true;
      scope.inFrom = false;
      scope.condition = null;
    } else if (token.isWord("from")) {
      Scope scope = scopes.element();
      if (scope.inList) {
        scope.inList = false;
        scope.inFrom = true;
      }
    } else if (CatalogText.isSet(token, call)) {
      called(token);
    }
  }

  /** Whether the current place is in a FROM clause, outside of parentheses in it. */
  boolean inFrom() {
    return scopes.element().inFrom;
  }

  private void called(PgToken token) {
    Scope scope = scopes.element();
    if (scope.inFrom && token.text().equals("generate_series")) {
      translated.set(translated.size() - 1, "SYSTEM_RANGE");
    } else if (list() != null) {
      scope.call = token.text();
      scope.callStart = translated.size() - 1;
    }
  }

  /** The SELECT in whose list the call stands, which can be in parentheses. */
  private @Nullable Scope list() {
    for (Scope scope : scopes) {
      if (scope.inList) {
        return scope;
      }
      if (scope.inFrom) {
        return null;
      }
    }
    return null;
  }

  /** The call has ended: its tokens are replaced. */
  private void replace(Scope outer, int origin) {
    String function = String.valueOf(outer.call);
    Scope select = list();
    outer.call = null;
    if (select == null) {
      return;
    }
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    int depth = 0;
    for (int at = outer.callStart + 2; at < translated.size() - 1; at++) {
      String text = translated.text(at);
      depth +=
          text.equals("(") || text.equals("[") ? 1 : text.equals(")") || text.equals("]") ? -1 : 0;
      if (depth == 0 && text.equals(",")) {
        arguments.add(argument.toString());
        argument.setLength(0);
      } else {
        argument.append(translated.get(at).gap()).append(text);
      }
    }
    arguments.add(argument.toString());
    String array = arguments.get(0);
    String gap = translated.get(outer.callStart).gap();
    translated.truncate(outer.callStart);
    String value =
        switch (function) {
          case "unnest" -> element(array);
          case "_pg_expandarray" ->
              "CAST(ROW(" + element(array) + ", pgx_set.n) AS ROW(x INTEGER, n INTEGER))";
          default -> "pgx_set.n";
        };
    translated.add(gap, value, origin);
    if (select.condition == null) {
      select.condition =
          function.equals("generate_series")
              ? "BETWEEN " + String.join(" AND ", arguments)
              : "<= CARDINALITY(" + array + ")";
    }
  }

  /** The database may compute it before it compares the number with the length. */
  private static String element(String array) {
    return "CASE WHEN pgx_set.n <= CARDINALITY(" + array + ") THEN (" + array + ")[pgx_set.n] END";
  }

  private void endFrom(Scope scope, int origin) {
    String condition = scope.condition;
    if (condition != null && scope.inFrom) {
      scope.condition = null;
      scope.inFrom = false;
      translated.add(
          " ",
          "JOIN (SELECT x AS n FROM SYSTEM_RANGE(1, "
              + MOST
              + ")) pgx_set ON pgx_set.n "
              + condition,
          origin);
    }
  }

  /** The statement has ended. */
  void end() {
    endFrom(scopes.peekLast(), 0);
  }
}

package dev.vitrine.answers;

import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs queries on both stores, and translated by hand on plain tables of PostgreSQL, and judges the
 * answers.
 */
final class ResultComparison {
  /** The result of comparing two results. */
  enum Verdict {
    /** The same rows on both stores and of the plain tables. */
    EQUAL,
    /** The same rows on both stores; PostgreSQL cannot run the translation, or fails on a value. */
    EQUAL_ON_STORES,
    /** An error of the same condition, or two errors of which any may come first. */
    REFUSED,
    /** The embedded store, or a limit of one store, refuses what the other runs: documented. */
    REFUSED_ON_ONE,
    /** A store computes a constant that fails, and another finds that no row needs it. */
    FAILED_WITHOUT_ROWS,
    /** One store fails on a value, and the other does not. */
    FAILED_ON_ONE,
    DIFFERENT,
    /** The rows of the stores are not those of the plain tables. */
    BOTH_WRONG,
    /** A store needed longer than the time limit of the run, if it has one. */
    TOO_SLOW,
    /** The translation of the test is not SQL. */
    UNTRANSLATED,
    INTERNAL_ERROR;

    boolean isWrong() {
      return switch (this) {
        case EQUAL, EQUAL_ON_STORES, REFUSED, REFUSED_ON_ONE, FAILED_WITHOUT_ROWS, TOO_SLOW ->
            false;
        case FAILED_ON_ONE, DIFFERENT, BOTH_WRONG, UNTRANSLATED, INTERNAL_ERROR -> true;
      };
    }
  }

  /** The rows in any order, or the error. */
  private record Answer(List<String> rows, String sqlState, String message) {
    boolean failed() {
      return !sqlState.isEmpty();
    }

    boolean isLate() {
      return sqlState.equals("57014");
    }

    boolean isData() {
      return sqlState.startsWith("22") || sqlState.startsWith("21");
    }

    @Override
    public String toString() {
      return failed() ? message : rows.size() + " rows " + rows.stream().limit(6).toList();
    }
  }

  /**
   * Seconds that a store may use for a query; 0 is no limit. H2 spends nine tenths of the time of a
   * long run in a few queries, which join by comparing each row with each.
   */
  private static final int SECONDS =
      Integer.getInteger("vitrine.query.seconds", Effort.times(0, 1));

  private final TwinRegistries twins;
  private final Connection plainTables;
  private String last = "";

  ResultComparison(TwinRegistries twins, Connection plainTables) {
    this.twins = twins;
    this.plainTables = plainTables;
  }

  Verdict judge(Syntax query) {
    String sql = query.text();
    Answer h2 = answer(twins.on(TestStore.H2), sql);
    Answer postgresql = answer(twins.on(TestStore.POSTGRESQL), sql);
    Verdict verdict = judge(h2, postgresql);
    last = "H2: " + h2 + "\nPostgreSQL: " + postgresql;
    boolean alone = verdict == Verdict.REFUSED_ON_ONE && !postgresql.failed();
    if (verdict != Verdict.EQUAL && !alone && !(verdict == Verdict.REFUSED && h2.isData())) {
      return verdict;
    }
    Answer plain = answer(plainTables, query.plainText());
    last += "\nplain tables: " + plain + "\n" + query.plainText();
    if (verdict == Verdict.REFUSED) {
      return plain.failed()
          ? verdict
          : plain.rows.isEmpty() ? Verdict.FAILED_WITHOUT_ROWS : Verdict.BOTH_WRONG;
    }
    if (plain.failed()) {
      if (plain.isLate()) {
        return Verdict.TOO_SLOW;
      }
      boolean expected = plain.isData() || plain.sqlState.startsWith("0A");
      Verdict unknown = alone ? verdict : Verdict.EQUAL_ON_STORES;
      return expected ? unknown : Verdict.UNTRANSLATED;
    }
    return plain.rows.equals(postgresql.rows) ? verdict : Verdict.BOTH_WRONG;
  }

  private static Verdict judge(Answer h2, Answer postgresql) {
    if (isInternal(h2) || isInternal(postgresql)) {
      return Verdict.INTERNAL_ERROR;
    }
    if (h2.isLate() || postgresql.isLate()) {
      return Verdict.TOO_SLOW;
    }
    if (!h2.failed() && !postgresql.failed()) {
      return h2.rows.equals(postgresql.rows) ? Verdict.EQUAL : Verdict.DIFFERENT;
    }
    if (h2.sqlState.equals(postgresql.sqlState) || (h2.isData() && postgresql.isData())) {
      return Verdict.REFUSED;
    }
    boolean limited =
        List.of(h2, postgresql).stream().anyMatch(answer -> answer.sqlState.equals("54001"));
    if (limited || h2.message.contains("on an embedded store")) {
      return Verdict.REFUSED_ON_ONE;
    }
    if (!h2.isData() && !postgresql.isData()) {
      return Verdict.DIFFERENT;
    }
    boolean rows = !h2.rows.isEmpty() || !postgresql.rows.isEmpty();
    return rows ? Verdict.FAILED_ON_ONE : Verdict.FAILED_WITHOUT_ROWS;
  }

  /** The answers to the query judged last. */
  String answers() {
    return last;
  }

  /** The smallest query found that is as wrong as this one. */
  Syntax shrink(Syntax query, Verdict verdict, int attempts) {
    Syntax smallest = query;
    int left = attempts;
    boolean smaller = true;
    while (smaller && left > 0) {
      smaller = false;
      for (Syntax candidate : smallest.smaller()) {
        if (candidate.text().length() >= smallest.text().length()) {
          continue;
        }
        if (left-- <= 0) {
          break;
        }
        if (judge(candidate) == verdict) {
          smallest = candidate;
          smaller = true;
          break;
        }
      }
    }
    judge(smallest);
    return smallest;
  }

  private static boolean isInternal(Answer answer) {
    return answer.sqlState.equals("XX000");
  }

  private static Answer answer(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS);
      return new Answer(rows(statement, sql), "", "");
    } catch (SQLException exception) {
      return new Answer(List.of(), exception.getSQLState(), exception.getMessage());
    }
  }

  private static List<String> rows(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(canonical(result.getObject(i)));
        }
        rows.add(String.join("|", row));
      }
      rows.sort(null);
      return rows;
    }
  }

  /** Numbers by value and to nine digits: sums of doubles depend on the order of the rows. */
  private static String canonical(Object value) {
    if (value instanceof Double number) {
      if (Math.abs(number) < 1e-9) {
        return "0";
      }
      return new BigDecimal(number.toString())
          .round(new MathContext(9))
          .stripTrailingZeros()
          .toPlainString();
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return value.toString();
    }
    if (value instanceof Number number) {
      BigDecimal decimal = new BigDecimal(number.toString());
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }
}

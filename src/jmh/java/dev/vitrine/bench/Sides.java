package dev.vitrine.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One reader's two ways to ask: Vitrine's driver, embedded, and pgjdbc. */
final class Sides implements AutoCloseable {
  private final Connection vitrine;
  private final Connection plain;
  private final long me;
  private int texts;

  private Sides(Connection vitrine, Connection plain, long me) {
    this.vitrine = vitrine;
    this.plain = plain;
    this.me = me;
  }

  static Sides open(String url, Reader reader) throws SQLException {
    Connection plain = BenchmarkServer.plain(url);
    return new Sides(
        DriverManager.getConnection(BenchmarkServer.vitrineUrl(url), reader.user(), ""),
        plain,
        id(plain, reader));
  }

  /** The reader's id, which hand-written queries want. */
  static long id(Connection plain, Reader reader) throws SQLException {
    try (PreparedStatement statement =
        plain.prepareStatement("SELECT id FROM principals WHERE name = ?")) {
      statement.setString(1, reader.user());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** A question, prepared on both sides. */
  final class Asked implements AutoCloseable {
    private final Question question;
    private final String literal;
    private final PreparedStatement prepared;
    private final PreparedStatement handWritten;
    private final Statement statement;

    private Asked(Question question) throws SQLException {
      this.question = question;
      this.literal = question.literal();
      this.prepared = vitrine.prepareStatement(question.vitrine());
      this.handWritten = plain.prepareStatement(question.plainSql());
      this.statement = vitrine.createStatement();
    }

    /** The hand-written query, prepared, through pgjdbc. */
    int handWritten() throws SQLException {
      question.bindPlain(handWritten, me);
      try (ResultSet rows = handWritten.executeQuery()) {
        return Answers.drain(rows);
      }
    }

    /** Through Vitrine, prepared. */
    int prepared() throws SQLException {
      question.bindVitrine(prepared);
      try (ResultSet rows = prepared.executeQuery()) {
        return Answers.drain(rows);
      }
    }

    /** Through Vitrine, as text that it has seen before. */
    int cached() throws SQLException {
      try (ResultSet rows = statement.executeQuery(literal)) {
        return Answers.drain(rows);
      }
    }

    /** Through Vitrine, as text that it has not seen before. */
    int first() throws SQLException {
      try (ResultSet rows = statement.executeQuery(unseen(literal))) {
        return Answers.drain(rows);
      }
    }

    /**
     * Compares the rows of all ways.
     *
     * @return how many there are
     * @throws IllegalStateException when they differ
     */
    int requireEqual() throws SQLException {
      List<List<String>> expected;
      question.bindPlain(handWritten, me);
      try (ResultSet rows = handWritten.executeQuery()) {
        expected = Answers.read(rows);
      }
      question.bindVitrine(prepared);
      try (ResultSet rows = prepared.executeQuery()) {
        requireEqual(expected, Answers.read(rows));
      }
      try (ResultSet rows = statement.executeQuery(literal)) {
        requireEqual(expected, Answers.read(rows));
      }
      return expected.size();
    }

    private void requireEqual(List<List<String>> expected, List<List<String>> actual) {
      if (!expected.equals(actual)) {
        throw new IllegalStateException(
            "Different answers to '%s': by hand %d rows, such as %s; by Vitrine %d rows, such as %s"
                .formatted(
                    question.name(),
                    expected.size(),
                    expected.stream().filter(row -> !actual.contains(row)).findFirst(),
                    actual.size(),
                    actual.stream().filter(row -> !expected.contains(row)).findFirst()));
      }
    }

    @Override
    public void close() throws SQLException {
      prepared.close();
      handWritten.close();
      statement.close();
    }
  }

  Asked ask(Question question) throws SQLException {
    return new Asked(question);
  }

  /** Plans a text that Vitrine has not seen before, without running it. */
  void plan(String sql) throws SQLException {
    vitrine.prepareStatement(unseen(sql)).close();
  }

  /** Another column makes another query; comments would be left out before plans are looked up. */
  private String unseen(String sql) {
    return sql.replaceFirst(" FROM ", ", " + ++texts + " AS unseen FROM ");
  }

  @Override
  public void close() throws SQLException {
    vitrine.close();
    plain.close();
  }
}

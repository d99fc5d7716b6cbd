package dev.vitrine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.cli.script.ScriptPiece.Command;
import dev.vitrine.cli.script.ScriptPiece.Comment;
import dev.vitrine.cli.script.ScriptPiece.Sql;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptReaderTest {
  @Test
  void splitsCommentsCommandsAndStatements() throws IOException {
    assertThat(read("-- A story\n\n!connect bob  secret\nUSE c;\n  SHOW CATALOGS\n;\n"))
        .containsExactly(
            new Comment(1, "-- A story"),
            new Command(3, "connect bob  secret"),
            new Sql(4, 1, "USE c"),
            new Sql(5, 3, "SHOW CATALOGS"));
  }

  @Test
  void keepsLineAndColumnOfStatementsOnOneLine() throws IOException {
    assertThat(read("\nA; B\n  C;\tD;"))
        .containsExactly(new Sql(2, 1, "A"), new Sql(2, 4, "B\n  C"), new Sql(3, 6, "D"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';'",
        "SELECT 'it''s;'",
        "SELECT E'it\\'s;'",
        "SELECT $$it's;\n!no command\n$$",
        "SELECT \"a;b\"",
        "SELECT `a;``b;`",
        "SELECT 1 -- one;\n",
        "SELECT /* two;\nlines; */ 1",
        "SELECT '\n-- no comment;\n!no command\n'"
      })
  void semicolonsInQuotesAndCommentsEndNothing(String statement) throws IOException {
    assertThat(read(statement + ";SELECT 2;"))
        .extracting(piece -> ((Sql) piece).text())
        .containsExactly(statement.strip(), "SELECT 2");
  }

  @Test
  void aCommentBehindAStatementIsAPieceOfItsOwn() throws IOException {
    assertThat(read("USE c; -- from now on\nUSE s;"))
        .containsExactly(
            new Sql(1, 1, "USE c"), new Comment(1, "-- from now on"), new Sql(2, 1, "USE s"));
  }

  @Test
  void emptyStatementsAndCommentsAloneAreNoStatements() throws IOException {
    assertThat(read(";;\n /* nothing */ ;\n")).isEmpty();
  }

  @Test
  void theLastStatementNeedsNoSemicolon() throws IOException {
    assertThat(read("USE c;\nUSE s"))
        .containsExactly(new Sql(1, 1, "USE c"), new Sql(2, 1, "USE s"));
  }

  @Test
  void unclosedTokensAreLeftToTheParser() throws IOException {
    assertThat(read("SELECT 'open;\n!quit\n"))
        .containsExactly(new Sql(1, 1, "SELECT 'open;\n!quit"));
    assertThat(read("/* open; ")).containsExactly(new Sql(1, 1, "/* open;"));
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheScript() throws IOException {
    assertThat(read("\uFEFFUSE c;")).containsExactly(new Sql(1, 1, "USE c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "!help", "USE c;", "USE c; -- done", "USE c;\nUSE s ; "})
  void complete(String text) {
    assertThat(ScriptReader.isComplete(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"USE c", "USE c; USE s", "SELECT ';", "SELECT 1 -- ;", "USE c; /* open"})
  void incomplete(String text) {
    assertThat(ScriptReader.isComplete(text)).isFalse();
  }

  private static List<ScriptPiece> read(String script) throws IOException {
    ScriptReader reader = new ScriptReader(new StringReader(script));
    List<ScriptPiece> pieces = new ArrayList<>();
    for (Optional<ScriptPiece> piece = reader.next(); piece.isPresent(); piece = reader.next()) {
      pieces.add(piece.get());
    }
    return pieces;
  }
}

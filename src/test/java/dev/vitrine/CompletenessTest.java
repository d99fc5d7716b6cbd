package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.registry.Tasks;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.ParsedText;
import dev.vitrine.statement.StatementParser;
import dev.vitrine.statement.tree.CommitTransaction;
import dev.vitrine.statement.tree.RollbackTransaction;
import dev.vitrine.statement.tree.StartTransaction;
import dev.vitrine.statement.tree.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every statement record has all that belongs to a statement. */
final class CompletenessTest {
  /** Executed by the session itself. */
  private static final Set<Class<?>> TRANSACTION =
      Set.of(StartTransaction.class, CommitTransaction.class, RollbackTransaction.class);

  private static final Pattern EXAMPLE = Pattern.compile("\\| ``(.+?)``.*\\|$", Pattern.MULTILINE);

  @Test
  void everyStatementHasATask() {
    Set<Class<?>> with = new HashSet<>(Tasks.statements());
    with.addAll(TRANSACTION);
    assertThat(with).isEqualTo(statements());
  }

  @Test
  void everyStatementThatAnswersRowsHasColumnsBeforeItRuns() {
    Set<Class<?>> showing =
        statements().stream()
            .filter(type -> type.getSimpleName().matches("(Show|Describe).*"))
            .collect(Collectors.toSet());
    assertThat(showing)
        .isNotEmpty()
        .allSatisfy(
            type -> assertThat(Tasks.template(type.asSubclass(Statement.class))).isPresent());
  }

  @Test
  void everyStatementHasARowInTheReadmeWhoseExampleParses() throws IOException {
    Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
    Set<Class<?>> shown = new HashSet<>();
    while (examples.find()) {
      String text = examples.group(1).replace("…;", "").replace("…", "").strip();
      for (ParsedText parsed : StatementParser.parse(text)) {
        if (parsed instanceof ParsedStatement statement) {
          shown.add(statement.kind());
        }
      }
    }
    shown.add(RollbackTransaction.class); // In one row with BEGIN and COMMIT.
    assertThat(shown).isEqualTo(statements());
  }

  private static Set<Class<?>> statements() {
    return Set.of(Statement.class.getPermittedSubclasses());
  }
}

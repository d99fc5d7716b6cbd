package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.ParsedText;
import dev.vitrine.statement.StatementKinds;
import dev.vitrine.statement.StatementParser;
import dev.vitrine.statement.tree.TransactionStatement.RollbackTransaction;
import dev.vitrine.store.relation.SecuredRelations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/dialect.md describes every statement, relation, column and error of the code, and nothing
 * else. Functions are compared by {@code dev.vitrine.query.DocumentedFunctionsTest}.
 */
final class DialectReferenceTest {
  private static final Path REFERENCE = Path.of("docs/dialect.md");
  private static final Path GENERATED = Path.of("target/dialect-relations.md");
  private static final Pattern EXAMPLE = Pattern.compile("\\| ``(.+?)``.*\\|$", Pattern.MULTILINE);
  private static final Pattern RULE = Pattern.compile("# (\\w+)\\s*$", Pattern.MULTILINE);
  private static final Pattern ERROR =
      Pattern.compile("^\\| ([A-Z_]+) \\| (\\w{5}) \\| (\\d+) \\| .+ \\|$", Pattern.MULTILINE);

  @Test
  void everyStatementHasAnExampleThatParses() throws IOException {
    Matcher examples = EXAMPLE.matcher(Files.readString(REFERENCE));
    Set<Class<?>> shown = new HashSet<>();
    while (examples.find()) {
      shown.addAll(kinds(examples.group(1).replace("…;", "").replace("…", "").strip()));
    }
    shown.add(RollbackTransaction.class); // Its example is in the row of BEGIN and COMMIT.
    assertThat(shown)
        .as("statements with an example in %s", REFERENCE)
        .isEqualTo(StatementKinds.all());
  }

  /** Each alternative of the grammar that is accepted, by its label. */
  @Test
  void everyAlternativeOfTheGrammarHasItsSyntax() throws IOException {
    String grammar =
        Files.readString(Path.of("grammar/dev/vitrine/statement/generated/VitrineSql.g4"));
    Set<String> labels = new TreeSet<>();
    Matcher label = RULE.matcher(grammar);
    while (label.find()) {
      if (!label.group(1).startsWith("refused")) {
        labels.add(label.group(1));
      }
    }
    Set<String> documented = new TreeSet<>();
    Matcher anchor =
        Pattern.compile("<!-- grammar: ([\\w ]+) -->").matcher(Files.readString(REFERENCE));
    while (anchor.find()) {
      documented.addAll(List.of(anchor.group(1).split(" ")));
    }
    assertThat(labels).isNotEmpty();
    assertThat(documented)
        .as("labels of the grammar named in comments of %s, beside their syntax", REFERENCE)
        .isEqualTo(labels);
  }

  @Test
  void everyRelationHasItsColumns() throws IOException {
    String expected = relations();
    Files.createDirectories(GENERATED.getParent());
    Files.writeString(GENERATED, expected);

    String text = Files.readString(REFERENCE);
    int begin = text.indexOf("<!-- generated: relations -->");
    int end = text.indexOf("<!-- end of generated -->");
    assertThat(begin).isNotNegative().isLessThan(end);
    assertThat(text.substring(text.indexOf('\n', begin) + 1, end))
        .as("the generated part of %s; copy it from %s", REFERENCE, GENERATED)
        .isEqualTo(expected);
  }

  @Test
  void everyErrorHasItsSqlStateAndVendorCode() throws IOException {
    Matcher row = ERROR.matcher(Files.readString(REFERENCE));
    List<String> documented = new ArrayList<>();
    while (row.find()) {
      documented.add(String.join(" ", row.group(1), row.group(2), row.group(3)));
    }
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ErrorCode.values())
                .map(code -> code.name() + " " + code.sqlState() + " " + code.vendorCode())
                .toList());
  }

  private static String relations() {
    StringBuilder text = new StringBuilder();
    for (Relation relation : SecuredRelations.relations()) {
      if (!relation.schema().equals(Relation.SESSION)) {
        append(text, relation.schema() + "." + relation.name(), relation.comment());
        append(text, relation.columns());
      }
    }
    append(text, "catalog.schema.model", "One row per version of the model.");
    append(text, Relation.modelColumns());
    return text.toString();
  }

  private static void append(StringBuilder text, String name, String comment) {
    text.append("\n#### `").append(name).append("`\n\n").append(comment).append("\n\n");
    text.append("| column | type | NULL | content |\n|---|---|---|---|\n");
  }

  private static void append(StringBuilder text, List<Column> columns) {
    text.append(
        columns.stream()
            .map(
                column ->
                    "| `%s` | %s | %s | %s |%n"
                        .formatted(
                            column.name(),
                            type(column),
                            column.nullable() ? "yes" : "",
                            column.comment()))
            .collect(Collectors.joining()));
  }

  private static String type(Column column) {
    boolean sized = column.type() == DataType.VARCHAR || column.type() == DataType.INSTANT;
    return column.type().sqlName() + (sized ? "(" + column.precision() + ")" : "");
  }

  private static Set<Class<?>> kinds(String text) {
    Set<Class<?>> kinds = new HashSet<>();
    for (ParsedText parsed : StatementParser.parse(text)) {
      if (parsed instanceof ParsedStatement statement) {
        kinds.add(statement.kind());
      }
    }
    return kinds;
  }
}

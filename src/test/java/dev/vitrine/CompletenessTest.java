package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.vitrine.authorization.Operation;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.Tasks;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.ParsedText;
import dev.vitrine.statement.StatementKinds;
import dev.vitrine.statement.StatementParser;
import dev.vitrine.statement.format.StatementFormatter;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;
import dev.vitrine.statement.tree.ContainerStatement.UseSchema;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.TransactionStatement.CommitTransaction;
import dev.vitrine.statement.tree.TransactionStatement.RollbackTransaction;
import dev.vitrine.statement.tree.TransactionStatement.StartTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every statement record has all parts of a statement; the message names missing ones. */
final class CompletenessTest {
  /** Executed by the session itself. */
  private static final Set<Class<?>> TRANSACTION =
      Set.of(StartTransaction.class, CommitTransaction.class, RollbackTransaction.class);

  /** Statements that change nothing and show nothing, and so need no right; why not. */
  private static final Map<Class<?>, String> WITHOUT_RULE =
      Map.of(
          StartTransaction.class, "what is done inside is checked statement by statement",
          CommitTransaction.class, "what it commits was checked",
          RollbackTransaction.class, "undoes only what the caller did",
          UseCatalog.class, "a name for the session; seeing the catalog is checked by resolving it",
          UseSchema.class, "a name for the session; seeing the schema is checked by resolving it");

  private static final String TASKS = "dev.vitrine.registry";

  private static final Pattern EXPECT = Pattern.compile("!expect (\\w{5})");

  /** A variable of the shell, and a value that can be parsed where there is one. */
  private static final Pattern VARIABLE = Pattern.compile(":'\\w+'");

  private static final String ANY_TIME = "'2026-01-01 00:00:00'";

  @Test
  void everyStatementIsBuiltFromSomeText() throws IOException {
    String text =
        Files.readString(Path.of("src/test/resources/dev/vitrine/statement/statements.sql"));
    assertAll("a text in statements.sql, from which the builder makes it", kinds(text));
  }

  @Test
  void everyStatementCanBeWritten() {
    assertAll("a case in StatementFormatter", StatementFormatter.cases());
  }

  @Test
  void everyStatementHasATask() {
    Set<Class<?>> with = taskTypes(Statement.class);
    with.addAll(TRANSACTION);
    assertAll("a task in the list of its package", with);
  }

  @Test
  void everyStatementWithRowsHasColumnsBeforeItRuns() {
    Set<Class<?>> showing =
        statements().stream()
            .filter(
                type ->
                    type.getSimpleName()
                        .matches(
                            "(Show|Describe|CreateToken|CreateRecipient|RotateRecipientToken).*"))
            .collect(Collectors.toSet());
    assertThat(showing)
        .isNotEmpty()
        .allSatisfy(type -> assertThat(Tasks.definitions().get(type).template()).isPresent());
  }

  /**
   * A statement either asks for an {@link Operation} on its way through the tasks, or reads
   * relations, of which the store shows the rows that the caller may see, or says above why not.
   */
  @Test
  void everyStatementHasARule() {
    JavaClasses registry =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(TASKS);
    Set<Class<?>> ruled = new HashSet<>();
    for (Class<?> type : taskTypes(Statement.class)) {
      if (asksForAnOperation(task(registry, type))) {
        ruled.add(type);
      }
    }
    assertThat(ruled)
        .as("statements that need no rule, and have one")
        .doesNotContainAnyElementsOf(WITHOUT_RULE.keySet());
    Tasks.definitions().values().stream()
        .filter(definition -> definition.template().isPresent())
        .forEach(definition -> ruled.add(definition.type()));
    ruled.addAll(WITHOUT_RULE.keySet());
    assertAll("a rule", ruled);
  }

  @Test
  void everyCallHasATaskWithARule() {
    JavaClasses registry =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(TASKS);
    assertThat(taskTypes(Call.class))
        .as("calls that have a task")
        .isEqualTo(Set.of(Call.class.getPermittedSubclasses()));
    assertThat(taskTypes(Call.class))
        .allSatisfy(type -> assertThat(asksForAnOperation(task(registry, type))).isTrue());
  }

  @Test
  void everyOperationIsAskedForBySomeTask() {
    Set<String> asked =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(TASKS).stream()
                .flatMap(type -> operations(type).stream())
                .collect(Collectors.toSet());
    assertThat(asked)
        .as("operations that a task asks for")
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Operation.values()).map(Operation::name).toList());
  }

  @Test
  void everyStatementHasAnExample() throws IOException {
    Set<Class<?>> shown = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("sql-examples"))) {
      for (Path script : files.filter(file -> file.toString().endsWith(".sql")).toList()) {
        shown.addAll(kindsInScript(Files.readString(script)));
      }
    }
    assertAll("an example in sql-examples", shown);
  }

  @Test
  void theReadmeListsEveryExample() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sql-examples"))) {
      assertThat(Files.readString(Path.of("README.md")))
          .contains(
              files
                  .map(Path::toString)
                  .filter(file -> file.endsWith(".sql"))
                  .map(file -> "](" + file + ")")
                  .toList());
    }
  }

  private static void assertAll(String what, Set<? extends Class<?>> with) {
    List<String> missing =
        statements().stream()
            .filter(type -> !with.contains(type))
            .map(Class::getSimpleName)
            .sorted()
            .toList();
    assertThat(missing).as("statements without %s", what).isEmpty();
    assertThat(statements()).as("names with %s that are not statements", what).containsAll(with);
  }

  private static Set<Class<?>> taskTypes(Class<?> kind) {
    return Tasks.definitions().keySet().stream()
        .filter(kind::isAssignableFrom)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static JavaClass task(JavaClasses registry, Class<?> type) {
    String name = type.getSimpleName() + "Task";
    return registry.stream()
        .filter(known -> known.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no " + name + " in " + TASKS));
  }

  /** Whether the class, or one of the registry that it needs, names an operation. */
  private static boolean asksForAnOperation(JavaClass task) {
    Set<JavaClass> seen = new HashSet<>();
    Deque<JavaClass> open = new ArrayDeque<>(List.of(task));
    while (!open.isEmpty()) {
      JavaClass next = open.pop();
      if (!seen.add(next)) {
        continue;
      }
      if (!operations(next).isEmpty()) {
        return true;
      }
      next.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(needed -> needed.getPackageName().startsWith(TASKS))
          .forEach(open::push);
    }
    return false;
  }

  private static Set<String> operations(JavaClass type) {
    return type.getFieldAccessesFromSelf().stream()
        .map(JavaFieldAccess::getTarget)
        .filter(field -> field.getOwner().isEquivalentTo(Operation.class))
        .map(field -> field.getName())
        .collect(Collectors.toSet());
  }

  /** The statements of a script, without shell commands and intended syntax errors. */
  private static Set<Class<?>> kindsInScript(String script) {
    Set<Class<?>> kinds = new HashSet<>();
    List<String> statement = new ArrayList<>();
    String expected = "";
    for (String line : script.lines().toList()) {
      Matcher expect = EXPECT.matcher(line);
      if (expect.matches()) {
        expected = expect.group(1);
      }
      if (!line.startsWith("!")) {
        statement.add(line);
      }
      if (line.endsWith(";") && !line.startsWith("--")) {
        String text = VARIABLE.matcher(String.join("\n", statement)).replaceAll(ANY_TIME);
        kinds.addAll(kinds(text, expected));
        statement.clear();
        expected = "";
      }
    }
    assertThat(kinds(String.join("\n", statement))).as("statements behind the last ;").isEmpty();
    return kinds;
  }

  private static Set<Class<?>> kinds(String text, String expected) {
    try {
      return kinds(text);
    } catch (VitrineException refusal) {
      assertThat(refusal.code().sqlState()).as(refusal.getMessage()).isEqualTo(expected);
      return Set.of();
    }
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

  private static Set<Class<?>> statements() {
    return StatementKinds.all();
  }
}

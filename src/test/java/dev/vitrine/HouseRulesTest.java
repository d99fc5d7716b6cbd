package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The house rules of CONTRIBUTING.md that no compiler checks. The exceptions are debts: their
 * numbers may only become smaller.
 */
final class HouseRulesTest {
  private static final Path MAIN = Path.of("src/main/java/dev/vitrine");
  private static final int USUAL_LINES = 400;
  private static final int MOST_LINES = 500;
  private static final int MOST_CLASSES = 25;

  /** The classes that may have more than 400 lines, up to 500, and why. */
  private static final Map<String, String> LONG_CLASSES =
      Map.of(
          "artifact/FileStorage.java",
          "every change of a file locks its set, moves blobs and accounts for them in one way",
          "cli/server/ServerCommand.java",
          "most lines are the options of the command with their descriptions",
          "session/Engine.java",
          "opens, shares and closes the parts of an engine in one order",
          "session/Session.java",
          "each public method takes the lock of the session, checks it and delegates",
          "statement/format/StatementFormatter.java",
          "one method for each statement",
          "store/StoreTransaction.java",
          "one method for each data access object and each step of a transaction");

  /** Switches over int constants of JDBC and of the wire format, which are no enums. */
  private static final Set<String> INTS =
      Set.of(
          "jdbc/VitrineConnection.java",
          "jdbc/VitrineStatement.java",
          "protocol/MessageReader.java",
          "protocol/ResponseMessages.java");

  /** Switches over Calcite's enums, which have up to 300 constants; none is over an own enum. */
  private static final Map<String, Integer> DEFAULTS =
      Map.ofEntries(
          Map.entry("query/parse/QuerySize.java", 3),
          Map.entry("query/pushdown/rewrite/AggregateTypes.java", 1),
          Map.entry("query/pushdown/type/DeliveredTypes.java", 1),
          Map.entry("query/pushdown/rewrite/ExactColumns.java", 2),
          Map.entry("query/pushdown/print/H2Store.java", 2),
          Map.entry("query/pushdown/verify/Leakproof.java", 2),
          Map.entry("query/pushdown/verify/SyntaxPositions.java", 1),
          Map.entry("query/pushdown/verify/PlanVerifier.java", 2),
          Map.entry("query/pushdown/print/PostgresqlStore.java", 2),
          Map.entry("query/pushdown/rewrite/StoreArguments.java", 1),
          Map.entry("query/pushdown/type/StoreTypes.java", 3),
          Map.entry("query/pushdown/rewrite/StoreValues.java", 6),
          Map.entry("query/pushdown/rewrite/TextConversion.java", 2),
          Map.entry("query/pushdown/relation/NeededRows.java", 1));

  /** Occurrences of the idioms that plain technical English does not have. */
  private static final int IDIOMS = 0;

  private static final Pattern IDIOM =
      Pattern.compile(
          "\\b([Ww]hoever|[Nn]obody|tells|told|said|(?<![Tt]here )is no (?!longer)|[Ww]hat is)\\b");

  @Test
  void classesAreShort() throws IOException {
    Map<String, Integer> lines = new TreeMap<>();
    for (Path file : sources()) {
      String name = MAIN.relativize(file).toString();
      int count = Files.readAllLines(file).size();
      if (count > (LONG_CLASSES.containsKey(name) ? MOST_LINES : USUAL_LINES)) {
        lines.put(name, count);
      }
    }
    assertThat(lines).as("lines of classes that are too long").isEmpty();
  }

  @Test
  void packagesAreSmall() throws IOException {
    Map<String, Integer> classes = new TreeMap<>();
    for (Path file : sources()) {
      if (!file.endsWith("package-info.java")) {
        classes.merge(MAIN.relativize(file.getParent()).toString(), 1, Integer::sum);
      }
    }
    classes.values().removeIf(count -> count <= MOST_CLASSES);
    assertThat(classes).as("packages of more than %s classes", MOST_CLASSES).isEmpty();
  }

  @Test
  void simpleNamesAreUnique() throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    for (Path root : List.of(MAIN, Path.of("src/test/java/dev/vitrine"))) {
      for (Path file : sources(root)) {
        if (!file.endsWith("package-info.java")) {
          files
              .computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
              .add(file.toString());
        }
      }
    }
    files.values().removeIf(places -> places.size() == 1);
    assertThat(files).as("classes of one simple name").isEmpty();
  }

  /**
   * A {@code switch} with a label that is an enum constant or a type and with a {@code default}
   * compiles although a new constant is forgotten.
   */
  @Test
  void switchesOverEnumsHaveNoDefault() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    Pattern constant = Pattern.compile("^ *case [A-Z][A-Z0-9_]+\\b", Pattern.MULTILINE);
    Pattern branch = Pattern.compile("^ *default ?(->|:)", Pattern.MULTILINE);
    for (Path file : sources()) {
      for (String block : switches(Files.readString(file))) {
        boolean ints = INTS.contains(MAIN.relativize(file).toString());
        if (!ints && constant.matcher(block).find() && branch.matcher(block).find()) {
          found.merge(MAIN.relativize(file).toString(), 1, Integer::sum);
        }
      }
    }
    assertOnlyDebts("switches over an enum with a default", found, DEFAULTS);
  }

  @Test
  void optionalIsForResultsAndComponents() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    Pattern method =
        Pattern.compile(
            "^ {2,6}(?!record|new|return|for|if|while|switch|catch|try)(?:[\\w<>\\[\\], .?@]+ )?"
                + "(\\w+)\\(([^;{}]*?)\\)(?:\\s+throws [\\w,\\s]+?)?(?: \\{|;)",
            Pattern.MULTILINE);
    Pattern optional =
        Pattern.compile("(?:^|,)\\s*(?:@\\w+ )*(?:final )?Optional(?:Int|Long|Double)? \\w+");
    for (Path file : sources()) {
      String text = Files.readString(file);
      Matcher methods = method.matcher(text);
      while (methods.find()) {
        Matcher parameters = optional.matcher(withoutTypeArguments(methods.group(2)));
        // A type argument of the interface may be Optional.
        boolean given =
            methods.group().contains("record ")
                || text.substring(0, methods.start()).stripTrailing().endsWith("@Override");
        while (!given && parameters.find()) {
          found.merge(MAIN.relativize(file.getParent()).toString(), 1, Integer::sum);
        }
      }
    }
    assertOnlyDebts("Optional parameters", found, Map.of());
  }

  private static String withoutTypeArguments(String parameters) {
    String before = "";
    String text = parameters;
    while (!text.equals(before)) {
      before = text;
      text = text.replaceAll("<[^<>]*>", "");
    }
    return text;
  }

  @Test
  void permitsAreSorted() throws IOException {
    Pattern clause = Pattern.compile("\\bpermits ([\\w.,\\s]+?)\\s*\\{");
    for (Path file : sources()) {
      Matcher permits = clause.matcher(Files.readString(file));
      while (permits.find()) {
        assertThat(permits.group(1).split(",\\s*")).as(file.toString()).isSorted();
      }
    }
  }

  /** In a Turkish JVM, {@code "ID".toLowerCase()} has a letter that no name has. */
  @Test
  void textsFollowNoLocaleOfTheJvm() throws IOException {
    Pattern calls =
        Pattern.compile("\\.to(Upper|Lower)Case\\(\\)|ofPattern\\(\\s*\"[^\"]*\"\\s*\\)");
    for (Path file : sources()) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(calls);
    }
  }

  @Test
  void wordsArePlain() throws IOException {
    int count = 0;
    for (Path file : sources()) {
      Matcher idioms = IDIOM.matcher(Files.readString(file));
      while (idioms.find()) {
        count++;
      }
    }
    assertThat(count).as("idioms %s", IDIOM).isLessThanOrEqualTo(IDIOMS);
  }

  /** The files of CONTRIBUTING.md's recipe for a statement exist, except those that it creates. */
  @Test
  void recipeNamesExistingFiles() throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher paths = Pattern.compile("`(\\w[\\w.-]*(?:/[\\w.-]+)+)`").matcher(recipe());
    int count = 0;
    while (paths.find()) {
      count++;
      String path = paths.group(1);
      String type = path.replaceFirst("\\.[A-Za-z]+$", "") + ".java";
      boolean exists =
          Files.exists(Path.of(path))
              || Files.exists(MAIN.resolve(type))
              || Files.exists(Path.of("src/test/java/dev/vitrine", type));
      boolean made = path.startsWith("target/") || path.equals("registry/model/ArchiveVersionTask");
      if (!exists && !made) {
        missing.add(path);
      }
    }
    assertThat(count).isGreaterThan(20);
    assertThat(missing).as("files of the recipe").isEmpty();
  }

  /** Comments cite no document that is not in the repository. */
  @Test
  void citedDocumentsExist() throws IOException {
    Pattern comment = Pattern.compile("^\\s*(?:/\\*\\*|\\*|//).*$", Pattern.MULTILINE);
    Pattern document = Pattern.compile("(?<!target/)\\b(?:docs/)?[\\w-]+\\.md\\b");
    Set<String> missing = new TreeSet<>();
    for (Path root : List.of(MAIN, Path.of("src/test/java/dev/vitrine"))) {
      for (Path file : sources(root)) {
        Matcher comments = comment.matcher(Files.readString(file));
        while (comments.find()) {
          Matcher documents = document.matcher(comments.group());
          while (documents.find()) {
            Path cited = Path.of(documents.group());
            if (!Files.exists(cited) && !Files.exists(Path.of("docs").resolve(cited))) {
              missing.add(file + " cites " + documents.group());
            }
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String recipe() throws IOException {
    String text = Files.readString(Path.of("CONTRIBUTING.md"));
    return text.substring(text.indexOf("## Adding a statement"), text.indexOf("Traps:"));
  }

  private static void assertOnlyDebts(
      String what, Map<String, Integer> found, Map<String, Integer> debts) {
    Map<String, Integer> more = new TreeMap<>(found);
    more.entrySet().removeIf(entry -> entry.getValue() <= debts.getOrDefault(entry.getKey(), 0));
    assertThat(more).as("%s, more than the debts %s", what, debts).isEmpty();
  }

  /** The text of each switch, with those inside of it. */
  private static List<String> switches(String source) {
    List<String> blocks = new ArrayList<>();
    Matcher start = Pattern.compile("\\bswitch \\([^{]*\\{").matcher(source);
    while (start.find()) {
      int depth = 1;
      int end = start.end();
      while (end < source.length() && depth > 0) {
        char next = source.charAt(end++);
        depth += next == '{' ? 1 : next == '}' ? -1 : 0;
      }
      blocks.add(source.substring(start.start(), end));
    }
    return blocks;
  }

  private static List<Path> sources() throws IOException {
    return sources(MAIN);
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
    }
  }
}

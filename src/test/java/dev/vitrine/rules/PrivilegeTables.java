package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tables of docs/privileges.md, and what follows from them for a set of rights. */
final class PrivilegeTables {
  /** The right of being admin. */
  static final String ADMIN = "admin";

  /** The levels, from the top. */
  static final List<String> LEVELS = List.of("metastore", "catalog", "schema", "model");

  /** What meets a term. */
  record Term(List<String> alternatives, boolean admin) {
    boolean isMet(Set<String> rights) {
      return (admin && rights.contains(ADMIN)) || alternatives.stream().anyMatch(rights::contains);
    }
  }

  /** A row of the table of actions; {@code needs} is a disjunction of conjunctions of terms. */
  record Action(
      String name, String statement, String names, List<List<String>> needs, String otherwise) {}

  private final List<List<String>> privileges;
  private final Map<String, Term> terms = new LinkedHashMap<>();
  private final Map<String, List<List<String>>> visible = new LinkedHashMap<>();
  private final Map<String, List<List<String>>> known = new LinkedHashMap<>();
  private final List<Action> actions = new ArrayList<>();
  private final Map<String, String> errors = new TreeMap<>();

  private PrivilegeTables(Map<String, List<List<String>>> tables) {
    privileges = tables.get("privilege");
    for (List<String> row : tables.get("term")) {
      terms.put(row.get(0), new Term(split(row.get(1), ";"), row.get(2).equals("yes")));
    }
    for (List<String> row : tables.get("object")) {
      visible.put(row.get(0), needs(row.get(1)));
      known.put(row.get(0), needs(row.get(2)));
    }
    for (List<String> row : tables.get("action")) {
      actions.add(
          new Action(
              row.get(0), row.get(1).replace("`", ""), row.get(2), needs(row.get(3)), row.get(4)));
    }
    for (List<String> row : tables.get("condition")) {
      errors.put(row.get(0), row.get(1));
    }
  }

  /** Reads the file. */
  static PrivilegeTables read() {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    List<List<String>> table = null;
    for (String line : lines()) {
      if (!line.startsWith("|")) {
        table = null;
      } else if (table == null) {
        table = new ArrayList<>();
        tables.put(cells(line).get(0), table);
      } else if (!line.startsWith("|---")) {
        table.add(cells(line));
      }
    }
    return new PrivilegeTables(tables);
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("docs/privileges.md"));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static List<String> cells(String line) {
    String[] cells = line.split("\\|", -1);
    return Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
  }

  private static List<String> split(String text, String separator) {
    return Arrays.stream(text.split(separator, -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private List<List<String>> needs(String cell) {
    List<List<String>> needs = new ArrayList<>();
    for (String conjunction : cell.split(" or ", -1)) {
      List<String> names = split(conjunction, "\\+");
      assertThat(terms.keySet()).containsAll(names);
      needs.add(names);
    }
    return needs;
  }

  List<Action> actions() {
    return actions;
  }

  Map<String, String> errors() {
    return errors;
  }

  Term term(String name) {
    return terms.get(name);
  }

  /** The privileges, in the order of the table. */
  List<String> privileges() {
    return privileges.stream().map(row -> row.get(0)).toList();
  }

  /** Whether the privilege may be granted on the level. */
  boolean isGrantable(String privilege, String level) {
    return privileges.stream()
        .filter(row -> row.get(0).equals(privilege))
        .anyMatch(row -> !row.get(1 + LEVELS.indexOf(level)).isEmpty());
  }

  /** Everything that may be granted anywhere, as {@code PRIVILEGE on level}. */
  List<String> grants() {
    List<String> grants = new ArrayList<>();
    for (String privilege : privileges()) {
      for (String level : LEVELS) {
        if (isGrantable(privilege, level)) {
          grants.add(privilege + " on " + level);
        }
      }
    }
    return grants;
  }

  private boolean isMet(List<List<String>> needs, Set<String> rights) {
    return needs.stream()
        .anyMatch(names -> names.stream().allMatch(name -> terms.get(name).isMet(rights)));
  }

  boolean isAllowed(Action action, Set<String> rights) {
    return isMet(action.needs(), rights);
  }

  boolean isVisible(String object, Set<String> rights) {
    return object.equals("metastore") || isMet(visible.get(object), rights);
  }

  boolean isKnown(String object, Set<String> rights) {
    return isMet(known.get(object), rights);
  }

  /** The error of a copy to a hidden model. */
  String taken(Set<String> rights) {
    String unresolved = unresolved("model", rights);
    if (!unresolved.equals("MODEL_NOT_FOUND")) {
      return unresolved;
    }
    boolean mayCreate =
        isMet(List.of(List.of("catalog gate", "schema gate", "create models")), rights);
    return mayCreate ? "MODEL_ALREADY_EXISTS" : "INSUFFICIENT_PRIVILEGES";
  }

  /** The error of a statement on this object when it is hidden. */
  String unresolved(String object, Set<String> rights) {
    if (isKnown(object, rights)) {
      return "INSUFFICIENT_PRIVILEGES";
    }
    return LEVELS.subList(1, LEVELS.indexOf(object) + 1).stream()
            .filter(level -> !isVisible(level, rights))
            .findFirst()
            .orElseThrow()
            .toUpperCase(java.util.Locale.ROOT)
        + "_NOT_FOUND";
  }
}

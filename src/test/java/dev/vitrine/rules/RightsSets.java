package dev.vitrine.rules;

import dev.vitrine.rules.PrivilegeTables.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sets of rights to try: for each action those that suffice, each of them less one right, the
 * open gates with every single right that can be granted, and all rights but those of one term.
 */
final class RightsSets {
  private static final Set<String> GATES = Set.of("USE CATALOG on catalog", "USE SCHEMA on schema");

  private final PrivilegeTables tables;
  private final Map<Set<String>, Set<Action>> sets = new LinkedHashMap<>();

  RightsSets(PrivilegeTables tables) {
    this.tables = tables;
  }

  /** Each distinct set, with the actions to try with it. */
  Map<Set<String>, Set<Action>> of(List<Action> actions) {
    for (Action action : actions) {
      add(Set.of(), action);
      add(Set.of(PrivilegeTables.ADMIN), action);
      for (List<String> needs : action.needs()) {
        sufficient(needs).forEach(rights -> addWithSubsets(rights, action));
        needs.forEach(term -> addAllBut(term, action));
      }
      for (String right : tables.grants()) {
        addBehindGates(right, action);
      }
      for (String level : List.of("catalog", "schema", "model")) {
        addBehindGates("owner of " + level, action);
      }
    }
    return sets;
  }

  private void add(Set<String> rights, Action action) {
    sets.computeIfAbsent(rights, key -> new LinkedHashSet<>()).add(action);
  }

  private void addBehindGates(String right, Action action) {
    Set<String> rights = new TreeSet<>(GATES);
    rights.add(right);
    add(rights, action);
  }

  /** Every alternative of each term, the others met by their narrowest grant. */
  private List<Set<String>> sufficient(List<String> needs) {
    List<Set<String>> found = new ArrayList<>();
    for (String varied : needs) {
      for (String alternative : tables.term(varied).alternatives()) {
        Set<String> rights = new TreeSet<>();
        rights.add(alternative);
        for (String other : needs) {
          if (!other.equals(varied) && !tables.term(other).alternatives().isEmpty()) {
            rights.add(narrowest(other));
          }
        }
        found.add(rights);
      }
    }
    return found;
  }

  private String narrowest(String term) {
    List<String> alternatives = tables.term(term).alternatives();
    return alternatives.stream()
        .filter(right -> !right.startsWith("owner"))
        .findFirst()
        .orElse(alternatives.get(0));
  }

  private void addWithSubsets(Set<String> rights, Action action) {
    add(rights, action);
    for (String right : rights) {
      Set<String> fewer = new TreeSet<>(rights);
      fewer.remove(right);
      add(fewer, action);
    }
  }

  private void addAllBut(String term, Action action) {
    Set<String> rights = new TreeSet<>(tables.grants());
    rights.addAll(List.of("owner of catalog", "owner of schema", "owner of model"));
    rights.removeAll(tables.term(term).alternatives());
    add(rights, action);
  }
}

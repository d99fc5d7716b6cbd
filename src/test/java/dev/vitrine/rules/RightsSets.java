package dev.vitrine.rules;

import dev.vitrine.rules.PrivilegeTables.Action;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sets of rights to try: for each action those that suffice, each of them less one right, the
 * open gates with every single right that can be granted, and all rights but those of one term.
 */
final class RightsSets {
  private static final Set<String> GATES =
      Set.of("USE CATALOG on catalog", "USE SCHEMA on schema");

  private final PrivilegeTables tables;
  private final Set<Set<String>> sets = new LinkedHashSet<>();

  RightsSets(PrivilegeTables tables) {
    this.tables = tables;
  }

  /** The distinct sets, smallest first. */
  List<Set<String>> all() {
    sets.add(Set.of());
    sets.add(Set.of(PrivilegeTables.ADMIN));
    for (Action action : tables.actions()) {
      for (List<String> needs : action.needs()) {
        sufficient(needs).forEach(this::addWithSubsets);
        needs.forEach(this::addAllBut);
      }
    }
    for (String right : tables.grants()) {
      sets.add(Set.of(right));
      Set<String> behindGates = new TreeSet<>(GATES);
      behindGates.add(right);
      sets.add(behindGates);
    }
    for (String level : List.of("catalog", "schema", "model")) {
      sets.add(Set.of("owner of " + level));
      Set<String> behindGates = new TreeSet<>(GATES);
      behindGates.add("owner of " + level);
      sets.add(behindGates);
    }
    return List.copyOf(sets);
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

  private void addWithSubsets(Set<String> rights) {
    sets.add(rights);
    for (String right : rights) {
      Set<String> fewer = new TreeSet<>(rights);
      fewer.remove(right);
      sets.add(fewer);
    }
  }

  private void addAllBut(String term) {
    Set<String> rights = new TreeSet<>(tables.grants());
    rights.addAll(List.of("owner of catalog", "owner of schema", "owner of model"));
    rights.removeAll(tables.term(term).alternatives());
    sets.add(rights);
  }
}

package dev.vitrine.statement;

import dev.vitrine.statement.tree.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The records of all governance statements, which are nested in the sealed groups. */
public final class StatementKinds {
  private StatementKinds() {}

  public static Set<Class<?>> all() {
    return Arrays.stream(Statement.class.getPermittedSubclasses())
        .flatMap(group -> Arrays.stream(group.getPermittedSubclasses()))
        .collect(Collectors.toUnmodifiableSet());
  }
}

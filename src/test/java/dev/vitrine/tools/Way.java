package dev.vitrine.tools;

import dev.vitrine.Effort;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** How a tool gets at a registry, and with which jar. */
enum Way {
  EMBEDDED("vitrine.jar"),
  REMOTE("vitrine.driver.jar");

  /** The tools that a build runs from a server; the others run in the process of the store. */
  private static final Set<String> REMOTE_IN_BUILD =
      Set.of("c3p0", "dbcp2", "jooq", "mybatis", "rowset", "spring-jdbc", "sqlline");

  private final String property;

  Way(String property) {
    this.property = property;
  }

  /** The ways in which a tool is run: one in a build, all at night. */
  static Stream<Way> of(String tool) {
    if (Effort.NIGHTLY) {
      return Stream.of(values());
    }
    return Stream.of(REMOTE_IN_BUILD.contains(tool) ? REMOTE : EMBEDDED);
  }

  /** The file that must be on the class path of the tool. */
  String jar() {
    return System.getProperty(property);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

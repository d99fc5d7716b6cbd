package dev.vitrine.tools;

import java.util.Locale;

/** How a tool gets at a registry, and with which jar. */
enum Way {
  EMBEDDED("vitrine.jar"),
  REMOTE("vitrine.driver.jar");

  private final String property;

  Way(String property) {
    this.property = property;
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

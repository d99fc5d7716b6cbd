package dev.vitrine.cli.migrate;

/**
 * What becomes, or became, of one version.
 *
 * @param detail size or reason
 */
record VersionOutcome(String model, String target, long version, Action action, String detail) {
  /** How a version is treated. */
  enum Action {
    IMPORT("import"),
    PRESENT("already there"),
    SKIP("skipped"),
    FAIL("failed");

    private final String text;

    Action(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}

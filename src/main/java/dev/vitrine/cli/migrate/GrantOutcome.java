package dev.vitrine.cli.migrate;

/**
 * What becomes, or became, of one privilege on a model.
 *
 * @param principal in the source
 * @param grantee principal in Vitrine; empty without one
 * @param privilege as the source spells it
 * @param detail reason; empty for none
 */
record GrantOutcome(
    String model,
    String target,
    String principal,
    String grantee,
    String privilege,
    Action action,
    String detail) {
  boolean isProblem() {
    return action == Action.SKIP || action == Action.FAIL;
  }

  /** How a privilege is treated. */
  enum Action {
    GRANT("grant"),
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

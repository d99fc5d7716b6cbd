package dev.vitrine;

/** A query that runs for long on each store. */
public final class SlowQuery {
  /** Ten rows, to be given a name. */
  public static final String DIGITS = "(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS ";

  /**
   * A constant by which the query can be found in the store; as an operand of {@code <>} alone, it
   * would be a parameter there.
   */
  public static final String MARK = "987654321";

  /** Counts a thousand million rows. */
  public static final String TEXT =
      "SELECT COUNT(*) FROM "
          + String.join(
              " CROSS JOIN ",
              DIGITS + "a (d)",
              DIGITS + "b (d)",
              DIGITS + "c (d)",
              DIGITS + "e (d)",
              DIGITS + "f (d)",
              DIGITS + "g (d)",
              DIGITS + "h (d)",
              DIGITS + "i (d)",
              DIGITS + "j (d)")
          + " WHERE a.d + b.d + c.d + e.d + f.d + g.d + h.d + i.d + j.d > 3 AND a.d <> 0 + "
          + MARK;

  private SlowQuery() {}
}

package dev.vitrine.server.pg.run;

/** Whether the columns of a result are sent as text or in binary. Immutable. */
public final class ResultFormats {
  /** All columns as text. */
  public static final ResultFormats TEXT = new ResultFormats(new int[0]);

  private final int[] codes;

  /**
   * @param codes 0 for text, 1 for binary; none for text, one for all columns, or one each
   */
  ResultFormats(int[] codes) {
    this.codes = codes.clone();
  }

  /** Whether the column is wanted in binary format. */
  public boolean isBinary(int column) {
    return codes.length == 1 ? codes[0] == 1 : column < codes.length && codes[column] == 1;
  }
}

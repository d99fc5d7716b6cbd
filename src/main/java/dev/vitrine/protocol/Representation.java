package dev.vitrine.protocol;

/** How a value is represented in a message: numbers of the enum Rep of Avatica's common.proto. */
public final class Representation {
  public static final int PRIMITIVE_BOOLEAN = 0;
  public static final int PRIMITIVE_LONG = 5;
  public static final int BOOLEAN = 8;
  public static final int INTEGER = 12;
  public static final int LONG = 13;
  public static final int DOUBLE = 15;
  public static final int JAVA_SQL_TIMESTAMP = 17;
  public static final int JAVA_SQL_DATE = 18;
  public static final int STRING = 21;
  public static final int OBJECT = 23;
  public static final int NULL = 24;
  public static final int BIG_DECIMAL = 26;

  private Representation() {}
}

package dev.vitrine.durability;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * Creates models in a loop, and prints the name of each when its statement is acknowledged. Run by
 * {@link KilledProcessIT} as a separate process.
 */
public final class CommitLoop {
  private CommitLoop() {}

  /** Takes the URL of the store. */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0], "admin", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE CATALOG IF NOT EXISTS c; CREATE SCHEMA IF NOT EXISTS c.s");
      String run = Long.toString(System.nanoTime(), 36);
      for (int i = 0; ; i++) {
        String name = "m" + run + "_" + i;
        statement.execute("CREATE MODEL c.s." + name);
        statement.execute("ALTER MODEL c.s." + name + " ADD VERSION FROM 's3://x'");
        System.out.println(name);
      }
    }
  }
}

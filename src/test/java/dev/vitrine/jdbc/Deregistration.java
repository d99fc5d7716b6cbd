package dev.vitrine.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;

/** Run in the class loader of a driver, which alone may take it from the driver manager. */
public final class Deregistration implements Runnable {
  @Override
  public void run() {
    DriverManager.drivers()
        .forEach(
            driver -> {
              try {
                DriverManager.deregisterDriver(driver);
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
  }
}

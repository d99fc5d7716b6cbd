package dev.vitrine.store.connection;

import dev.vitrine.store.h2.H2File;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections with the drivers of the databases, outside of the pool. */
public final class DriverConnections {
  private DriverConnections() {}

  /** A connection with the default settings. */
  public static Connection connect(StoreLocation location) throws SQLException {
    return connect(location, new Properties());
  }

  /** A connection with settings of the vendor's driver. */
  public static Connection connect(StoreLocation location, Properties settings)
      throws SQLException {
    if (location.vendor() == Vendor.H2) {
      return H2File.connect(location, settings);
    }
    settings.setProperty("maxResultBuffer", String.valueOf(FetchedBytes.MOST));
    settings.putIfAbsent("socketFactory", MeteredSocketFactory.class.getName());
    // Texts of statements that each connection keeps; users write them, and can make them long.
    settings.setProperty("preparedStatementCacheSizeMiB", "1");
    // Created by name, because a service loader may see another class path.
    Connection connection = new org.postgresql.Driver().connect(location.jdbcUrl(), settings);
    if (connection == null) {
      throw new SQLException("the driver does not know the URL", "08001");
    }
    return connection;
  }
}

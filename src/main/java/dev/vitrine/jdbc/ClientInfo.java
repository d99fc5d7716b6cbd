package dev.vitrine.jdbc;

import java.sql.ClientInfoStatus;
import java.sql.SQLClientInfoException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The client info properties. An unknown name causes a warning, never an error. */
final class ClientInfo {
  private static final Set<String> KNOWN =
      Set.of("ApplicationName", "ClientHostname", "ClientUser");

  private final Map<String, String> values = new ConcurrentHashMap<>();

  void set(VitrineConnection connection, @Nullable String name, @Nullable String value)
      throws SQLClientInfoException {
    if (connection.isClosed()) {
      throw new SQLClientInfoException(
          "The connection is closed.",
          "08003",
          1405,
          name == null ? Map.of() : Map.of(name, ClientInfoStatus.REASON_UNKNOWN));
    }
    if (name == null || !KNOWN.contains(name)) {
      connection.warn("The client info property '" + name + "' is not known and was ignored.");
    } else if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }

  void replace(VitrineConnection connection, @Nullable Properties properties)
      throws SQLClientInfoException {
    for (String name : KNOWN) {
      set(connection, name, null);
    }
    if (properties != null) {
      for (String name : properties.stringPropertyNames()) {
        set(connection, name, properties.getProperty(name));
      }
    }
  }

  @Nullable String get(@Nullable String name) {
    return name == null ? null : values.get(name);
  }

  Properties all() {
    Properties properties = new Properties();
    properties.putAll(values);
    return properties;
  }
}

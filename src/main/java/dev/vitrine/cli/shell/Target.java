package dev.vitrine.cli.shell;

import dev.vitrine.cli.script.Passwords;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A store and a user. */
public record Target(String url, String user, String password) {

  /** The same store with another user. */
  Target as(String otherUser, String otherPassword) {
    return new Target(url, otherUser, otherPassword);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  @Override
  public String toString() {
    return user + " at " + Passwords.maskUrl(url);
  }
}

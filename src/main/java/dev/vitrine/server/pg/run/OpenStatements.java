package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import java.util.HashMap;
import java.util.Map;

/**
 * The prepared statements and portals of a connection by name; the empty name is overwritten. For
 * one thread.
 */
final class OpenStatements {
  private final MemoryAccount memory;
  private final int most;
  private final Map<String, PgPrepared> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();

  /**
   * @param memory charged with prepared statements
   * @param most maximum number of statements, and of portals
   */
  OpenStatements(MemoryAccount memory, int most) {
    this.memory = memory;
    this.most = most;
  }

  void requireFree(String name) {
    if (!name.isEmpty() && statements.containsKey(name)) {
      throw refused(ErrorCode.INVALID_PARAMETER_VALUE, "The statement '" + name + "' exists.");
    }
  }

  void add(String name, PgPrepared text) {
    if (statements.size() >= most) {
      throw refused(ErrorCode.TOO_MANY_CONNECTIONS, "The connection has too many open statements.")
          .withHint("Close unused statements.");
    }
    memory.reserve(text.bytes());
    remove(name);
    statements.put(name, text);
  }

  PgPrepared statement(String name) {
    PgPrepared text = statements.get(name);
    if (text == null) {
      throw refused(
              ErrorCode.PREPARED_STATEMENT_NOT_FOUND,
              name.isEmpty()
                  ? "The unnamed prepared statement does not exist."
                  : "The prepared statement '" + name + "' does not exist.")
          .withHint("Prepare the statement again.");
    }
    return text;
  }

  boolean remove(String name) {
    PgPrepared text = statements.remove(name);
    if (text != null) {
      memory.release(text.bytes());
    }
    return text != null;
  }

  void removeAll() {
    statements.values().forEach(text -> memory.release(text.bytes()));
    statements.clear();
  }

  void open(String name, Portal portal) {
    if (!name.isEmpty() && portals.containsKey(name)) {
      portal.close();
      throw refused(ErrorCode.INVALID_CURSOR_STATE, "The cursor '" + name + "' is open.");
    }
    if (portals.size() >= most) {
      portal.close();
      throw refused(ErrorCode.TOO_MANY_CONNECTIONS, "The connection has too many open cursors.")
          .withHint("Close unused cursors.");
    }
    close(name);
    portals.put(name, portal);
  }

  Portal portal(String name) {
    Portal portal = portals.get(name);
    if (portal == null) {
      throw refused(
          ErrorCode.INVALID_CURSOR_STATE,
          name.isEmpty()
              ? "The unnamed portal does not exist."
              : "The cursor '" + name + "' does not exist.");
    }
    return portal;
  }

  boolean close(String name) {
    Portal portal = portals.remove(name);
    if (portal != null) {
      portal.close();
    }
    return portal != null;
  }

  /** At the end of a transaction, only cursors that outlive it stay open. */
  void transactionEnds(boolean committed) {
    try {
      if (committed) {
        portals.values().forEach(Portal::hold);
      }
    } finally {
      portals.values().stream().filter(portal -> !portal.isHeld()).forEach(Portal::close);
      portals.values().removeIf(portal -> !portal.isHeld());
    }
  }

  void closePortals() {
    portals.values().forEach(Portal::close);
    portals.clear();
  }

  private static VitrineException refused(ErrorCode code, String problem) {
    return new VitrineException(code, problem);
  }
}

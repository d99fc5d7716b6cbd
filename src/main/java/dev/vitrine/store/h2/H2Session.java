package dev.vitrine.store.h2;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/** The session of an H2 connection, which runs in this process. Safe for use by several threads. */
public final class H2Session {
  /** The plans of the statement that is being prepared; H2 has no other access for writing. */
  private static final Field PLANS = plans();

  private final SessionLocal session;

  private H2Session(SessionLocal session) {
    this.session = session;
  }

  /** The session of a connection to H2, pooled or not. */
  public static H2Session of(Connection connection) throws SQLException {
    return new H2Session((SessionLocal) connection.unwrap(JdbcConnection.class).getSession());
  }

  private static Field plans() {
    try {
      Field field = SessionLocal.class.getDeclaredField("derivedTableIndexCache");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException exception) {
      throw new IllegalStateException("this version of H2 is not supported", exception);
    }
  }

  /** Sets the map that holds the plans of the next statement to be prepared. */
  public void setPlans(H2Planning plans) {
    replacePlans(plans);
  }

  /** Removes the map; SessionLocal#prepareLocal does not if its cache has the statement. */
  public void forgetPlans() {
    replacePlans(null);
  }

  private void replacePlans(@Nullable H2Planning plans) {
    try {
      PLANS.set(session, plans);
    } catch (IllegalAccessException exception) {
      throw new IllegalStateException(exception);
    }
  }

  /** Its number, unique among those that are open. */
  public int id() {
    return session.getId();
  }

  /** Ends the statement that runs in it. */
  public void cancel() {
    session.cancel();
  }

  /** Clears an earlier cancellation, so that the next statement runs. */
  public void forgetCancel() {
    // SessionLocal#setQueryTimeout also drops a cancellation; there is no limit to lose.
    session.setQueryTimeout(0);
  }

  /** The number of the session for whose row lock it waits; 0 if it waits for none. */
  public int blockedBy() {
    return session.getBlockingSessionId();
  }
}

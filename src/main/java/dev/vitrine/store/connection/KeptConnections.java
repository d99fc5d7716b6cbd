package dev.vitrine.store.connection;

import com.zaxxer.hikari.SQLExceptionOverride;
import dev.vitrine.store.h2.H2Disk;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps connections whose statement was cancelled or waited too long for a lock. The pool would
 * close them, and with them end the transaction of which only a statement failed.
 */
final class KeptConnections implements SQLExceptionOverride {
  private final @Nullable H2Disk disk;

  /**
   * @param disk decides about connections of a database that closed because its disk was full
   */
  KeptConnections(@Nullable H2Disk disk) {
    this.disk = disk;
  }

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    if (failure instanceof SQLTimeoutException) {
      return Override.DO_NOT_EVICT;
    }
    return disk != null && disk.isLost(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}

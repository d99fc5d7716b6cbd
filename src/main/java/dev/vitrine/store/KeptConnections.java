package dev.vitrine.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;

/**
 * Keeps connections whose statement was cancelled or waited too long for a lock. The pool would
 * close them, and with them end the transaction of which only a statement failed.
 */
final class KeptConnections implements SQLExceptionOverride {
  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return failure instanceof SQLTimeoutException
        ? Override.DO_NOT_EVICT
        : Override.CONTINUE_EVICT;
  }
}

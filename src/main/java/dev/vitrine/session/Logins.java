package dev.vitrine.session;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logins of sessions and their rows in the audit trail. Safe for use by several threads. */
final class Logins {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  /** In characters, of a user name in the audit trail; a failed login may name a longer one. */
  private static final int LONGEST_NAME = 255;

  private final Store store;
  private final SessionRegister register;

  Logins(Store store, SessionRegister register) {
    this.store = store;
    this.register = register;
  }

  /** The user, whose login is written to the audit trail; empty if there is none. */
  Optional<SignedIn> signIn(
      Function<StoreTransaction, Optional<SignedIn>> find,
      String sessionId,
      @Nullable String client,
      @Nullable String address) {
    while (true) {
      try (StoreTransaction transaction = store.beginSignIn()) {
        return transaction.call(
            work -> {
              Optional<SignedIn> found = find.apply(work);
              if (found.isPresent()) {
                PrincipalRow user = found.get().user();
                audit(
                    work,
                    "login",
                    client(client == null ? "" : client),
                    user.name(),
                    sessionId,
                    address,
                    null);
                register.insert(
                    work,
                    sessionId,
                    user.id(),
                    found.get().proof(),
                    client == null ? null : StorableText.excerpt(client, LONGEST_NAME),
                    address);
              }
              work.commit();
              return found;
            });
      } catch (StoreConflictException exception) {
        LOG.debug("Another process created the registry concurrently; it is read again");
      } catch (VitrineException exception) {
        if (exception.code() != ErrorCode.DISK_FULL) {
          throw exception;
        }
        return signInUnrecorded(find, exception);
      }
    }
  }

  /** Logins are accepted while the disk of the store is full, because reads are. */
  private Optional<SignedIn> signInUnrecorded(
      Function<StoreTransaction, Optional<SignedIn>> find, VitrineException full) {
    try (StoreTransaction transaction = store.beginSignIn()) {
      Optional<SignedIn> found = transaction.call(find);
      LOG.warn("A login could not be written to the audit trail: {}", full.problem());
      return found.map(SignedIn::unrecorded);
    }
  }

  /** Writes a refused login to the audit trail. */
  void refused(String user, String sessionId, @Nullable String address, String reason) {
    try (StoreTransaction transaction = store.beginAudit()) {
      audit(transaction, "login", Map.of(), user, sessionId, address, reason);
      transaction.commit();
    }
  }

  /** Records another client name of an open session, in its row and in the audit trail. */
  void clientChanged(String user, String sessionId, String address, String client) {
    try (StoreTransaction transaction = store.beginAudit()) {
      transaction.call(
          work -> {
            work.sessions().setClient(sessionId, StorableText.excerpt(client, LONGEST_NAME));
            audit(work, "setClient", client(client), user, sessionId, address, null);
            work.commit();
            return true;
          });
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.DISK_FULL) {
        throw exception;
      }
      LOG.warn("A client name could not be written to the audit trail: {}", exception.problem());
    }
  }

  private static Map<String, Object> client(String name) {
    return name.isEmpty() ? Map.of() : Map.of("client", StorableText.excerpt(name, LONGEST_NAME));
  }

  private static void audit(
      StoreTransaction transaction,
      String action,
      Map<String, Object> parameters,
      String user,
      String sessionId,
      @Nullable String address,
      @Nullable String error) {
    transaction
        .audit()
        .insert(
            new AuditRow(
                UtcTime.now(),
                StorableText.excerpt(user, LONGEST_NAME),
                action,
                parameters,
                error == null ? 200 : 401,
                Optional.ofNullable(error),
                sessionId,
                Optional.ofNullable(address),
                Optional.empty()));
  }
}

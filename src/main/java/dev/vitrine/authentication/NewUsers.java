package dev.vitrine.authentication;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.PrincipalName;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.catalog.text.LookAlikes;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.principal.LoginRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates users for valid tokens of an identity provider. Safe for use by several threads. */
final class NewUsers {
  private static final Logger LOG = LoggerFactory.getLogger(NewUsers.class);

  private final Store store;
  private final Clock clock;

  NewUsers(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The new user, or the one that was created at the same moment; empty if the name is not allowed.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when the name can be taken for another
   */
  Optional<LoginRow> create(String name, String issuer, LoginSource source) {
    if (StorableText.flaw(name).isPresent() || !isValid(name)) {
      return Optional.empty();
    }
    Optional<String> flaw = LookAlikes.flaw(name);
    if (flaw.isPresent()) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED,
              "The name '" + name + "' can be confused with another name: it " + flaw.get() + ".")
          .withHint("An admin can create such a user with CREATE USER.");
    }
    while (true) {
      try (StoreTransaction transaction = store.begin()) {
        return transaction.call(work -> insert(work, name, issuer, source));
      } catch (StoreConflictException conflict) {
        LOG.debug("Another process created the user concurrently; the user is read again");
      }
    }
  }

  private Optional<LoginRow> insert(
      StoreTransaction work, String name, String issuer, LoginSource source) {
    work.writing();
    work.principals().lock();
    if (work.principals().find(name).isEmpty()) {
      LocalDateTime now = UtcTime.now(clock);
      work.principals().insert(name, PrincipalKind.USER, null, now);
      work.audit()
          .insert(
              new AuditRow(
                  now,
                  name,
                  "createUser",
                  Map.of("name", name, "issuer", issuer),
                  200,
                  Optional.empty(),
                  UUID.randomUUID().toString(),
                  source.address(),
                  Optional.empty()));
    }
    Optional<LoginRow> user = work.principals().login(name);
    work.commit();
    return user;
  }

  private static boolean isValid(String name) {
    try {
      return !new PrincipalName(name).value().isEmpty();
    } catch (VitrineException flaw) {
      LOG.debug("The identity provider sent an invalid user name", flaw);
      return false;
    }
  }
}

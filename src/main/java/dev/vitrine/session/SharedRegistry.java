package dev.vitrine.session;

import dev.vitrine.authentication.TokenText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.catalog.share.Published;
import dev.vitrine.catalog.share.Published.Recipient;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.shared.SharedReads;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.share.RecipientRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry as recipients of shares see it. Each read checks the token's recipient, the grant
 * and the rights of the share's owner in the state of the store that it reads, and is written to
 * the audit trail, as are refusals. Safe for use by several threads.
 */
public final class SharedRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(SharedRegistry.class);

  /** Precision of a token's last use; a coarse value avoids a write per use. */
  private static final Duration USE_PRECISION = Duration.ofHours(1);

  /** Maximum attempts of a read that conflicts with changes. */
  private static final int MOST_ATTEMPTS = 5;

  /** Characters of a user in the audit trail. */
  private static final int LONGEST_NAME = 255;

  private final Engine engine;
  private final Store store;
  private volatile @Nullable String endpoint;

  SharedRegistry(Engine engine, Store store) {
    this.engine = engine;
    this.store = store;
  }

  /**
   * A recipient and the source of its request.
   *
   * @param address client address
   */
  public record Reader(Recipient recipient, String address) {}

  /** The one error for everything that a recipient cannot read. */
  public static VitrineException notFound() {
    return SharedReads.notFound();
  }

  /** Sets the URL of the sharing endpoint of this process, for activation files. */
  public void endpoint(String url) {
    endpoint = url;
  }

  @Nullable String endpoint() {
    return endpoint;
  }

  /** The recipient whose valid token this is; empty for any other text. */
  public Optional<Recipient> recipient(String token) {
    LocalDateTime now = UtcTime.now();
    Optional<RecipientRow> found =
        TokenText.ofRecipient(token)
            .flatMap(
                text -> store.reading(accounts -> accounts.recipients().findByHash(text.hash())))
            .filter(row -> row.expiresAt().isAfter(now));
    found.ifPresent(row -> noteUse(row, now));
    return found.map(row -> new Recipient(row.id(), row.name()));
  }

  private void noteUse(RecipientRow recipient, LocalDateTime now) {
    LocalDateTime before = now.minus(USE_PRECISION);
    if (recipient.lastUsedAt().map(before::isBefore).orElse(false)) {
      return;
    }
    try (StoreTransaction transaction = store.beginSignIn()) {
      transaction.call(
          work -> {
            work.recipients().used(recipient.id(), now, before);
            work.commit();
            return true;
          });
    } catch (StoreConflictException conflict) {
      LOG.debug("Another use of the token of recipient {} is recorded already", recipient.id());
    } catch (VitrineException failure) {
      if (failure.code() != ErrorCode.DISK_FULL) {
        throw failure;
      }
      LOG.warn("The use of a recipient's token could not be recorded: {}", failure.problem());
    }
  }

  /** The shares that are granted to the recipient. */
  public List<Published.Share> shares(Reader reader) {
    return read(reader, "recipientListShares", Map.of(), SharedReads::shares);
  }

  /**
   * A share with its revision.
   *
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.State share(Reader reader, String share) {
    return read(reader, "recipientGetShare", Map.of("share", share), reads -> reads.state(share));
  }

  /**
   * A page of the models of a share.
   *
   * @param after the end of the page before; empty for the first page
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.Page<Published.Model> models(Reader reader, String share, String after) {
    return read(
        reader, "recipientListModels", Map.of("share", share), reads -> reads.models(share, after));
  }

  /**
   * A page of the versions of a model, the highest first.
   *
   * @param below only versions below this number
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.Page<Published.Version> versions(
      Reader reader, String share, String schema, String name, long below) {
    return read(
        reader,
        "recipientListVersions",
        Map.of("share", share, "model", schema + "." + name),
        reads -> reads.versions(share, schema, name, below));
  }

  /**
   * A file of a version.
   *
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.File file(
      Reader reader, String share, String schema, String name, long version, String path) {
    return read(
        reader,
        "recipientReadFile",
        Map.of("share", share, "model", schema + "." + name, "version", version, "path", path),
        reads -> reads.file(share, schema, name, version, path));
  }

  /** Keeps the checksum of a file, in hexadecimal. */
  public void checksum(String blob, String sha256) {
    try (StoreTransaction transaction = store.begin()) {
      transaction.call(
          work -> {
            work.writing();
            work.publishedFiles().setChecksum(blob, sha256);
            work.commit();
            return true;
          });
    }
  }

  private <T> T read(
      Reader reader,
      String action,
      Map<String, Object> parameters,
      Function<SharedReads, T> request) {
    try {
      return attempt(reader, action, parameters, request);
    } catch (VitrineException refusal) {
      try {
        // Users have positive numbers.
        engine.refused(
            -reader.recipient().id(),
            row(reader, action, parameters, refusal.code().rest().status(), refusal.getMessage()));
      } catch (VitrineException | StoreConflictException failure) {
        LOG.error("A refusal could not be written to the audit trail", failure);
        refusal.addSuppressed(failure);
      }
      throw refusal;
    }
  }

  private <T> T attempt(
      Reader reader,
      String action,
      Map<String, Object> parameters,
      Function<SharedReads, T> request) {
    for (int attempts = 1; ; attempts++) {
      try (StoreTransaction transaction = store.begin()) {
        return transaction.call(
            work -> {
              work.readSnapshot();
              T result = request.apply(new SharedReads(work, reader.recipient().id()));
              work.audit().insert(row(reader, action, parameters, 200, null));
              work.commit();
              return result;
            });
      } catch (StoreConflictException conflict) {
        if (attempts == MOST_ATTEMPTS) {
          throw new VitrineException(
                  ErrorCode.SERIALIZATION_FAILURE,
                  "The read could not be serialized with concurrent changes.")
              .withCause(conflict)
              .withHint("Try again.");
        }
        LOG.debug("A read of a recipient is repeated after a conflict");
      }
    }
  }

  private static AuditRow row(
      Reader reader,
      String action,
      Map<String, Object> parameters,
      int responseCode,
      @Nullable String error) {
    String name = reader.recipient().name();
    String user = "recipient:" + name;
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    all.put("recipient", name);
    return new AuditRow(
        UtcTime.now(),
        user.length() <= LONGEST_NAME ? user : user.substring(0, LONGEST_NAME),
        action,
        all,
        responseCode,
        Optional.ofNullable(error),
        SessionRegister.newId(),
        Optional.of(reader.address()),
        Optional.empty());
  }
}

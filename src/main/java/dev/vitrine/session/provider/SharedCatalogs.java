package dev.vitrine.session.provider;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.session.upkeep.Background;
import dev.vitrine.share.ShareClient;
import dev.vitrine.share.ShareException;
import dev.vitrine.share.ShareException.Reason;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.share.ShareResponse;
import dev.vitrine.share.ShareSettings;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogs that follow shares. A statement that accesses one whose content is older than the
 * settings allow starts to read the share again, and waits for it for a short time.
 */
public final class SharedCatalogs {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCatalogs.class);

  /** Between two looks for catalogs that other servers have created. */
  public static final Duration LOOK = Duration.ofSeconds(30);

  /** How long a statement waits; then it continues with the content that is there. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  /** How long a request waits while others are sent; then it fails. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Store store;
  private final MemoryBudget memory;
  private final RefreshSlots slots;
  private final ProviderWaits waits = new ProviderWaits();
  private final Map<Long, Known> known = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
  private volatile ShareSettings settings;

  /** The earliest time of an attempt; the maximum if there are no shared catalogs. */
  private volatile LocalDateTime oldest = LocalDateTime.MAX;

  /** A shared catalog, and the last attempt to read its share, UTC. */
  private record Known(String name, String provider, LocalDateTime checkedAt) {}

  public SharedCatalogs(
      Store store, Background background, MemoryBudget memory, ShareSettings settings) {
    this.store = store;
    this.memory = memory;
    this.slots = new RefreshSlots(background::run);
    this.settings = settings;
  }

  /** Applies other settings. */
  public void configure(ShareSettings other) {
    settings = other;
  }

  public ShareSettings settings() {
    return settings;
  }

  /** Reads which catalogs follow shares. */
  public void look() {
    Map<Long, Known> found = new ConcurrentHashMap<>();
    try (StoreTransaction transaction = store.beginControl()) {
      transaction.call(
          work -> {
            work.sharedCatalogs()
                .all()
                .forEach(
                    row ->
                        found.put(
                            row.catalogId(),
                            new Known(row.catalog(), row.provider().name(), row.checkedAt())));
            return true;
          });
    } catch (VitrineException | StoreConflictException failure) {
      LOG.debug("The shared catalogs cannot be read; the next attempt is soon", failure);
      return;
    }
    known.keySet().retainAll(found.keySet());
    known.putAll(found);
    findOldest();
  }

  private void findOldest() {
    oldest =
        known.values().stream()
            .map(Known::checkedAt)
            .min(LocalDateTime::compareTo)
            .orElse(LocalDateTime.MAX);
  }

  /**
   * Brings the shared catalogs of these names up to date before they are accessed, if they are not.
   * Failures do not concern the caller, who sees the last content.
   *
   * @param names names that may be those of catalogs; empty for all
   * @param canWait whether the caller can wait, because it holds no connection to the store
   */
  public void beforeAccess(
      Supplier<Optional<Set<String>>> names, boolean canWait, Cancellation call) {
    if (!isDue(oldest)) {
      return;
    }
    Optional<Set<String>> wanted = names.get();
    Map<CompletableFuture<Boolean>, String> started = new LinkedHashMap<>();
    known.forEach(
        (id, catalog) -> {
          boolean accessed = wanted.map(set -> set.contains(catalog.name())).orElse(true);
          if (accessed && isDue(catalog.checkedAt())) {
            started.put(start(id, false), catalog.provider());
          }
        });
    if (canWait && !started.isEmpty()) {
      call.interruptibly(() -> await(started));
    }
  }

  /**
   * The same for one catalog whose files are read by a caller that holds no connection.
   *
   * @param checkedAt time of the last attempt
   */
  public void beforeRead(long catalogId, LocalDateTime checkedAt) {
    if (isDue(checkedAt)) {
      awaitStart(catalogId, false);
    }
  }

  /**
   * Does work that waits for the provider of a catalog.
   *
   * @throws VitrineException TOO_MANY_CONNECTIONS when too many wait already
   */
  public <T> T waiting(long catalogId, Supplier<T> work) {
    return waits.run(provider(catalogId), work);
  }

  private String provider(long catalogId) {
    return Optional.ofNullable(known.get(catalogId)).map(Known::provider).orElse("");
  }

  private boolean isDue(LocalDateTime checkedAt) {
    return !checkedAt.equals(LocalDateTime.MAX)
        && !checkedAt.plus(settings.dueAfter()).isAfter(UtcTime.now());
  }

  /** Waits for a short time; not at all for providers for which too many wait already. */
  private boolean await(Map<CompletableFuture<Boolean>, String> started)
      throws InterruptedException {
    List<String> providers = new ArrayList<>();
    try {
      List<CompletableFuture<Boolean>> awaited = new ArrayList<>();
      started.forEach(
          (work, provider) -> {
            if (waits.enter(provider)) {
              providers.add(provider);
              awaited.add(work);
            }
          });
      CompletableFuture.allOf(awaited.toArray(CompletableFuture<?>[]::new))
          .get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException later) {
      LOG.debug("A provider responds slowly; its catalog has older content meanwhile");
      return false;
    } catch (ExecutionException failure) {
      LOG.warn("A shared catalog could not be brought up to date", failure.getCause());
      return false;
    } finally {
      providers.forEach(waits::leave);
    }
  }

  private void awaitStart(long catalogId, boolean forced) {
    try {
      await(Map.of(start(catalogId, forced), provider(catalogId)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One refresh of a catalog at a time; those who come later wait for the same. */
  private CompletableFuture<Boolean> start(long catalogId, boolean forced) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> other = running.putIfAbsent(catalogId, mine);
    if (other != null) {
      return other;
    }
    slots.run(
        provider(catalogId),
        () -> {
          try {
            refresh(catalogId, forced, Cancellation.NEVER);
            // Removed first, so that a caller that continues does not find the completed refresh.
            running.remove(catalogId, mine);
            mine.complete(true);
          } catch (RuntimeException failure) {
            running.remove(catalogId, mine);
            mine.completeExceptionally(failure);
          }
        });
    return mine;
  }

  /** Reads the share of a catalog, and records the time of the attempt. */
  private Optional<ShareException> refresh(long catalogId, boolean forced, Cancellation call) {
    CatalogRefresh refresh = new CatalogRefresh(store, settings, catalogId, memory, call);
    Optional<ShareException> failure;
    try {
      failure = refresh.run(forced);
    } catch (RuntimeException own) {
      if (!forced) {
        // Otherwise each access would begin an attempt.
        checked(catalogId, UtcTime.now());
      }
      throw own;
    }
    Optional<LocalDateTime> checkedAt = refresh.checkedAt();
    if (checkedAt.isPresent()) {
      checked(catalogId, checkedAt.get());
    } else {
      known.remove(catalogId);
      findOldest();
    }
    return failure;
  }

  private void checked(long catalogId, LocalDateTime at) {
    known.computeIfPresent(catalogId, (id, old) -> new Known(old.name(), old.provider(), at));
    findOldest();
  }

  /**
   * Reads the share of a catalog, whether or not it is due, one time for all callers. The result is
   * recorded with it; the caller waits for a short time.
   */
  void refreshNow(long catalogId) {
    awaitStart(catalogId, true);
  }

  /**
   * Sends a request to a provider; the caller holds no connection to the store. A call that ends
   * meanwhile, and a failure of the own store, are failures of the request only.
   */
  public ShareResponse respond(ShareRequest request, Cancellation call) {
    try {
      return waits.run(request.provider(), () -> inSlot(request, call));
    } catch (VitrineException failure) {
      return new ShareResponse.Failed(request, failure);
    }
  }

  private ShareResponse inSlot(ShareRequest request, Cancellation call) {
    try {
      if (!call.interruptibly(() -> slots.acquire(request.provider(), LONGEST_WAIT))) {
        throw new ShareException(
            Reason.UNREACHABLE, "Other requests to providers have not ended in time.");
      }
      try {
        return ask(request, call);
      } finally {
        slots.release(request.provider());
      }
    } catch (ShareException failure) {
      throw failure.error(request.provider());
    }
  }

  private ShareResponse ask(ShareRequest request, Cancellation call) throws ShareException {
    if (request.catalogId().isPresent()) {
      Optional<ShareException> failure = refresh(request.catalogId().get(), true, call);
      if (failure.isPresent()) {
        throw failure.get();
      }
      return new ShareResponse.Refreshed(request);
    }
    MemoryAccount account = memory.open(ProviderCall.USER);
    boolean complete = false;
    try {
      ShareClient client = new ShareClient(request.credential(), settings);
      ShareResponse response =
          request.share().isPresent()
              ? new ShareResponse.Content(
                  request,
                  ProviderCall.run(call, () -> client.content(request.share().get(), "", account))
                      .orElseThrow(),
                  account)
              : new ShareResponse.Shares(
                  request, ProviderCall.run(call, () -> client.shares(account)), account);
      complete = true;
      return response;
    } finally {
      if (!complete) {
        account.close();
      }
    }
  }
}

package dev.vitrine.session;

import dev.vitrine.store.Store;
import dev.vitrine.store.vendor.StoreLocation;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The engines that are open in this process, one for each store. Opening or closing a store blocks
 * only calls for the same store.
 */
final class EngineRegistry {
  private static final Map<String, Slot> SLOTS = new ConcurrentHashMap<>();

  private EngineRegistry() {}

  /** The engine of one URL; guarded by itself. */
  private static final class Slot {
    private Optional<Engine> engine = Optional.empty();

    /** Number of open references to the engine. */
    private int users;

    /** Whether it is no longer in {@link #SLOTS} and must be replaced. */
    private boolean retired;

    private void retire(String url) {
      retired = true;
      SLOTS.remove(url, this);
    }
  }

  /**
   * The engine at a location, opened if it is not open.
   *
   * @param settings apply to an engine that is open already, too; null for its own, or the default
   */
  static Engine open(StoreLocation location, @Nullable EngineSettings settings) {
    while (true) {
      Slot slot = SLOTS.computeIfAbsent(location.url(), url -> new Slot());
      synchronized (slot) {
        if (!slot.retired) {
          return open(slot, location, settings);
        }
      }
    }
  }

  private static Engine open(Slot slot, StoreLocation location, @Nullable EngineSettings settings) {
    if (slot.engine.isPresent()) {
      if (settings != null) {
        slot.engine.get().configure(settings);
      }
    } else {
      EngineSettings first = settings == null ? EngineSettings.DEFAULT : settings;
      try {
        Store store = Store.open(location, first.store());
        slot.engine = Optional.of(new Engine(location, store, first));
      } finally {
        if (slot.engine.isEmpty()) {
          slot.retire(location.url());
        }
      }
    }
    slot.users++;
    return slot.engine.get();
  }

  /** Number of open references to each engine; for tests that detect leaks. */
  static IdentityHashMap<Engine, Integer> users() {
    IdentityHashMap<Engine, Integer> users = new IdentityHashMap<>();
    for (Slot slot : SLOTS.values()) {
      synchronized (slot) {
        slot.engine.ifPresent(engine -> users.put(engine, slot.users));
      }
    }
    return users;
  }

  /** Closes the engine once it was closed as often as opened; one in memory stays open. */
  static void close(StoreLocation location) {
    Slot slot = SLOTS.get(location.url());
    if (slot == null) {
      return;
    }
    synchronized (slot) {
      slot.users--;
      if (slot.users == 0 && slot.engine.isPresent() && !location.inMemory()) {
        slot.retire(location.url());
        slot.engine.get().closeStore();
      }
    }
  }
}

package dev.vitrine.session;

import dev.vitrine.store.vendor.StoreLocation;
import java.util.ArrayList;
import java.util.List;

/** What uses the engines of this JVM. */
public final class OpenEngines {
  private OpenEngines() {}

  /** One text for each open that has not been closed, of each engine, and for each session. */
  public static List<String> uses() {
    List<String> uses = new ArrayList<>();
    EngineRegistry.users()
        .forEach(
            (engine, users) -> {
              addAll(uses, "connection or engine", users, engine.url());
              addAll(uses, "session", engine.figures().sessions(), engine.url());
            });
    return uses;
  }

  /**
   * Closes the engine at a URL if nothing uses it. Engines of stores in memory stay open by
   * themselves, and without their store they would only write warnings.
   */
  public static void closeUnused(String url) {
    String location = StoreLocation.parse(url).url();
    EngineRegistry.users()
        .forEach(
            (engine, users) -> {
              if (users == 0 && engine.url().equals(location)) {
                engine.closeStore();
              }
            });
  }

  private static void addAll(List<String> uses, String what, int count, String url) {
    for (int number = 1; number <= count; number++) {
      uses.add(what + " " + number + " of " + url);
    }
  }
}

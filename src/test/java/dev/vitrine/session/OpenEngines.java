package dev.vitrine.session;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What uses the engines of this JVM. */
public final class OpenEngines {
  private OpenEngines() {}

  /**
   * One text for each open that has not been closed, of each engine, and for each of its sessions.
   *
   * @throws IllegalStateException when {@link Engine} keeps its engines in another way
   */
  public static List<String> uses() {
    List<String> uses = new ArrayList<>();
    try {
      // Read by reflection, since only tests need it.
      Field open = Engine.class.getDeclaredField("OPEN");
      Field users = Engine.class.getDeclaredField("users");
      open.setAccessible(true);
      users.setAccessible(true);
      Map<?, ?> engines = (Map<?, ?>) open.get(null);
      synchronized (engines) {
        for (Map.Entry<?, ?> entry : engines.entrySet()) {
          Engine engine = (Engine) entry.getValue();
          addAll(uses, "connection or engine", users.getInt(engine), entry.getKey());
          addAll(uses, "session", engine.figures().sessions(), entry.getKey());
        }
      }
    } catch (ReflectiveOperationException exception) {
      throw new IllegalStateException(exception);
    }
    return uses;
  }

  private static void addAll(List<String> uses, String what, int count, Object url) {
    for (int number = 1; number <= count; number++) {
      uses.add(what + " " + number + " of " + url);
    }
  }
}

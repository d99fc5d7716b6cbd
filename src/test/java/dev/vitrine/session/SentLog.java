package dev.vitrine.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The statements that a registry sends to its database. */
public final class SentLog implements AutoCloseable {
  private final Engine engine;
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  private SentLog(Engine engine) {
    this.engine = engine;
    engine.store().sent().listen(sent::add);
  }

  /** From now on, of the registry at the URL of a store. */
  public static SentLog of(String storeUrl) {
    return new SentLog(Engine.open(storeUrl));
  }

  /** The statements since the last call, in order. */
  public List<String> take() {
    synchronized (sent) {
      List<String> taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }
  }

  @Override
  public void close() {
    engine.store().sent().listen(text -> {});
    engine.close();
  }
}

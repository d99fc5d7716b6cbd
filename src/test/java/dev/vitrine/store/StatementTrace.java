package dev.vitrine.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The statements that a store sends to its database while this is open. */
public final class StatementTrace implements AutoCloseable {
  private final Store store;
  private final List<String> texts = new CopyOnWriteArrayList<>();

  public StatementTrace(Store store) {
    this(store, text -> {});
  }

  /** Each text is reported before it is sent. */
  public StatementTrace(Store store, Consumer<String> before) {
    this.store = store;
    store.sent().listen(before.andThen(texts::add));
  }

  /** The texts since the last call, in order and without values. */
  public List<String> take() {
    List<String> taken = List.copyOf(texts);
    texts.clear();
    return taken;
  }

  @Override
  public void close() {
    store.sent().listen(text -> {});
  }
}

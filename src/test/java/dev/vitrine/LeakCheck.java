package dev.vitrine;

import dev.vitrine.session.OpenEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails each test class that leaves something open: an engine, a connection or a session of this
 * JVM, a thread that would keep the JVM alive, or, on Linux, a file. JUnit registers it for every
 * class. {@link TestRegistry} closes its own connections at the end of the class.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  /** Time for resources that are closed in the background. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The name of the threads of all servers, as VitrineServer gives it. */
  private static final String HTTP_THREADS = "vitrine-http";

  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  /** Resources opened by {@link #keep}. */
  private static final Set<String> KEPT = ConcurrentHashMap.newKeySet();

  /** Makes something that stays open until the JVM ends, because several classes share it. */
  public static <T> T keep(Supplier<T> work) {
    Set<String> before = open();
    T made = TestStore.keeping(work);
    Set<String> after = open();
    after.removeAll(before);
    KEPT.addAll(after);
    return made;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(Namespace.create(LeakCheck.class)).put("before", open());
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    TestRegistry.closeOpened();
    Set<?> before = context.getStore(Namespace.create(LeakCheck.class)).get("before", Set.class);
    long end = System.nanoTime() + PATIENCE.toNanos();
    Set<String> leaks = leaks(before);
    while (!leaks.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
      leaks = leaks(before);
    }
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          context.getDisplayName() + " leaves open:\n  " + String.join("\n  ", leaks));
    }
    TestStore.dropMade();
  }

  private static Set<String> leaks(Set<?> before) {
    Set<String> leaks = open();
    leaks.removeAll(before);
    leaks.removeAll(KEPT);
    return leaks;
  }

  /** The open resources, one text for each. */
  static Set<String> open() {
    Set<String> open = new TreeSet<>(OpenEngines.uses());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.isDaemon() && !thread.getName().startsWith("junit-")) {
        // Threads of HTTP servers come and go; whether there are any counts.
        String name = thread.getName();
        open.add(
            name.startsWith(HTTP_THREADS)
                ? "threads " + HTTP_THREADS
                : "thread " + name + ", number " + thread.getId());
      }
    }
    for (Path file : openFiles()) {
      open.add("file " + file);
    }
    return open;
  }

  private static Set<Path> openFiles() {
    if (!Files.isDirectory(OPEN_FILES)) {
      return Collections.emptySet();
    }
    Set<Path> files = new HashSet<>();
    List<Path> descriptors;
    try (Stream<Path> all = Files.list(OPEN_FILES)) {
      descriptors = all.toList();
    } catch (IOException exception) {
      throw new IllegalStateException(exception);
    }
    for (Path descriptor : descriptors) {
      target(descriptor)
          .filter(file -> Files.isRegularFile(file) && !isOfTheJvm(file))
          .ifPresent(files::add);
    }
    return files;
  }

  /** Nothing when the descriptor was closed meanwhile. */
  private static Optional<Path> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor));
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  /** Libraries and files of the JVM. */
  private static boolean isOfTheJvm(Path file) {
    return file.toString().endsWith(".jar")
        || file.toString().endsWith(".so")
        || file.startsWith(System.getProperty("java.home"))
        || file.startsWith("/dev")
        || file.startsWith("/proc");
  }
}

package dev.vitrine.memory;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors of the Java virtual machine that one statement causes, as errors of that statement: stack
 * overflow and lack of heap memory. Safe for use by several threads.
 */
public final class MachineErrors {
  private static final Logger LOG = LoggerFactory.getLogger(MachineErrors.class);

  private static final AtomicReference<Consumer<OutOfMemoryError>> OBSERVER =
      new AtomicReference<>(error -> {});

  private MachineErrors() {}

  /** Calls the observer with every OutOfMemoryError from now on, in place of the one before. */
  public static void observe(Consumer<OutOfMemoryError> observer) {
    OBSERVER.set(observer);
  }

  /**
   * Runs work, whose errors become errors of its statement.
   *
   * @throws VitrineException STATEMENT_TOO_COMPLEX when the stack has overflowed, OUT_OF_MEMORY
   *     when there was no heap
   */
  public static <T> T contained(Supplier<T> work) {
    try {
      return work.get();
    } catch (StackOverflowError | OutOfMemoryError error) {
      throw translate(error);
    }
  }

  /** The error of the statement; any other error of the machine is thrown again. */
  public static VitrineException translate(VirtualMachineError error) {
    if (error instanceof StackOverflowError) {
      LOG.debug("A statement overflowed the stack", error);
      return new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX, "The statement is nested too deeply.")
          .withHint("Split it into several statements.");
    }
    if (error instanceof OutOfMemoryError full) {
      LOG.error("A request failed for lack of heap memory", full);
      requireNonNull(OBSERVER.get()).accept(full);
      return new VitrineException(
              ErrorCode.OUT_OF_MEMORY,
              "There is no memory for the statement; the limit is the heap of "
                  + MemoryBudget.size(Runtime.getRuntime().maxMemory())
                  + ".")
          .withHint("Read or send less at once, or give the process a larger heap.");
    }
    throw error;
  }
}

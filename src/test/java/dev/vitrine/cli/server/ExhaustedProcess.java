package dev.vitrine.cli.server;

import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;

/** A process that is guarded, and has no heap left. */
final class ExhaustedProcess {
  private ExhaustedProcess() {}

  /** Of how often a request fails so, or of "thread" for a thread that ends so. */
  public static void main(String[] arguments) throws InterruptedException {
    HeapGuard.start();
    if (arguments[0].equals("thread")) {
      Thread thread = new Thread(() -> System.out.println(new long[Integer.MAX_VALUE].length));
      thread.start();
      thread.join();
      return;
    }
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      try {
        MachineErrors.contained(() -> new long[Integer.MAX_VALUE]);
      } catch (VitrineException expected) {
        System.out.println(expected.code());
      }
    }
  }
}

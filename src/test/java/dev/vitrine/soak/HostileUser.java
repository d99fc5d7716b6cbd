package dev.vitrine.soak;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A user without grants who repeats all attacks. It waits for each response, as real clients do,
 * and keeps open what the attacks leave behind, up to a number of connections.
 */
final class HostileUser implements Callable<Void> {
  private static final long PAUSE_MILLIS = 100;

  /** As many store connections as one user may hold, with the default settings. */
  private static final int MOST_KEPT = 8;

  private final String url;
  private final int number;
  private final Map<String, Integer> answers;
  private final Deque<AutoCloseable> kept = new ArrayDeque<>();

  /**
   * @param answers number of each response of each attack
   */
  HostileUser(String url, int number, Map<String, Integer> answers) {
    this.url = url;
    this.number = number;
    this.answers = answers;
  }

  static Map<String, Integer> answers() {
    return new ConcurrentHashMap<>();
  }

  /** Attacks until the thread is interrupted; each user begins with another attack. */
  @Override
  public Void call() throws Exception {
    HostileClient client = new HostileClient(url, "hostile" + number);
    Attack[] attacks = Attack.values();
    try {
      // All together ask for more connections than there are, and keep them to the end.
      Attack first = number % 2 == 0 ? Attack.IDLE_TRANSACTION : Attack.HALF_READ_CURSOR;
      answers.merge(first + " " + answer(client, first, 0), 1, Integer::sum);
      for (int step = number; !Thread.currentThread().isInterrupted(); step++) {
        Attack attack = attacks[step % attacks.length];
        answers.merge(attack + " " + answer(client, attack, step), 1, Integer::sum);
        while (kept.size() > MOST_KEPT) {
          kept.removeFirst().close();
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } finally {
      for (AutoCloseable each : kept) {
        closeQuietly(each);
      }
    }
    return null;
  }

  private String answer(HostileClient client, Attack attack, int step) throws Exception {
    try {
      if (attack.isKept()) {
        return attack.keep(client, kept);
      }
      try (Connection connection = client.connect()) {
        return attack.run(client, connection, step * 1_000 + number);
      }
    } catch (SQLException refused) {
      return String.valueOf(refused.getSQLState());
    } catch (IOException cut) {
      return cut.getClass().getSimpleName();
    }
  }

  private static void closeQuietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception alreadyEnded) {
      // The server ends idle transactions and slow requests by itself.
    }
  }
}

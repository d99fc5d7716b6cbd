package dev.vitrine.bench;

import dev.vitrine.bench.ServerTasks.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests per second and CPU time per request of servers, which take turns. */
final class ServerRates {
  /**
   * How a server is asked.
   *
   * @param anew whether each request has a connection of its own; or else all have the same
   */
  private record Load(String name, int clients, boolean anew) {}

  private static final Load BUSY = new Load("8", 8, false);

  /** MLflow's server lets a connection that was used before wait. */
  private static final List<Load> LOADS =
      List.of(new Load("1", 1, false), new Load("1, each time anew", 1, true), BUSY);

  /** Where the lines of the table go. */
  interface Lines {
    void add(String line) throws IOException;
  }

  /** Requests per second, and CPU milliseconds per request where the process is known. */
  private record Rate(double requests, Optional<Double> cpu) {}

  private final List<ServerSide> sides;
  private final Duration warm;
  private final Duration round;
  private final int rounds;
  private final Lines lines;

  /**
   * @param sides the server that the others are compared with is the first
   */
  ServerRates(List<ServerSide> sides, Duration warm, Duration round, int rounds, Lines lines) {
    this.sides = List.copyOf(sides);
    this.warm = warm;
    this.round = round;
    this.rounds = rounds;
    this.lines = lines;
  }

  /** Adds a table with a row for each task and number of connections. */
  void measure() throws IOException, InterruptedException, ExecutionException {
    for (ServerSide side : sides) {
      ServerTasks.check(side);
    }
    StringBuilder head = new StringBuilder("| task | connections |");
    StringBuilder rule = new StringBuilder("|---|---:|");
    for (ServerSide side : sides) {
      head.append(' ').append(side.name()).append(" | CPU, ms |");
      rule.append("---:|---:|");
      if (side.compared()) {
        head.append(" ratio |");
        rule.append("---:|");
      }
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    for (Map.Entry<String, Task> task : ServerTasks.of(sides.get(0).api()).entrySet()) {
      for (ServerSide side : sides) {
        rate(side, task.getValue(), BUSY, warm);
      }
      for (Load load : LOADS) {
        row(task.getKey(), task.getValue(), load);
      }
    }
  }

  private void row(String name, Task task, Load load)
      throws IOException, InterruptedException, ExecutionException {
    Map<ServerSide, List<Rate>> rates = new LinkedHashMap<>();
    sides.forEach(side -> rates.put(side, new ArrayList<>()));
    for (int i = 0; i < rounds; i++) {
      for (ServerSide side : sides) {
        rates.get(side).add(rate(side, task, load, round));
      }
    }
    double first = requests(rates.get(sides.get(0)));
    StringBuilder row = new StringBuilder("| " + name + " | " + load.name() + " |");
    for (ServerSide side : sides) {
      List<Rate> all = rates.get(side);
      row.append(String.format(Locale.ROOT, " %,.0f | %s |", requests(all), cpu(all)));
      if (side.compared()) {
        row.append(String.format(Locale.ROOT, " %.1f × |", requests(all) / first));
      }
    }
    lines.add(row.toString());
  }

  private static double requests(List<Rate> rates) {
    return median(rates.stream().map(Rate::requests).toList());
  }

  private static String cpu(List<Rate> rates) {
    List<Double> known = rates.stream().flatMap(rate -> rate.cpu().stream()).toList();
    return known.isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f", median(known));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Rate rate(ServerSide side, Task task, Load load, Duration duration)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(load.clients());
    try {
      Optional<Duration> before = side.cpu();
      long start = System.nanoTime();
      List<Callable<Long>> clients = new ArrayList<>();
      for (int i = 0; i < load.clients(); i++) {
        clients.add(
            () -> {
              long done = 0;
              try (JsonClient client = side.client(!load.anew())) {
                do {
                  task.run(side, client);
                  done++;
                } while (System.nanoTime() - start < duration.toNanos());
              }
              return done;
            });
      }
      long done = 0;
      for (Future<Long> client : threads.invokeAll(clients)) {
        done += client.get();
      }
      double requests = done;
      double rate = requests * 1e9 / (System.nanoTime() - start);
      return new Rate(
          rate,
          side.cpu()
              .flatMap(
                  after -> before.map(earlier -> after.minus(earlier).toNanos() / 1e6 / requests)));
    } finally {
      threads.shutdownNow();
    }
  }
}

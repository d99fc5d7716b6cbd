package dev.vitrine.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs {@link AliasLookup}. A run asks one side for seconds before the other has its turn, so there
 * are several, and the median of them counts: what else the machine does hits both sides.
 */
final class SteadyLookUps {
  private static final int RUNS = 3;

  private final String url;
  private final List<Reader> readers;

  /** The statistics of each run, by reader and way. */
  private final Map<Reader, Map<String, List<Statistics>>> found = new TreeMap<>();

  SteadyLookUps(String url, List<Reader> readers) {
    this.url = url;
    this.readers = readers;
  }

  void report(Report report) throws RunnerException, IOException {
    for (int i = 0; i < RUNS; i++) {
      for (Reader reader : readers) {
        run(reader);
      }
    }
    report.heading("### Resolving an alias again and again, by JMH");
    report.line("| reader | by hand, µs | prepared | by hand, p99, µs | prepared, p99 |");
    report.line("|---|---:|---:|---:|---:|");
    for (Reader reader : readers) {
      report.line(
          "| %s | %.0f | %.2f × | %.0f | %.2f × |",
          reader.user(),
          median(reader, "byHand", 50),
          median(reader, "prepared", 50) / median(reader, "byHand", 50),
          median(reader, "byHand", 99),
          median(reader, "prepared", 99) / median(reader, "byHand", 99));
    }
  }

  private void run(Reader reader) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(AliasLookup.class.getName())
                    .param("reader", reader.name())
                    .verbosity(VerboseMode.SILENT)
                    .jvmArgs("-Xmx512m", "-Duser.timezone=UTC", "-D" + AliasLookup.URL + "=" + url)
                    .build())
            .run();
    for (RunResult result : results) {
      found
          .computeIfAbsent(reader, key -> new TreeMap<>())
          .computeIfAbsent(result.getPrimaryResult().getLabel(), key -> new ArrayList<>())
          .add(result.getPrimaryResult().getStatistics());
    }
  }

  private double median(Reader reader, String way, double percentile) {
    List<Double> sorted =
        found.get(reader).get(way).stream()
            .map(statistics -> statistics.getPercentile(percentile))
            .sorted()
            .toList();
    return sorted.get(sorted.size() / 2);
  }
}

package dev.vitrine.bench;

import dev.vitrine.bench.MeasuredQuestion.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The result in Markdown, also on standard output as it grows. */
final class Report {
  private final Path file;
  private final StringBuilder text = new StringBuilder();

  Report(Path file) {
    this.file = file;
  }

  /** Adds a line, and keeps what there is so far. */
  void line(String format, Object... arguments) throws IOException {
    String line = arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
    System.out.println(line);
    text.append(line).append('\n');
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  void heading(String heading) throws IOException {
    line("");
    line(heading);
    line("");
  }

  void tableHead() throws IOException {
    line("| question | rows | by hand, ms | prepared | cached | first | rounds |");
    line("|---|---:|---:|---:|---:|---:|---:|");
  }

  void row(MeasuredQuestion comparison) throws IOException {
    line(
        "| %s | %d | %.3f | %.2f × | %.2f × | %.2f × | %d |",
        comparison.question().name(),
        comparison.rows(),
        comparison.micros().get(Mode.BY_HAND) / 1_000,
        comparison.ratio(Mode.PREPARED),
        comparison.ratio(Mode.CACHED),
        comparison.ratio(Mode.FIRST),
        comparison.rounds());
  }

  void total(List<MeasuredQuestion> comparisons) throws IOException {
    double byHand = sum(comparisons, Mode.BY_HAND);
    line(
        "| **total** | | **%.3f** | **%.2f ×** | **%.2f ×** | **%.2f ×** | |",
        byHand / 1_000,
        sum(comparisons, Mode.PREPARED) / byHand,
        sum(comparisons, Mode.CACHED) / byHand,
        sum(comparisons, Mode.FIRST) / byHand);
  }

  private static double sum(List<MeasuredQuestion> comparisons, Mode mode) {
    return comparisons.stream().mapToDouble(comparison -> comparison.micros().get(mode)).sum();
  }
}

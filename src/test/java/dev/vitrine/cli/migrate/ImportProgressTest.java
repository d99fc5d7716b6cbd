package dev.vitrine.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The progress of an import on a terminal and in a file. */
final class ImportProgressTest {
  private static final String ERASE = "\r\u001b[K";

  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private void importTwoVersions(ImportProgress progress) {
    progress.models(2);
    progress.versions(2);
    progress.begin(4 << 20);
    nanos.addAndGet(200_000_000);
    progress.moved(1 << 20);
    // Too early to be drawn.
    progress.moved(1 << 20);
    progress.versionDone("m 1: import");
    progress.versionDone("");
    progress.modelDone();
    progress.close();
  }

  @Test
  void barsOnATerminal() {
    importTwoVersions(ImportProgress.bars(new PrintWriter(text), 120, nanos::get));
    assertThat(text.toString().split(ERASE.replace("[", "\\["), -1))
        .containsExactly(
            "",
            "models [----------] 0/2  versions [----------] 0/0  bytes [----------] 0.0/0.0 MiB",
            "models [----------] 0/2  versions [----------] 0/2  bytes [##--------] 1.0/4.0 MiB",
            "m 1: import" + System.lineSeparator(),
            "models [----------] 0/2  versions [#####-----] 1/2  bytes [----------] 0.0/0.0 MiB",
            "models [#####-----] 1/2  versions [----------] 0/0  bytes [----------] 0.0/0.0 MiB",
            "");
  }

  @Test
  void barsAreNotWiderThanTheTerminal() {
    importTwoVersions(ImportProgress.bars(new PrintWriter(text), 30, nanos::get));
    assertThat(text.toString().split("[\r\n]+")).allMatch(line -> line.length() <= 33);
  }

  @Test
  void linesElsewhere() {
    importTwoVersions(ImportProgress.lines(new PrintWriter(text)));
    assertThat(text.toString()).isEqualTo("m 1: import" + System.lineSeparator());
  }
}

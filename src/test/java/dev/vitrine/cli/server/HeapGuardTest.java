package dev.vitrine.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes that have no heap left end, and others do not. */
final class HeapGuardTest {
  private static int exit(String argument) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ExhaustedProcess.class.getName(),
                argument)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ends").isTrue();
    return process.exitValue();
  }

  @Test
  void twoRequestsWithoutMemoryAreSurvived() throws Exception {
    assertThat(exit("2")).isZero();
  }

  @Test
  void theThirdInAMinuteEndsTheProcess() throws Exception {
    assertThat(exit("3")).isEqualTo(HeapGuard.STATUS);
  }

  @Test
  void aThreadThatEndsForWantOfMemoryEndsTheProcess() throws Exception {
    assertThat(exit("thread")).isEqualTo(HeapGuard.STATUS);
  }
}

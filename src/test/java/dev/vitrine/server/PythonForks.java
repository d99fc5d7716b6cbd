package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A Python process that has imported MLflow and runs scripts in forks of itself, one after the
 * other ({@code forks.py}). It ends with this JVM, which closes its input.
 */
final class PythonForks {
  private static final Map<String, PythonForks> RUNNING = new HashMap<>();

  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;

  private PythonForks(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
    this.in = new PrintWriter(process.outputWriter(UTF_8), true);
  }

  /** The process of this interpreter, which is started when it is first needed. */
  static synchronized PythonForks of(String python) throws IOException {
    PythonForks forks = RUNNING.get(python);
    if (forks == null || !forks.process.isAlive()) {
      forks = new PythonForks(start(python));
      RUNNING.put(python, forks);
    }
    return forks;
  }

  private static Process start(String python) throws IOException {
    String script = Path.of("src/test/python/forks.py").toAbsolutePath().toString();
    ProcessBuilder builder =
        new ProcessBuilder(List.of(python, "-W", "ignore", script)).redirectErrorStream(true);
    builder.directory(Path.of("target").toFile());
    PythonScript.setEnvironment(builder.environment());
    return builder.start();
  }

  /**
   * Runs a script to its end.
   *
   * @return its exit status
   */
  synchronized int run(PythonScript script) throws Exception {
    boolean ended = false;
    try {
      in.println(script.job());
      OptionalInt status = script.serve(out, in);
      ended = status.isPresent();
      return status.orElseThrow(() -> new IOException("Python has ended: " + script.output()));
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    }
  }
}

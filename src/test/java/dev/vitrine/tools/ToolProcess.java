package dev.vitrine.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/**
 * A tool in a separate process, with its own class path and one jar of Vitrine. Its output is
 * compared with the expected output, for each way of connecting.
 */
final class ToolProcess {
  private static final Path TOOLS = Path.of("target", "tools");
  private static final Path EXPECTED =
      Path.of("src", "test", "resources", "dev", "vitrine", "tools");
  private static final Pattern POINT_IN_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?");
  private static final Pattern URL = Pattern.compile("jdbc:vitrine:\\S+");

  /** It goes into the metadata; release builds must have the same expected output. */
  private static final Pattern VERSION = Pattern.compile("\\b0\\.\\d+\\.\\d+(-SNAPSHOT)?");

  /** Their commits are visible to others, so no other tool may run at the same time. */
  private static final Set<String> COMMITTING = Set.of("jdbi", "jooq", "spring-jdbc");

  private static final ReadWriteLock TOGETHER = new ReentrantReadWriteLock(true);

  private final String tool;
  private final Way way;
  private String output = "";
  private String errors = "";

  ToolProcess(String tool, Way way) {
    this.tool = tool;
    this.way = way;
  }

  /** A file in the tool's folder, of which each way has its own. */
  Path file(String suffix) {
    return TOOLS.resolve(tool).resolve(way + suffix);
  }

  /** Runs the tool, which must end well and without a stack trace. */
  ToolProcess run(String mainClass, List<String> arguments) throws Exception {
    List<String> command = TestJvm.shortCommand();
    command.add("-Xmx384m");
    if (way == Way.EMBEDDED) {
      command.addAll(TestJvm.jarOptions());
    }
    // No time zone of the tool may matter.
    command.addAll(List.of("-Duser.timezone=America/New_York", "-Djava.awt.headless=true"));
    command.add("-Dpictures=" + file("-"));
    command.addAll(List.of("-cp", classPath(), mainClass));
    command.addAll(arguments);
    Lock lock = COMMITTING.contains(tool) ? TOGETHER.writeLock() : TOGETHER.readLock();
    int status;
    lock.lock();
    try {
      status = status(command);
    } finally {
      lock.unlock();
    }
    output = Files.readString(file(".out"));
    errors = Files.readString(file(".err"));
    assertThat(errors).as("errors of %s", tool).doesNotContain("\tat ", "Exception");
    assertThat(status).as("status of %s; its errors: %s", tool, errors).isZero();
    return this;
  }

  private int status(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(file(".out").toFile())
            .redirectError(file(".err").toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", tool).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  String output() {
    return output;
  }

  String errors() {
    return errors;
  }

  /** Compares the text, repeated {@code times} times, except variable parts. */
  void printed(String text, int times) throws IOException {
    String actual = text;
    actual = URL.matcher(actual).replaceAll("jdbc:vitrine:…");
    actual = POINT_IN_TIME.matcher(actual).replaceAll("YYYY-MM-DD hh:mm:ss");
    actual = VERSION.matcher(actual).replaceAll("0.N");
    Path written = file(".txt");
    Path expected = EXPECTED.resolve(tool + ".txt");
    String once = Files.exists(expected) ? Files.readString(expected) : "";
    Files.writeString(written, actual);
    assertThat(actual)
        .as(
            "what %s prints; to accept it, copy %s, of which each of %d stores gives the same"
                + " part, to %s",
            tool, written, times, expected)
        .isEqualTo(once.repeat(times));
  }

  private String classPath() throws IOException {
    Path directory = TOOLS.resolve(tool);
    List<String> entries = new ArrayList<>(List.of(way.jar()));
    if (Files.exists(directory.resolve("classes"))) {
      entries.add(directory.resolve("classes").toString());
    }
    entries.add(Files.readString(directory.resolve("classpath.txt"), UTF_8));
    return String.join(File.pathSeparator, entries);
  }
}

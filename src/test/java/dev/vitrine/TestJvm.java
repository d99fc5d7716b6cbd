package dev.vitrine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes that tests start. */
public final class TestJvm {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private TestJvm() {}

  /**
   * The start of a command for a process of seconds. It compiles with C1 only, since what C2 costs
   * is not regained in that time, and the test's other processes need the processor.
   */
  public static List<String> shortCommand() {
    List<String> command = serverCommand();
    command.add("-XX:+UseSerialGC");
    return command;
  }

  /** The same with the garbage collector that users have, for servers whose memory is tested. */
  public static List<String> serverCommand() {
    return new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
  }

  /**
   * The options for a process of seconds whose class path begins with the packaged jar, in addition
   * to those of a command.
   */
  public static List<String> jarOptions() {
    return ClassArchive.options(serverCommand(), Path.of(System.getProperty("vitrine.jar")));
  }
}

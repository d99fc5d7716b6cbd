package dev.vitrine.cli.shell;

import dev.vitrine.cli.output.OutputFormat;
import dev.vitrine.cli.shell.Shell.Flow;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The commands of the shell, which start with an exclamation mark. */
final class ShellCommands {
  /** The names, for completion. */
  static final List<String> NAMES =
      List.of("connect", "echo", "expect", "help", "let", "quit", "run", "set", "status");

  private static final String HELP =
      """
      Statements end with ; and may span lines. Commands are one line each:
        !connect USER [PASSWORD]  go on as USER, in the same store
        !echo TEXT                print TEXT
        !expect SQLSTATE          the next statement must fail with SQLSTATE
        !help                     print this
        !let NAME QUERY           keep the first value of QUERY; statements name it as :'NAME'
        !quit                     leave
        !run FILE                 run a script
        !set                      print the settings
        !set format FORMAT        table, csv, json or vertical
        !set width N|auto         width of tables
        !set echo on|off          whether scripts print their statements
        !set timing on|off        whether to print how long statements take
        !status                   print the user and the store
      """;

  private final Shell shell;

  ShellCommands(Shell shell) {
    this.shell = shell;
  }

  /** Whether the command prints nothing, if all goes well. */
  static boolean isSilent(String command) {
    String name = command.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
    return name.equals("expect")
        || name.equals("let")
        || (name.equals("set") && command.strip().length() > 3);
  }

  Flow run(String line, String source) throws SQLException, ShellException, IOException {
    String[] words = line.strip().split("\\s+");
    String rest = line.strip().substring(words[0].length()).strip();
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "connect" -> connect(words);
      case "echo" -> shell.out().println(rest);
      case "expect" -> expect(words);
      case "help" -> shell.out().print(HELP);
      case "let" ->
          shell.let(
              words.length > 1 ? words[1] : "",
              words.length > 2 ? rest.substring(words[1].length()).strip() : "");
      case "quit", "exit" -> {
        return Flow.QUIT;
      }
      case "run" -> {
        return runFile(rest, source);
      }
      case "set" -> set(words);
      case "status" -> status();
      default ->
          throw new ShellException(
              "There is no command !"
                  + words[0]
                  + "; there are "
                  + NAMES.stream().map(name -> "!" + name).collect(Collectors.joining(", ")));
    }
    return Flow.CONTINUE;
  }

  private void connect(String[] words) throws SQLException, ShellException {
    if (words.length < 2 || words.length > 3) {
      throw new ShellException("Use !connect USER [PASSWORD]");
    }
    shell.connect(unquoted(words[1]), words.length == 3 ? words[2] : "");
    if (shell.settings().format().isForPeople()) {
      shell.out().println("Connected as " + shell.target().user() + ".");
    }
  }

  private void expect(String[] words) throws ShellException {
    if (words.length != 2 || !words[1].matches("[0-9A-Za-z]{5}")) {
      throw new ShellException("Use !expect SQLSTATE, for instance !expect 42501");
    }
    shell.expect(words[1]);
  }

  private Flow runFile(String name, String source) throws ShellException, IOException {
    if (name.isEmpty()) {
      throw new ShellException("Use !run FILE");
    }
    // A script finds its neighbours wherever it is started from.
    Path named = LocaleCheck.path(name);
    Path file = source.isEmpty() ? named : LocaleCheck.path(source).resolveSibling(named);
    try (Reader script = Files.newBufferedReader(file)) {
      return shell.runScript(script, file.toString(), true);
    } catch (NoSuchFileException error) {
      throw new ShellException("There is no file " + file);
    }
  }

  private void set(String[] words) throws ShellException {
    Settings settings = shell.settings();
    if (words.length == 1) {
      shell.out().print(settings);
      return;
    }
    if (words.length != 3) {
      throw new ShellException("Use !set NAME VALUE; !help lists them");
    }
    String value = words[2].toLowerCase(Locale.ROOT);
    switch (words[1].toLowerCase(Locale.ROOT)) {
      case "format" -> settings.setFormat(format(value));
      case "width" -> settings.setWidth(width(value));
      case "echo" -> settings.setEcho(onOff(value));
      case "timing" -> settings.setTiming(onOff(value));
      default ->
          throw new ShellException(
              "There is no setting " + words[1] + "; there are format, width, echo and timing");
    }
  }

  private void status() {
    shell.out().println("Connected as " + shell.target() + ".");
  }

  private static OutputFormat format(String value) throws ShellException {
    return Arrays.stream(OutputFormat.values())
        .filter(format -> format.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> new ShellException("The formats are table, csv, json and vertical"));
  }

  private static int width(String value) throws ShellException {
    if (value.equals("auto")) {
      return Settings.AUTOMATIC_WIDTH;
    }
    if (!value.matches("[1-9][0-9]{1,3}")) {
      throw new ShellException("The width must be auto or a number from 10 to 9999");
    }
    return Integer.parseInt(value);
  }

  private static boolean onOff(String value) throws ShellException {
    if (!value.equals("on") && !value.equals("off")) {
      throw new ShellException("Use on or off");
    }
    return value.equals("on");
  }

  private static String unquoted(String name) {
    boolean quoted =
        name.length() > 1
            && "`\"".indexOf(name.charAt(0)) >= 0
            && name.endsWith(name.substring(0, 1));
    return quoted ? name.substring(1, name.length() - 1) : name;
  }
}

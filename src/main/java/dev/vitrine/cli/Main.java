package dev.vitrine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.vitrine.cli.migrate.ImportCommand;
import dev.vitrine.cli.output.OutputFormat;
import dev.vitrine.cli.server.DefaultStore;
import dev.vitrine.cli.server.ManifestVersion;
import dev.vitrine.cli.server.ServerCommand;
import dev.vitrine.cli.server.ServerDefaults;
import dev.vitrine.cli.shell.ErrorReport;
import dev.vitrine.cli.shell.InteractiveShell;
import dev.vitrine.cli.shell.LocaleCheck;
import dev.vitrine.cli.shell.Settings;
import dev.vitrine.cli.shell.Shell;
import dev.vitrine.cli.shell.Shell.Flow;
import dev.vitrine.cli.shell.SyntaxCheck;
import dev.vitrine.cli.shell.Target;
import dev.vitrine.cli.shell.TerminalWidth;
import dev.vitrine.error.VitrineException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Entry point of {@code vitrine.jar}: options, and which way the shell is fed. */
@Command(
    name = "vitrine",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    subcommands = ServerCommand.class,
    sortOptions = false,
    header = "A governed model registry that speaks SQL.%n",
    description = {
      "%nRuns SQL from files, from -e, or from standard input; interactive if there is a terminal"
          + " and no input. Statements end with ';'. Lines that start with '!' are commands of the"
          + " shell; !help lists them.%n"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all statements succeeded, or failed as expected (!expect)",
      "1:a statement failed, or the store could not be opened",
      "2:invalid command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vitrine",
      "  vitrine sql-examples/01-lifecycle.sql",
      "  vitrine -e \"SHOW CATALOGS; SELECT * FROM models\"",
      "  vitrine -u jdbc:vitrine:postgresql://localhost/registry?user=store -n alice -p",
      "  vitrine -u jdbc:vitrine://localhost:8080 -n alice -p",
      "  vitrine server --help",
      "  vitrine --format csv -e \"SELECT * FROM versions\" > versions.csv"
    })
public final class Main implements Callable<Integer> {
  @Option(
      names = {"-u", "--url"},
      paramLabel = "URL",
      description = {
        "URL of the store:",
        "jdbc:vitrine:file:PATH",
        "jdbc:vitrine:mem:NAME",
        "jdbc:vitrine:postgresql://HOST[:PORT]/DB[?...]",
        "or of a server:",
        "jdbc:vitrine://HOST[:PORT][/CATALOG[/SCHEMA]]",
        "Default: the file ~/.vitrine/registry."
      })
  private Optional<String> url = Optional.empty();

  @Option(
      names = {"-n", "--user"},
      paramLabel = "USER",
      defaultValue = "admin",
      description = "User of the registry. Default: ${DEFAULT-VALUE}.")
  private String user = "";

  @Option(
      names = {"-p", "--password"},
      paramLabel = "PASSWORD",
      arity = "0..1",
      interactive = true,
      defaultValue = "",
      description = "Password of USER; -p without a value prompts for it.")
  private String password = "";

  @Option(
      names = {"-e", "--execute"},
      paramLabel = "SQL",
      description = "Statements to run; the whole text is parsed before the first one runs.")
  private Optional<String> execute = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "Output format of rows: table (default), csv, json or vertical.")
  private OutputFormat format = OutputFormat.TABLE;

  @Parameters(
      paramLabel = "FILE.sql",
      description = "Scripts to run, in order; - is standard input.")
  private List<String> files = List.of();

  private final PrintStream out;
  private final PrintStream err;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the shell and ends the process with its status. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int status = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(status);
  }

  /**
   * Runs the shell in this process.
   *
   * @return its exit status
   */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      LocaleCheck.ofThisProcess().require(System.getenv(), arguments);
      return commandLine(out, err, System.getenv(), arguments)
          .setParameterExceptionHandler(Main::printMisuse)
          .execute(arguments);
    } catch (VitrineException misuse) {
      err.println(misuse.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  /**
   * The parser of the arguments.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the configuration of a server is wrong
   */
  static CommandLine commandLine(
      PrintStream out, PrintStream err, Map<String, String> environment, String... arguments) {
    CommandLine shell = new CommandLine(new Main(out, err));
    IntSupplier width = () -> TerminalWidth.hasTerminal() ? new TerminalWidth().getAsInt() : 0;
    shell.addSubcommand(new ImportCommand(environment, width));
    List<String> words = List.of(arguments);
    int server = words.indexOf(ServerCommand.NAME);
    if (server >= 0) {
      CommandLine command = requireNonNull(shell.getSubcommands().get(ServerCommand.NAME));
      String[] rest = words.subList(server + 1, words.size()).toArray(new String[0]);
      command.setDefaultValueProvider(
          ServerDefaults.read(command.getCommandSpec(), environment, rest));
    }
    return shell
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true, UTF_8))
        .setErr(new PrintWriter(err, true, UTF_8));
  }

  @Override
  public Integer call() throws IOException {
    for (String file : files) {
      if (!isStandardInput(file) && !Files.isRegularFile(Path.of(file))) {
        err.println("There is no file " + file);
        return CommandLine.ExitCode.USAGE;
      }
    }
    if (execute.isPresent() && !new SyntaxCheck(err).passes(execute.get())) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    DefaultStore home = DefaultStore.ofUser();
    if (url.isEmpty()) {
      home.create();
      err.println("Store: " + home.file());
      err.flush();
    }
    // Typed at a prompt.
    LocaleCheck.ofThisProcess().require("The password", password);
    Settings settings = new Settings();
    settings.setFormat(format);
    Target target = new Target(url.orElseGet(home::url), user, password);
    try (Shell shell = Shell.open(target, settings, out, err)) {
      boolean failed = run(shell, home) == Flow.FAILED;
      return failed ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    } catch (SQLException error) {
      err.print(ErrorReport.of(error).describe(""));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private Flow run(Shell shell, DefaultStore home) throws IOException {
    boolean interactive = TerminalWidth.hasTerminal();
    if (interactive) {
      shell.settings().setTerminalWidth(new TerminalWidth());
    }
    Flow flow = Flow.CONTINUE;
    if (execute.isPresent()) {
      flow = shell.runScript(new StringReader(execute.get()), "", false);
    }
    for (String file : files) {
      if (flow == Flow.CONTINUE) {
        flow = runFile(shell, file);
      }
    }
    if (execute.isPresent() || !files.isEmpty()) {
      return flow;
    }
    if (interactive) {
      home.create();
      return new InteractiveShell(shell, home.history()).run();
    }
    return runFile(shell, "-");
  }

  private static Flow runFile(Shell shell, String file) throws IOException {
    if (isStandardInput(file)) {
      // A decoder of its own reports malformed bytes, which would be stored as other characters.
      return shell.runScript(new InputStreamReader(System.in, UTF_8.newDecoder()), "", true);
    }
    try (Reader script = Files.newBufferedReader(Path.of(file))) {
      return shell.runScript(script, file, true);
    }
  }

  private static boolean isStandardInput(String file) {
    return file.equals("-");
  }

  /** The message alone: the whole help would push it off the screen. */
  private static int printMisuse(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    command.getErr().println(error.getMessage());
    command.getErr().println("Try --help.");
    return CommandLine.ExitCode.USAGE;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    // Buffered, since a table is many small writes; the shell flushes after each statement. UTF-8
    // wherever it goes, since names and comments may hold anything.
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 15), false, UTF_8);
  }
}

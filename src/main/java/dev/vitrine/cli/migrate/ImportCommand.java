package dev.vitrine.cli.migrate;

import dev.vitrine.catalog.ObjectName;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code import}. */
@Command(
    name = ImportCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "%nImports the models of another registry into a schema of a server of Vitrine.",
      "Versions that are there already are not changed, so an import that was interrupted can be"
          + " run again.%n",
      "Credentials are environment variables: VITRINE_TOKEN, or VITRINE_USER and"
          + " VITRINE_PASSWORD, for the server; MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and"
          + " MLFLOW_TRACKING_PASSWORD, for the source.%n"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every version was imported or is there already",
      "1:a version was skipped or failed, or a server is unreachable",
      "2:invalid command line"
    })
public final class ImportCommand implements Callable<Integer> {
  public static final String NAME = "import";

  private static final String SCHEME = "mlflow:";
  private static final int MOST_PARALLEL = 16;

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SOURCE",
      description = "mlflow:http://HOST:PORT, a server with MLflow's registry API.")
  private String source = "";

  @Option(
      names = "--into",
      paramLabel = "CATALOG.SCHEMA",
      required = true,
      description = "Schema that gets the models. Requires MANAGE.")
  private String into = "";

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "Server of Vitrine. Default: ${DEFAULT-VALUE}.")
  private String server = "";

  @Option(names = "--dry-run", description = "Print the plan and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Import this model only; can be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--rename-rules",
      paramLabel = "FILE",
      description = "New names of models, 'old name => new_name' in each line.")
  private Optional<Path> renameRules = Optional.empty();

  @Option(
      names = "--stages-as-aliases",
      paramLabel = "STAGE=ALIAS",
      split = ",",
      defaultValue = "Production=Champion",
      description = "Aliases of versions in stages. Default: ${DEFAULT-VALUE}.")
  private Map<String, String> stages = Map.of();

  @Option(
      names = "--allow-unsigned",
      description = "Import versions without a signature, if the server allows them.")
  private boolean unsigned;

  @Option(
      names = "--skip-for-good",
      description =
          "Import later versions although one was skipped, for example without a signature. The"
              + " number of the skipped version can never be imported afterwards.")
  private boolean skipForGood;

  @Option(
      names = "--without-files",
      description = "Import the URIs of the versions instead of their files.")
  private boolean withoutFiles;

  @Option(names = "--no-verify", description = "Do not read the copied files back to compare them.")
  private boolean noVerify;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "Files copied at the same time, 1 to 16. Default: ${DEFAULT-VALUE}.")
  private int parallel;

  /**
   * @param environment variables with the credentials
   */
  public ImportCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    RegistryClient from =
        new RegistryClient(
            address(sourceAddress()),
            ServerCredentials.of(
                environment,
                "MLFLOW_TRACKING_TOKEN",
                "MLFLOW_TRACKING_USERNAME",
                "MLFLOW_TRACKING_PASSWORD"));
    RegistryClient to =
        new RegistryClient(
            address(server),
            ServerCredentials.of(environment, "VITRINE_TOKEN", "VITRINE_USER", "VITRINE_PASSWORD"));
    VitrineTarget target = new VitrineTarget(to, schema());
    if (parallel < 1 || parallel > MOST_PARALLEL) {
      throw misuse("--parallel is from 1 to " + MOST_PARALLEL + ".");
    }
    try {
      return run(new MlflowSource(from), target, out, err);
    } catch (MigrationException failure) {
      err.println(ImportReport.clean(failure.problem()));
      return CommandLine.ExitCode.SOFTWARE;
    } catch (IOException failure) {
      err.println("A file cannot be read or written: " + ImportReport.clean(failure.toString()));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int run(MlflowSource from, VitrineTarget target, PrintWriter out, PrintWriter err)
      throws IOException {
    Map<String, String> rules =
        renameRules.isPresent() ? TargetNames.rules(renameRules.get()) : Map.of();
    List<String> all = from.names();
    for (String wanted : only) {
      if (!all.contains(wanted)) {
        throw new MigrationException(0, "The source has no model '" + wanted + "'.");
      }
    }
    List<String> models =
        all.stream().filter(model -> only.isEmpty() || only.contains(model)).toList();
    TargetNames names = TargetNames.find(models, rules);
    ImportReport report = new ImportReport(out);
    report.printNames(names);
    Path directory = Files.createTempDirectory("vitrine-import");
    Thread cleaning = new Thread(() -> delete(directory));
    Runtime.getRuntime().addShutdownHook(cleaning);
    ExecutorService workers = Executors.newFixedThreadPool(parallel);
    try {
      VersionTransfer transfer = new VersionTransfer(from, target, workers, directory, !noVerify);
      Migration.Choices choices =
          new Migration.Choices(dryRun, withoutFiles, unsigned, skipForGood, stages);
      List<VersionOutcome> outcomes =
          new Migration(from, target, transfer, choices, err).run(models, names);
      if (dryRun) {
        report.printPlan(outcomes);
      } else {
        report.printResult(outcomes);
      }
      boolean complete =
          outcomes.stream()
              .allMatch(
                  outcome ->
                      outcome.action() == VersionOutcome.Action.IMPORT
                          || outcome.action() == VersionOutcome.Action.PRESENT);
      return complete && names.problems().isEmpty()
          ? CommandLine.ExitCode.OK
          : CommandLine.ExitCode.SOFTWARE;
    } finally {
      workers.shutdownNow();
      delete(directory);
      Runtime.getRuntime().removeShutdownHook(cleaning);
    }
  }

  private String sourceAddress() {
    if (!source.startsWith(SCHEME)) {
      throw misuse("The source must be mlflow:http://HOST:PORT.");
    }
    return source.substring(SCHEME.length());
  }

  /** An address without credentials, which would be seen in the list of processes. */
  private String address(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException invalid) {
      throw misuse("An address is not a URL.");
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getRawQuery() != null) {
      throw misuse("An address must be http://HOST:PORT or https://HOST:PORT.");
    }
    if (uri.getRawUserInfo() != null) {
      throw misuse("An address must not contain credentials; use environment variables.");
    }
    return text.replaceAll("/+$", "");
  }

  private String schema() {
    String[] parts = into.split("\\.", -1);
    try {
      if (parts.length == 2) {
        return new ObjectName(parts[0]).value() + "." + new ObjectName(parts[1]).value();
      }
    } catch (VitrineException invalid) {
      throw misuse("--into: " + invalid.getMessage());
    }
    throw misuse("--into must be CATALOG.SCHEMA.");
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException gone) {
      // A copy that is still running may add a file; the system empties its directory some day.
      directory.toFile().deleteOnExit();
    }
  }
}

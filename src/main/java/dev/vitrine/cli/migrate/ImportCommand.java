package dev.vitrine.cli.migrate;

import dev.vitrine.catalog.ObjectName;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.http.ServerCredentials;
import dev.vitrine.cli.migrate.registry.SourceAddress;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourcePermissions;
import dev.vitrine.cli.server.StoreServer;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
      "%nImports the models of another registry into a schema of a server or store of Vitrine.",
      "Versions that are there already are not changed, so an import that was interrupted can be"
          + " run again.%n",
      "Credentials are environment variables: VITRINE_TOKEN, or VITRINE_USER and"
          + " VITRINE_PASSWORD, for the server; for the source, MLFLOW_TRACKING_TOKEN (or _USERNAME"
          + " and _PASSWORD), VITRINE_SOURCE_TOKEN (or _USER and _PASSWORD), DATABRICKS_TOKEN, or"
          + " MLFLOW_UC_OSS_TOKEN.%n"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every version and privilege was imported or is there already",
      "1:a version or privilege was skipped or failed, or a server is unreachable",
      "2:invalid command line"
    })
public final class ImportCommand implements Callable<Integer> {
  public static final String NAME = "import";

  private static final int MOST_PARALLEL = 16;

  /** Characters of bars without a terminal. */
  private static final int USUAL_COLUMNS = 80;

  private final Map<String, String> environment;
  private final IntSupplier terminalWidth;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SOURCE",
      description = {
        "mlflow:http://HOST:PORT, a server with MLflow's registry API;",
        "vitrine:http://HOST:PORT/CATALOG[.SCHEMA], another Vitrine;",
        "databricks:HOST/CATALOG[.SCHEMA], the Unity Catalog of a workspace;",
        "databricks:HOST, the registry of a workspace;",
        "uc:http://HOST:PORT/CATALOG[.SCHEMA], an open-source Unity Catalog."
      })
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

  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "Store of Vitrine instead of a server: a server in this process is used for the time of"
              + " the import. The user is VITRINE_USER, or admin, without a password.")
  private Optional<String> store = Optional.empty();

  @Option(
      names = "--storage",
      paramLabel = "PLACE",
      description =
          "Storage for files of model versions with --store: as for the command server, which must"
              + " use the same.")
  private Optional<String> storage = Optional.empty();

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

  @Option(
      names = "--local-files",
      paramLabel = "DIR",
      description = "Directory below which an open-source Unity Catalog may name files to import.")
  private Optional<Path> localFiles = Optional.empty();

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "Object store with the files of a Unity Catalog, if it is not Amazon's.")
  private Optional<String> s3Endpoint = Optional.empty();

  @Option(
      names = "--permissions",
      paramLabel = "KIND",
      arity = "0..1",
      fallbackValue = "OWN",
      description = {
        "Grant the privileges that principals have on the models: own (granted on the models,"
            + " the default) or inherited (also those granted on their schemas and catalogs)."
      })
  private Optional<GrantKind> permissions = Optional.empty();

  @Option(
      names = "--principals",
      paramLabel = "FILE",
      description =
          "Principals that get the privileges, 'principal of the source = principal' in each line,"
              + " or '= -' for none.")
  private Optional<Path> principals = Optional.empty();

  @Option(
      names = "--progress",
      paramLabel = "KIND",
      description = "bars or lines. Default: bars on a terminal.")
  private Optional<ProgressKind> progressKind = Optional.empty();

  @Option(names = "--no-verify", description = "Do not read the copied files back to compare them.")
  private boolean noVerify;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "Files copied at the same time, 1 to 16. Default: ${DEFAULT-VALUE}.")
  private int parallel;

  /** Which privileges are imported. */
  enum GrantKind {
    OWN,
    INHERITED
  }

  /** How progress is shown. */
  enum ProgressKind {
    BARS,
    LINES
  }

  /**
   * @param environment variables with the credentials
   * @param terminalWidth in characters; 0 without a terminal
   */
  public ImportCommand(Map<String, String> environment, IntSupplier terminalWidth) {
    this.environment = Map.copyOf(environment);
    this.terminalWidth = terminalWidth;
  }

  @Override
  public Integer call() {
    if (store.isEmpty()) {
      if (storage.isPresent()) {
        throw misuse("--storage requires --store.");
      }
      return into(server, environment);
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--server")) {
      throw misuse("--store and --server exclude each other.");
    }
    String user = environment.getOrDefault("VITRINE_USER", "admin");
    try (StoreServer own = StoreServer.start(store.get(), storage.orElse(null), user, !unsigned)) {
      Map<String, String> credentials = new HashMap<>(environment);
      credentials.keySet().removeAll(List.of("VITRINE_USER", "VITRINE_PASSWORD"));
      credentials.put("VITRINE_TOKEN", own.token());
      return into(own.url(), credentials);
    } catch (SQLException | IOException | VitrineException failure) {
      String problem = String.valueOf(failure.getMessage());
      spec.commandLine()
          .getErr()
          .println("The store cannot be used: " + ImportReport.clean(problem));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int into(String address, Map<String, String> credentials) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    RegistrySource from;
    RegistryClient to;
    try {
      from =
          SourceAddress.parse(source)
              .open(environment, localFiles.orElse(null), s3Endpoint.orElse(null));
      to =
          new RegistryClient(
              SourceAddress.serverUrl(address),
              ServerCredentials.of(
                  credentials, "VITRINE_TOKEN", "VITRINE_USER", "VITRINE_PASSWORD"));
    } catch (IllegalArgumentException invalid) {
      throw misuse(String.valueOf(invalid.getMessage()));
    }
    VitrineTarget target = new VitrineTarget(to, schema());
    requireOptions(from);
    try (ImportProgress progress = progress(err)) {
      return run(from, target, out, progress);
    } catch (MigrationException failure) {
      err.println(ImportReport.clean(failure.problem()));
      return CommandLine.ExitCode.SOFTWARE;
    } catch (IOException failure) {
      err.println("A file cannot be read or written: " + ImportReport.clean(failure.toString()));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private void requireOptions(RegistrySource from) {
    if (parallel < 1 || parallel > MOST_PARALLEL) {
      throw misuse("--parallel is from 1 to " + MOST_PARALLEL + ".");
    }
    if (permissions.isPresent() && from.permissions().isEmpty()) {
      throw misuse("--permissions: this source has no permissions that can be imported.");
    }
    if (principals.isPresent() && permissions.isEmpty()) {
      throw misuse("--principals requires --permissions.");
    }
  }

  private ImportProgress progress(PrintWriter err) {
    int width = terminalWidth.getAsInt();
    ProgressKind kind = progressKind.orElse(width == 0 ? ProgressKind.LINES : ProgressKind.BARS);
    return switch (kind) {
      case LINES -> ImportProgress.lines(err);
      case BARS -> ImportProgress.bars(err, width == 0 ? USUAL_COLUMNS : width, System::nanoTime);
    };
  }

  private int run(
      RegistrySource from, VitrineTarget target, PrintWriter out, ImportProgress progress)
      throws IOException {
    Map<String, String> rules =
        renameRules.isPresent() ? TargetNames.rules(renameRules.get()) : Map.of();
    GrantTransfer grants = grants(from, target);
    List<String> models = ModelChoice.of(from.names(), only, SourceAddress.parse(source).scope());
    TargetNames names = TargetNames.find(models, rules, from::plainName);
    ImportReport report = new ImportReport(out);
    report.printNames(names);
    out.flush();
    Path directory = Files.createTempDirectory("vitrine-import");
    Thread cleaning = new Thread(() -> delete(directory));
    Runtime.getRuntime().addShutdownHook(cleaning);
    ExecutorService workers = Executors.newFixedThreadPool(parallel);
    try {
      VersionTransfer transfer =
          new VersionTransfer(from, target, workers, directory, !noVerify, progress);
      Migration.Choices choices =
          new Migration.Choices(dryRun, withoutFiles, unsigned, skipForGood, stages);
      List<VersionOutcome> outcomes =
          new Migration(from, target, transfer, choices, progress, grants).run(models, names);
      progress.close();
      return report(report, names, outcomes, grants == null ? List.of() : grants.outcomes());
    } finally {
      workers.shutdownNow();
      delete(directory);
      Runtime.getRuntime().removeShutdownHook(cleaning);
    }
  }

  private @Nullable GrantTransfer grants(RegistrySource from, VitrineTarget target)
      throws IOException {
    Optional<SourcePermissions> readable = from.permissions();
    if (permissions.isEmpty() || readable.isEmpty()) {
      return null;
    }
    PrincipalNames names =
        principals.isPresent()
            ? PrincipalNames.read(principals.get())
            : new PrincipalNames(Map.of());
    boolean inherited = permissions.get() == GrantKind.INHERITED;
    return new GrantTransfer(readable.get(), target, names, inherited);
  }

  private int report(
      ImportReport report,
      TargetNames names,
      List<VersionOutcome> outcomes,
      List<GrantOutcome> granted) {
    if (dryRun) {
      report.printPlan(outcomes);
    } else {
      report.printResult(outcomes);
    }
    if (permissions.isPresent()) {
      report.printGrants(granted, dryRun);
    }
    boolean complete =
        outcomes.stream()
            .allMatch(
                outcome ->
                    outcome.action() == VersionOutcome.Action.IMPORT
                        || outcome.action() == VersionOutcome.Action.PRESENT);
    return complete
            && names.problems().isEmpty()
            && granted.stream().noneMatch(GrantOutcome::isProblem)
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
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

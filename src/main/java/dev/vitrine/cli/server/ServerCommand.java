package dev.vitrine.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.authentication.OidcProvider;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.cli.server.demo.DemoRegistry;
import dev.vitrine.cli.shell.Shell;
import dev.vitrine.cli.shell.Target;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.FileSettings;
import dev.vitrine.server.FirstAdmin;
import dev.vitrine.server.ListeningPort;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.TrustedProxies;
import dev.vitrine.server.VitrineServer;
import dev.vitrine.server.front.TrafficLimits;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.pg.PgPort;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import dev.vitrine.wire.ConnectionLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine server}: serves a store over HTTP until it receives SIGTERM or SIGINT. */
@Command(
    name = ServerCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    sortOptions = false,
    header = "Serves a registry over HTTP.%n",
    description = {
      "%nPrints the JDBC URL when it listens. After SIGTERM or Ctrl-C it accepts no new requests,"
          + " lets running statements finish, and closes the store.%n",
      "Users sign in with a name and a password, or with a token from CREATE TOKEN. Set passwords"
          + " with CREATE USER … WITH PASSWORD '…' or ALTER USER … SET PASSWORD '…'. In a new"
          + " registry, the server creates the user admin. The password of admin is taken from the"
          + " environment variable VITRINE_ADMIN_PASSWORD, or generated and printed once to"
          + " stderr.%n",
      "Paths: /avatica (drivers), /api (MLflow and Unity Catalog clients), /health and",
      "/metrics (Prometheus).%n"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:stopped by a signal",
      "1:the store or the storage is not reachable, or the port is not available",
      "2:invalid command line",
      "3:out of heap memory (OutOfMemoryError); restart with a larger heap"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vitrine server",
      "  vitrine server --demo",
      "  vitrine server --port 0 --store jdbc:vitrine:mem:try",
      "  vitrine server --host 0.0.0.0 --tls-cert server.crt --tls-key server.key \\",
      "      --store \"jdbc:vitrine:postgresql://localhost/registry?user=store\"",
      "  vitrine server --storage s3://bucket/registry --s3-region eu-central-1",
      "  vitrine server --config /etc/vitrine.properties --log-format json",
      "  vitrine -u jdbc:vitrine://localhost:8080 -n admin -p"
    })
public final class ServerCommand implements Callable<Integer> {
  /** The word that selects the command. */
  public static final String NAME = "server";

  private static final String ADMIN_PASSWORD = "VITRINE_ADMIN_PASSWORD";

  /** Here for the help: {@link ServerDefaults} reads it before all others. */
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Properties file with options, one per line, without the dashes: port=8080. Environment"
              + " variables (VITRINE_PORT=8080) override it; the command line overrides both.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ServerSettings.DEFAULT_PORT,
      description = "Port to listen on; 0 means any free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = ServerSettings.DEFAULT_HOST,
      description =
          "Address to listen on. Default: ${DEFAULT-VALUE}, reachable from this machine only."
              + " Other addresses require TLS.")
  private String host = "";

  @Mixin private final PgOptions pg = new PgOptions();

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "URL of the store:",
        "jdbc:vitrine:file:PATH",
        "jdbc:vitrine:mem:NAME",
        "jdbc:vitrine:postgresql://HOST[:PORT]/DB[?...]",
        "Default: the file ~/.vitrine/registry."
      })
  private Optional<String> store = Optional.empty();

  @Option(
      names = "--demo",
      description =
          "Serve an example in memory: three catalogs, a dozen models and six users, whose passwords"
              + " are printed once. It is gone when the server stops. Reachable from this machine"
              + " only; --store, --storage, --host, --pg-host and passwords cannot be given.")
  private boolean demo;

  @Mixin private final StorageOptions storage = new StorageOptions();

  @Option(
      names = "--allow-unsigned",
      description = "Allow versions whose MLmodel file has no signature.")
  private boolean allowUnsigned;

  @Option(
      names = "--files-api",
      description = "Let MLflow clients transfer files by path instead of by signed URL.")
  private boolean filesApi;

  @Option(
      names = "--allow-direct-files",
      description =
          "Give clients of MLflow's uc: scheme directory paths under --storage, where they read and"
              + " write files of versions directly. Privileges are checked only when a path is given:"
              + " every account that can read this machine's disk can then read the files.")
  private boolean allowDirectFiles;

  @Option(
      names = "--mlflow-schema",
      paramLabel = "CATALOG.SCHEMA",
      description =
          "Schema of models that clients of MLflow's registry API (registry URI http://HOST:PORT)"
              + " name by one part. Without this option, all names have three parts.")
  private Optional<String> mlflowSchema = Optional.empty();

  @Option(
      names = "--store-password-file",
      paramLabel = "FILE",
      description = "File with the password of the PostgreSQL account of the store.")
  private Optional<Path> storePasswordFile = Optional.empty();

  @Option(
      names = "--admin-password-file",
      paramLabel = "FILE",
      description =
          "File with the password of the user admin of a new registry. Default: the environment"
              + " variable VITRINE_ADMIN_PASSWORD.")
  private Optional<Path> adminPasswordFile = Optional.empty();

  @Mixin private final TlsOptions tls = new TlsOptions();

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "Addresses or CIDR ranges of reverse proxies that terminate TLS. Plain HTTP and the"
              + " headers X-Forwarded-For, -Host and -Proto are accepted from them. Also name a proxy on"
              + " this machine (127.0.0.1); it must set X-Forwarded-For, otherwise all its clients appear"
              + " as this machine in the audit trail, login throttling and limits. Without this option,"
              + " plain HTTP is accepted only from this machine for localhost, without forwarding headers.")
  private List<String> trustedProxies = List.of();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = {
        "URL under which clients reach the server through",
        "a proxy, such as",
        "https://models.example.com/vitrine",
        "URLs of files begin with it. Default: the host of",
        "the request. Without TLS, it requires",
        "--trusted-proxy."
      })
  private Optional<String> publicUrl = Optional.empty();

  @Mixin private final ShareOptions shares = new ShareOptions();

  @Mixin private final OidcOptions oidc = new OidcOptions();

  @Mixin private final AiOptions ai = new AiOptions();

  @Option(
      names = "--metrics-open",
      description =
          "Serve /metrics without authentication. Without this option, it requires the"
              + " credentials of an admin, also from this machine.")
  private boolean metricsOpen;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "Format of the log: text (default) or json.")
  private LogSettings.Format logFormat = LogSettings.Format.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = {"Log level: error, warn, info (default; one line per request) or debug."})
  private LogSettings.Detail logLevel = LogSettings.Detail.INFO;

  @Option(
      names = "--idle-minutes",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Close connections idle for N minutes and roll back their transactions."
              + " Default: ${DEFAULT-VALUE}.")
  private int idleMinutes;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Maximum number of open connections (sessions). Default: ${DEFAULT-VALUE}.")
  private int mostConnections;

  @Option(
      names = "--max-sockets",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "Maximum number of TCP connections. Beyond it, the connection that was idle longest is"
              + " closed. Default: ${DEFAULT-VALUE}.")
  private int mostSockets;

  @Option(
      names = "--max-sockets-of-source",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "Maximum number of TCP connections of one address, except trusted proxies."
              + " Default: ${DEFAULT-VALUE}.")
  private int mostSocketsOfSource;

  @Option(
      names = "--statement-seconds",
      paramLabel = "N",
      defaultValue = "600",
      description =
          "Cancel statements that return no result within N seconds; 0 means no limit. Default:"
              + " ${DEFAULT-VALUE}.")
  private int statementSeconds;

  @Mixin private final StoreOptions storeOptions = new StoreOptions();

  @Option(
      names = "--lock-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Maximum wait for a lock of another transaction, 1 to 3600 seconds; then the statement"
              + " fails with LOCK_TIMEOUT. Default: ${DEFAULT-VALUE}.")
  private int lockSeconds;

  @Option(
      names = "--stop-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Time for running statements to finish when the server stops. Default:"
              + " ${DEFAULT-VALUE}.")
  private int stopSeconds;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = command.commandLine().getErr();
    CountDownLatch stop = new CountDownLatch(1);
    for (String signal : List.of("TERM", "INT")) {
      Signals.register(signal, stop::countDown);
    }
    LogSettings.serve(logFormat, demo ? LogSettings.Detail.WARN : logLevel);
    HeapGuard.start();
    try {
      ServerSettings settings = settings();
      OidcProvider provider = oidc.provider().orElse(null);
      return serve(settings, provider, stop);
    } catch (VitrineException e) {
      err.println(e.getMessage());
      return e.code() == ErrorCode.INVALID_PARAMETER_VALUE
          ? CommandLine.ExitCode.USAGE
          : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int serve(ServerSettings settings, @Nullable OidcProvider provider, CountDownLatch stop)
      throws IOException, InterruptedException {
    String url = storeUrl();
    try (DefaultStorage fallback = DefaultStorage.of(url)) {
      FileSettings files =
          new FileSettings(
              storage.location(fallback),
              !allowUnsigned,
              filesApi,
              allowDirectFiles,
              storage.role());
      return serve(settings, url, files, provider, stop);
    }
  }

  private int serve(
      ServerSettings settings,
      String url,
      FileSettings files,
      @Nullable OidcProvider provider,
      CountDownLatch stop)
      throws InterruptedException {
    PrintWriter err = command.commandLine().getErr();
    Optional<String> admin = adminPassword();
    // Everything that can go wrong goes wrong before anything is changed.
    try (ListeningPort port = ListeningPort.open(settings);
        PgPort pgPort = pg.open(settings).orElse(null);
        Engine engine = Engine.open(url, engineSettings())) {
      StoreAuthenticator own = engine.authenticator();
      StoreAuthenticator authenticator = provider == null ? own : own.accepting(provider);
      Optional<String> made = FirstAdmin.create(engine, admin.orElse(null), files);
      Optional<DemoRegistry> example = made.filter(any -> demo).map(any -> example(url));
      example.ifPresentOrElse(
          DemoRegistry::fill, () -> made.ifPresent(password -> printPassword(err, password)));
      try (VitrineServer server = VitrineServer.start(port, files, engine, authenticator)) {
        if (pgPort != null) {
          server.serve(pgPort.serve(engine, authenticator, product()));
        }
        if (example.isPresent()) {
          example.get().upload(server.url());
          err.print(example.get().welcome(server.url(), made.orElseThrow()));
          err.flush();
        }
        warmUp(engine);
        PrintWriter out = command.commandLine().getOut();
        out.println(server.jdbcUrl());
        server.pgUrl().ifPresent(out::println);
        out.println("Web pages: " + server.url());
        out.flush();
        stop.await();
      }
      return CommandLine.ExitCode.OK;
    }
  }

  private static DemoRegistry example(String url) {
    return new DemoRegistry(url, script -> Shell.runQuietly(new Target(url, "admin", ""), script));
  }

  private Optional<String> adminPassword() {
    if (demo) {
      return Optional.empty();
    }
    return adminPasswordFile
        .map(SecretFile::read)
        .or(() -> Optional.ofNullable(System.getenv(ADMIN_PASSWORD)));
  }

  /** In the background, so that the first requests need not wait. */
  private static void warmUp(Engine engine) {
    Thread thread = new Thread(engine::warmUp, "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void printPassword(PrintWriter err, String password) {
    err.println("A new registry was created. Sign in as " + FirstAdmin.NAME + " with the password");
    err.println("  " + password);
    err.println("It is shown only once. Change it with ALTER USER admin SET PASSWORD '...'.");
    err.flush();
  }

  private String storeUrl() throws IOException {
    if (demo) {
      return DemoRegistry.newStoreUrl();
    }
    if (store.isPresent()) {
      return storePasswordFile.map(file -> withPassword(store.get(), file)).orElse(store.get());
    }
    DefaultStore home = DefaultStore.ofUser();
    home.create();
    return home.url();
  }

  private static String withPassword(String url, Path file) {
    return url
        + (url.contains("?") ? "&" : "?")
        + "password="
        + URLEncoder.encode(SecretFile.read(file), UTF_8);
  }

  private EngineSettings engineSettings() {
    return storeOptions
        .settings()
        .withStatementTime(Duration.ofSeconds(statementSeconds))
        .withLockTime(Duration.ofSeconds(lockSeconds))
        .withShares(shares.settings());
  }

  private ServerSettings settings() {
    OptionRange.require("--port", port, 0, 65_535);
    OptionRange.require("--idle-minutes", idleMinutes, 1);
    OptionRange.require("--max-connections", mostConnections, 1);
    OptionRange.require("--max-sockets", mostSockets, 1);
    OptionRange.require("--max-sockets-of-source", mostSocketsOfSource, 1);
    OptionRange.require("--stop-seconds", stopSeconds, 0);
    OptionRange.require("--statement-seconds", statementSeconds, 0);
    OptionRange.require("--lock-seconds", lockSeconds, 1, 3_600);
    storeOptions.requireRanges();
    if (demo && hasOwnRegistry()) {
      throw misuse("--demo serves an example of its own on the loopback address only.");
    }
    if (storePasswordFile.isPresent() && !store.orElse("").startsWith("jdbc:vitrine:postgresql:")) {
      throw misuse("--store-password-file requires a PostgreSQL store.");
    }
    ServerSettings settings =
        new ServerSettings(
            host,
            port,
            tls.identity(),
            TrustedProxies.of(trustedProxies),
            publicUrl,
            ConnectionLimits.DEFAULT
                .withIdle(Duration.ofMinutes(idleMinutes))
                .withConnections(mostConnections)
                .withStatementTime(Duration.ofSeconds(statementSeconds)),
            TrafficLimits.DEFAULT.withConnections(mostSockets, mostSocketsOfSource),
            Duration.ofSeconds(stopSeconds),
            metricsOpen,
            Optional.empty(),
            mlflowSchema.map(NameSpelling::within).orElse(NameSpelling.FULL),
            ServerSettings.IDLE_AT_STOP);
    return ai.in(settings);
  }

  private static String product() {
    String version = ServerCommand.class.getPackage().getImplementationVersion();
    return version == null ? "Vitrine" : "Vitrine " + version;
  }

  private boolean hasOwnRegistry() {
    return store.isPresent()
        || storage.isGiven()
        || storePasswordFile.isPresent()
        || adminPasswordFile.isPresent()
        || publicUrl.isPresent()
        || !trustedProxies.isEmpty()
        || !host.equals(ServerSettings.DEFAULT_HOST)
        || pg.isElsewhere();
  }

  private static VitrineException misuse(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem)
        .withHint("See vitrine server --help.");
  }
}

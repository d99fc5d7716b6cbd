package dev.vitrine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.authentication.OidcProvider;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.FileSettings;
import dev.vitrine.server.FirstAdmin;
import dev.vitrine.server.ListeningPort;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.TrustedProxies;
import dev.vitrine.server.VitrineServer;
import dev.vitrine.server.front.TrafficLimits;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine server}: serves a store until it is told to stop. */
@Command(
    name = ServerCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    sortOptions = false,
    header = "Serves a registry over HTTP.%n",
    description = {
      "%nPrints the URL for drivers once it listens, and serves until it gets SIGTERM or Ctrl-C;"
          + " then it takes no more requests, lets running statements finish, and closes the"
          + " store.%n",
      "Everybody signs in with a user and a password, or with a token that they made with CREATE"
          + " TOKEN; a user gets a password by CREATE USER … WITH"
          + " PASSWORD '…' or ALTER USER … SET PASSWORD '…'. In a registry that nobody has used"
          + " before, the server makes the user admin, with the password in the environment"
          + " variable VITRINE_ADMIN_PASSWORD or else one that it makes up and prints once, to"
          + " stderr.%n",
      "Requests come to /avatica (drivers), /api (MLflow and Unity Catalog clients),",
      "/health and /metrics (Prometheus).%n"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was told to stop, and did",
      "1:the store or the storage could not be reached, or the port could not be had",
      "2:the command line is wrong",
      "3:there was no heap memory left (OutOfMemoryError); start it anew with a larger heap"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vitrine server",
      "  vitrine server --port 0 --store jdbc:vitrine:mem:try",
      "  vitrine server --host 0.0.0.0 --tls-cert server.crt --tls-key server.key \\",
      "      --store \"jdbc:vitrine:postgresql://localhost/registry?user=store\"",
      "  vitrine server --storage s3://bucket/registry --s3-region eu-central-1",
      "  vitrine server --config /etc/vitrine.properties --log-format json",
      "  vitrine -u jdbc:vitrine://localhost:8080 -n admin -p"
    })
final class ServerCommand implements Callable<Integer> {
  static final String NAME = "server";

  private static final String ADMIN_PASSWORD = "VITRINE_ADMIN_PASSWORD";

  /** Here for the help: {@link ServerDefaults} reads it before all others. */
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "A file with options, one a line, without the dashes: port=8080. The environment",
        "counts before it, VITRINE_PORT=8080, and the command line before both."
      })
  private Optional<Path> config;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ServerSettings.DEFAULT_PORT,
      description = "Where to listen; 0 for any port that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = ServerSettings.DEFAULT_HOST,
      description = {
        "The address to listen on. Default: ${DEFAULT-VALUE}, which only this machine reaches.",
        "Any other needs TLS, so that no password travels in the clear."
      })
  private String host;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "The store: jdbc:vitrine:file:PATH, jdbc:vitrine:mem:NAME,",
        "jdbc:vitrine:postgresql://HOST[:PORT]/DB[?user=...].",
        "Default: the file ~/.vitrine/registry."
      })
  private Optional<String> store;

  @Mixin private StorageOptions storage;

  @Option(
      names = "--allow-unsigned",
      description = "Let versions become READY whose MLmodel has no signature.")
  private boolean allowUnsigned;

  @Option(
      names = "--files-api",
      description =
          "Tell MLflow clients to send and fetch files under their paths, not by signed urls.")
  private boolean filesApi;

  @Option(
      names = "--allow-direct-files",
      description =
          "Tell clients of MLflow's uc: scheme directories under --storage, in which they write and"
              + " read files of versions by themselves. It takes a right to be told; but whoever can"
              + " read the disk of this machine then reads the files without any.")
  private boolean allowDirectFiles;

  @Option(
      names = "--store-password-file",
      paramLabel = "FILE",
      description = "The password of the account that a PostgreSQL store is opened with.")
  private Optional<Path> storePasswordFile;

  @Option(
      names = "--admin-password-file",
      paramLabel = "FILE",
      description = {
        "The password of the user admin, should the registry be new. Without it, the",
        "environment variable VITRINE_ADMIN_PASSWORD."
      })
  private Optional<Path> adminPasswordFile;

  @Mixin private TlsOptions tls;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      split = ",",
      description = {
        "Who stands in front and takes care of TLS: addresses or networks, 192.0.2.0/24.",
        "Plain HTTP is accepted from these, and X-Forwarded-For, -Host and -Proto are",
        "believed. A proxy on this machine must be named, too (127.0.0.1), and must set",
        "X-Forwarded-For: otherwise all its clients count as this machine, in the audit",
        "trail, for failed logins and for limits. Without it, plain HTTP is accepted from",
        "this machine only, for localhost, and not if a proxy has forwarded the request."
      })
  private List<String> trustedProxies = List.of();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = {
        "Where clients reach the server, if a proxy has it under another name or path:",
        "https://models.example.com/vitrine. The urls of files begin with it. Without it, they",
        "begin with the host that the client asked. Without TLS it needs --trusted-proxy."
      })
  private Optional<String> publicUrl;

  @Mixin private OidcOptions oidc;

  @Option(
      names = "--metrics-open",
      description = {
        "Let everybody read /metrics. Without it, only admins may, who sign in with a",
        "password or a token, also from this machine."
      })
  private boolean metricsOpen;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "Lines of the log: text (the default) or json.")
  private LogSettings.Format logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = {
        "What the server logs: error, warn, info (the default; a line a request) or debug."
      })
  private LogSettings.Detail logLevel;

  @Option(
      names = "--idle-minutes",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Close connections that nobody uses for so long, and roll back what they left open."
              + " Default: ${DEFAULT-VALUE}.")
  private int idleMinutes;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many connections there may be at once. Default: ${DEFAULT-VALUE}.")
  private int mostConnections;

  @Option(
      names = "--max-sockets",
      paramLabel = "N",
      defaultValue = "4096",
      description = {
        "How many TCP connections there may be at once; the longest idle one makes place",
        "for a new one. Default: ${DEFAULT-VALUE}."
      })
  private int mostSockets;

  @Option(
      names = "--max-sockets-of-source",
      paramLabel = "N",
      defaultValue = "1024",
      description = {
        "The same of one address, trusted proxies excepted. Default: ${DEFAULT-VALUE}."
      })
  private int mostSocketsOfSource;

  @Option(
      names = "--statement-seconds",
      paramLabel = "N",
      defaultValue = "600",
      description =
          "How long a statement may take until its answer begins; 0 is no limit. Default:"
              + " ${DEFAULT-VALUE}.")
  private int statementSeconds;

  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--lock-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = {
        "How long a statement waits for a lock of another transaction before it fails with",
        "LOCK_TIMEOUT; 1 to 3600. Default: ${DEFAULT-VALUE}."
      })
  private int lockSeconds;

  @Option(
      names = "--stop-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How long running statements may go on once the server is told to stop. Default:"
              + " ${DEFAULT-VALUE}.")
  private int stopSeconds;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = command.commandLine().getErr();
    CountDownLatch stop = new CountDownLatch(1);
    for (String signal : List.of("TERM", "INT")) {
      Signals.register(signal, stop::countDown);
    }
    LogSettings.serve(logFormat, logLevel);
    HeapGuard.start();
    try {
      ServerSettings settings = settings();
      Optional<OidcProvider> provider = oidc.provider();
      return serve(settings, provider, stop);
    } catch (VitrineException e) {
      err.println(e.getMessage());
      return e.code() == ErrorCode.INVALID_PARAMETER_VALUE
          ? CommandLine.ExitCode.USAGE
          : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int serve(ServerSettings settings, Optional<OidcProvider> provider, CountDownLatch stop)
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
      Optional<OidcProvider> provider,
      CountDownLatch stop)
      throws InterruptedException {
    PrintWriter err = command.commandLine().getErr();
    Optional<String> admin = adminPassword();
    // Everything that can go wrong goes wrong before anything is changed.
    try (ListeningPort port = ListeningPort.open(settings);
        Engine engine = Engine.open(url, engineSettings())) {
      StoreAuthenticator own = engine.authenticator();
      StoreAuthenticator authenticator = provider.map(own::accepting).orElse(own);
      FirstAdmin.create(engine, admin, files).ifPresent(password -> tell(err, password));
      try (VitrineServer server = VitrineServer.start(port, files, engine, authenticator)) {
        warmUp(engine);
        PrintWriter out = command.commandLine().getOut();
        out.println(server.jdbcUrl());
        out.flush();
        stop.await();
      }
      return CommandLine.ExitCode.OK;
    }
  }

  private Optional<String> adminPassword() {
    return adminPasswordFile
        .map(SecretFile::read)
        .or(() -> Optional.ofNullable(System.getenv(ADMIN_PASSWORD)));
  }

  /** In the background: the first requests need not wait for it. */
  private static void warmUp(Engine engine) {
    Thread thread = new Thread(engine::warmUp, "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void tell(PrintWriter err, String password) {
    err.println("The registry is new. Sign in as " + FirstAdmin.NAME + " with the password");
    err.println("  " + password);
    err.println("It is shown this once; ALTER USER admin SET PASSWORD '...' changes it.");
    err.flush();
  }

  private String storeUrl() throws IOException {
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
        .withLockTime(Duration.ofSeconds(lockSeconds));
  }

  private ServerSettings settings() {
    if (idleMinutes < 1
        || mostConnections < 1
        || mostSockets < 1
        || mostSocketsOfSource < 1
        || stopSeconds < 0
        || statementSeconds < 0
        || !storeOptions.inRange()
        || lockSeconds < 1
        || lockSeconds > 3_600
        || port < 0
        || port > 65_535) {
      throw misuse("A number is out of range.");
    }
    if (storePasswordFile.isPresent() && !store.orElse("").startsWith("jdbc:vitrine:postgresql:")) {
      throw misuse("--store-password-file is for a PostgreSQL store.");
    }
    return new ServerSettings(
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
        metricsOpen);
  }

  private static VitrineException misuse(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem)
        .withHint("See vitrine server --help.");
  }
}

package dev.vitrine.cli.migrate.registry;

import dev.vitrine.cli.migrate.file.FallbackVersionFiles;
import dev.vitrine.cli.migrate.file.FilesApi;
import dev.vitrine.cli.migrate.file.LentVersionFiles;
import dev.vitrine.cli.migrate.file.LocalVersionFiles;
import dev.vitrine.cli.migrate.file.LocatedVersionFiles;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.http.ServerCredentials;
import dev.vitrine.cli.migrate.source.RegistrySource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address of a registry, such as {@code mlflow:http://HOST:PORT}.
 *
 * @param server its URL
 * @param scope models that are imported
 */
public record SourceAddress(Kind kind, String server, SourceScope scope) {
  /** The kinds of registries, with the prefixes of their addresses. */
  public enum Kind {
    MLFLOW(
        "mlflow:", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD"),
    VITRINE("vitrine:", "VITRINE_SOURCE_TOKEN", "VITRINE_SOURCE_USER", "VITRINE_SOURCE_PASSWORD"),
    DATABRICKS("databricks:", "DATABRICKS_TOKEN", "DATABRICKS_USERNAME", "DATABRICKS_PASSWORD"),
    UNITY_CATALOG("uc:", "MLFLOW_UC_OSS_TOKEN", "MLFLOW_UC_OSS_USERNAME", "MLFLOW_UC_OSS_PASSWORD");

    private final String prefix;
    private final String token;
    private final String user;
    private final String password;

    Kind(String prefix, String token, String user, String password) {
      this.prefix = prefix;
      this.token = token;
      this.user = user;
      this.password = password;
    }

    private ServerCredentials credentials(Map<String, String> environment) {
      return ServerCredentials.of(environment, token, user, password);
    }
  }

  /**
   * Parses an address.
   *
   * @throws IllegalArgumentException when it is not valid; the message contains no part of it
   */
  public static SourceAddress parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix)) {
        return parse(kind, text.substring(kind.prefix.length()));
      }
    }
    throw new IllegalArgumentException(
        "The source must be mlflow:URL, vitrine:URL, databricks:URL or uc:URL.");
  }

  private static SourceAddress parse(Kind kind, String text) {
    boolean host = kind == Kind.DATABRICKS && !text.contains("://");
    URI uri = url(host ? "https://" + text : text);
    if (kind == Kind.MLFLOW) {
      return new SourceAddress(kind, server(uri, uri.getRawPath()), SourceScope.parse(""));
    }
    String path = uri.getPath().replaceAll("^/|/+$", "");
    return new SourceAddress(kind, server(uri, ""), SourceScope.parse(path));
  }

  /**
   * The URL of a server without the slashes at its end.
   *
   * @throws IllegalArgumentException when it is not the URL of a server, or has credentials, which
   *     would be visible in the list of processes
   */
  public static String serverUrl(String text) {
    URI uri = url(text);
    return server(uri, uri.getRawPath());
  }

  private static String server(URI uri, String path) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + path.replaceAll("/+$", "");
  }

  private static URI url(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException invalid) {
      throw new IllegalArgumentException("An address is not a URL.", invalid);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "An address must be http://HOST:PORT or https://HOST:PORT.");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "An address must not contain credentials; use environment variables.");
    }
    return uri;
  }

  /**
   * The registry.
   *
   * @param environment variables with the credentials
   * @param localFiles directory below which files of this machine may be read; null for none
   * @param s3Endpoint of the object store with the files of a Unity Catalog; null for Amazon's
   */
  public RegistrySource open(
      Map<String, String> environment, @Nullable Path localFiles, @Nullable String s3Endpoint) {
    RegistryClient client = new RegistryClient(server, kind.credentials(environment));
    return switch (kind) {
      case MLFLOW -> MlflowSource.server(client);
      case VITRINE -> new VitrineSource(client, scope);
      case DATABRICKS ->
          scope.parts().isEmpty()
              ? MlflowSource.workspace(client)
              : UnityCatalogSource.databricks(
                  client,
                  scope,
                  new FallbackVersionFiles(
                      new FilesApi(client), new LentVersionFiles(client, s3Endpoint)));
      case UNITY_CATALOG ->
          UnityCatalogSource.openSource(
              client,
              scope,
              new LocatedVersionFiles(
                  new LocalVersionFiles(localFiles),
                  new LentVersionFiles(client, s3Endpoint),
                  // Refuses other locations.
                  new LocalVersionFiles(null)));
    };
  }
}

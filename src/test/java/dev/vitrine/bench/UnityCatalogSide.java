package dev.vitrine.bench;

import static dev.vitrine.bench.ServerTasks.object;

import dev.vitrine.bench.ServerSide.Api;
import java.io.IOException;
import java.util.Optional;

/** A running server of Unity Catalog OSS, with a catalog of this benchmark, which is dropped. */
final class UnityCatalogSide implements AutoCloseable {
  private static final String SCHEMA = "ml_team";

  private final ServerSide side;

  private UnityCatalogSide(ServerSide side) {
    this.side = side;
  }

  /**
   * Creates the catalog, its schema and the models.
   *
   * @param token of a user who can create catalogs; empty for a server without authorization
   * @param catalog a name that is not in use
   * @param process of the server, if it is known
   */
  static UnityCatalogSide create(
      String url, Optional<String> token, String catalog, Optional<ProcessHandle> process)
      throws IOException {
    ServerSide side =
        new ServerSide(
            "Unity Catalog OSS",
            url,
            token,
            Api.UNITY_CATALOG,
            catalog + "." + SCHEMA,
            process,
            false);
    UnityCatalogSide made = new UnityCatalogSide(side);
    try (JsonClient client = side.client(true)) {
      client.post(side.api().path() + "/catalogs", object("name", catalog));
      try {
        client.post(
            side.api().path() + "/schemas", object("name", SCHEMA).put("catalog_name", catalog));
        ServerTasks.fill(side);
      } catch (IOException failure) {
        made.close();
        throw failure;
      }
    }
    return made;
  }

  ServerSide side() {
    return side;
  }

  @Override
  public void close() throws IOException {
    try (JsonClient client = side.client(true)) {
      client.ask(
          "DELETE",
          side.api().path() + "/catalogs/" + side.schemaParts()[0] + "?force=true",
          Optional.empty());
    }
  }
}

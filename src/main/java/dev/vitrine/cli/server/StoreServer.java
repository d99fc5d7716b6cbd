package dev.vitrine.cli.server;

import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.server.FileSettings;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.VitrineServer;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server in this process in front of a store, at a free port of the loopback address, with a
 * token of one user. The user needs no password, as in every embedded session.
 */
public final class StoreServer implements AutoCloseable {
  private final Connection session;
  private final DefaultStorage fallback;
  private final Engine engine;
  private final VitrineServer server;
  private final long tokenId;
  private final String token;

  private StoreServer(
      Connection session,
      DefaultStorage fallback,
      Engine engine,
      VitrineServer server,
      long tokenId,
      String token) {
    this.session = session;
    this.fallback = fallback;
    this.engine = engine;
    this.server = server;
    this.tokenId = tokenId;
    this.token = token;
  }

  /**
   * Starts a server.
   *
   * @param storeUrl embedded URL of the store
   * @param storage of the files, as the option {@code --storage} of the command {@code server};
   *     null for the default of the store
   * @param user who gets the token
   * @param signatureRequired whether versions need a signature
   * @throws SQLException if the store cannot be opened, or has no such user
   */
  public static StoreServer start(
      String storeUrl, @Nullable String storage, String user, boolean signatureRequired)
      throws IOException, SQLException {
    Connection session = DriverManager.getConnection(storeUrl, user, "");
    boolean started = false;
    DefaultStorage fallback = DefaultStorage.of(storeUrl);
    try (Statement statement = session.createStatement();
        ResultSet made =
            statement.executeQuery("CREATE TOKEN COMMENT 'vitrine import' LIFETIME 1 DAYS")) {
      made.next();
      long tokenId = made.getLong("token_id");
      String token = made.getString("token");
      Engine engine = Engine.open(storeUrl);
      try {
        FileSettings files =
            new FileSettings(
                location(storage, fallback), signatureRequired, false, false, Optional.empty());
        VitrineServer server =
            VitrineServer.start(ServerSettings.local(), files, engine, engine.authenticator());
        started = true;
        return new StoreServer(session, fallback, engine, server, tokenId, token);
      } finally {
        if (!started) {
          engine.close();
        }
      }
    } finally {
      if (!started) {
        session.close();
        fallback.close();
      }
    }
  }

  private static StorageLocation location(@Nullable String storage, DefaultStorage fallback)
      throws IOException {
    if (storage == null) {
      return StorageLocation.of(fallback.directory());
    }
    return S3Location.isMeantBy(storage)
        ? S3Location.parse(storage, null, null)
        : StorageLocation.of(Path.of(storage));
  }

  /** The HTTP URL. */
  public String url() {
    return server.url();
  }

  /** The token of the user, which ends with the server. */
  public String token() {
    return token;
  }

  /**
   * Drops the token and stops the server.
   *
   * @throws SQLException if the store failed; the token then expires within a day
   */
  @Override
  public void close() throws SQLException {
    try (session;
        fallback;
        engine;
        server;
        Statement statement = session.createStatement()) {
      statement.execute("DROP TOKEN " + tokenId);
    }
  }
}

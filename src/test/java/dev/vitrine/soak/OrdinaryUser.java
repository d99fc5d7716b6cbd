package dev.vitrine.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.concurrent.Callable;

/**
 * A user that looks up an alias by JDBC and by REST, and sometimes registers a version or signs in.
 * Each request is timed; each failure is noted.
 */
final class OrdinaryUser implements Callable<Void> {
  /** The kinds of requests, each with its own median. */
  enum Kind {
    LOOK_UP,
    REST_MODEL,
    REST_ALIAS,
    CHANGE,
    SIGN_IN
  }

  private static final long PAUSE_MILLIS = 100;
  private static final int REGISTERS_EVERY = 20;
  private static final int SIGNS_IN_EVERY = 10;
  private static final String MLFLOW = "/api/2.0/mlflow/unity-catalog/registered-models/";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String name;
  private final Latencies latencies;

  OrdinaryUser(String url, int number, Latencies latencies) {
    this.url = url;
    this.name = "ordinary" + number;
    this.latencies = latencies;
  }

  /** The model that this user owns. */
  private String model() {
    return "c.s." + name;
  }

  /** Works until the thread is interrupted. */
  @Override
  public Void call() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement lookUp =
            connection.prepareStatement(
                "SELECT version FROM aliases WHERE full_name = ? AND alias_key = ?")) {
      for (int step = 0; !Thread.currentThread().isInterrupted(); step++) {
        latencies.time(Kind.LOOK_UP, () -> lookUp(lookUp));
        latencies.time(Kind.REST_MODEL, () -> get("get?name=" + model()));
        latencies.time(Kind.REST_ALIAS, () -> get("alias?alias=champion&name=" + model()));
        if (step % REGISTERS_EVERY == 1) {
          latencies.time(Kind.CHANGE, () -> register(connection));
        }
        if (step % SIGNS_IN_EVERY == 2) {
          latencies.time(Kind.SIGN_IN, () -> connect().close());
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, name, Registry.PASSWORD);
  }

  private void lookUp(PreparedStatement statement) throws SQLException {
    statement.setString(1, model());
    statement.setString(2, "champion");
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("The alias is missing.");
      }
    }
  }

  private void register(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER MODEL " + model() + " ADD VERSION FROM 's3://bucket/next'");
      statement.execute("ALTER MODEL " + model() + " VERSION 1 SET ALIAS champion");
    }
  }

  private void get(String path) throws IOException, InterruptedException {
    String credentials = name + ":" + Registry.PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.replace("jdbc:vitrine:", "http:") + MLFLOW + path))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
  }
}

package dev.vitrine.cli.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The registry of {@code server --demo}: the statements of {@code sql-examples/demo.sql} and a few
 * small models that MLflow saved.
 */
public final class DemoRegistry {

  /** Random bytes of a generated password: 72 bits. */
  private static final int RANDOM_BYTES = 9;

  private static final String SCRIPT = "demo.sql";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Runs scripts as the administrator of the registry. */
  @FunctionalInterface
  public interface ScriptRunner {
    /** Runs a script; returns the error that stopped it. */
    Optional<String> run(Reader script) throws IOException;
  }

  private record User(String name, String role, String password) {}

  private final String storeUrl;
  private final ScriptRunner runner;

  /** A user of the script who may add versions to the models with files. */
  private final User creator =
      user("alice", "data scientist, creates models in research and staging");

  /** The other users of the script. */
  private final List<User> others =
      List.of(
          user("bob", "data scientist, too"),
          user("carol", "ML engineer, copies validated versions to prod"),
          user("dave", "analyst, reads prod"),
          user("erin", "governance, manages the privileges of prod"),
          user("scoring_job", "an application that loads models from prod"));

  /**
   * @param storeUrl the URL of an empty registry in the memory of this process
   * @param runner runs scripts in that registry
   */
  public DemoRegistry(String storeUrl, ScriptRunner runner) {
    this.storeUrl = storeUrl;
    this.runner = runner;
  }

  /** The URL of a new registry in the memory of this process. */
  public static String newStoreUrl() {
    return "jdbc:vitrine:mem:demo-" + randomText();
  }

  /**
   * Runs the script and gives every user a random password.
   *
   * @throws VitrineException INTERNAL_ERROR when a statement of the script fails
   */
  public void fill() {
    try {
      runScript();
      setPasswords();
    } catch (SQLException | IOException failure) {
      throw failed(failure.toString()).withCause(failure);
    }
  }

  /**
   * Registers the models with files.
   *
   * @param server the HTTP URL of the server of this registry
   * @throws VitrineException INTERNAL_ERROR when the server refuses a request
   */
  public void upload(String server) throws InterruptedException {
    new DemoFiles(server, creator.name(), creator.password()).upload();
  }

  /** Lines that name the users and their passwords, which are kept nowhere. */
  public String welcome(String server, String adminPassword) {
    StringBuilder lines = new StringBuilder();
    lines.append("An example registry in memory; it is gone when the server stops.\n");
    lines.append("Open ").append(server).append(" and sign in as one of these users:\n\n");
    lines.append(line(new User("admin", "administrator", adminPassword)));
    users().forEach(user -> lines.append(line(user)));
    return lines.append("\nThe passwords are shown only once.\n").toString();
  }

  private List<User> users() {
    List<User> users = new ArrayList<>(others);
    users.add(0, creator);
    return users;
  }

  private static User user(String name, String role) {
    return new User(name, role, randomText());
  }

  private static String line(User user) {
    return String.format("  %-12s %-24s  %s%n", user.name(), user.password(), user.role());
  }

  private void runScript() throws IOException {
    try (InputStream bytes = requireNonNull(DemoRegistry.class.getResourceAsStream(SCRIPT));
        Reader script = new InputStreamReader(bytes, UTF_8)) {
      runner.run(script).ifPresent(DemoRegistry::fail);
    }
  }

  private void setPasswords() throws SQLException {
    try (Connection connection = DriverManager.getConnection(storeUrl, "admin", "")) {
      for (User user : users()) {
        try (PreparedStatement statement =
            connection.prepareStatement("ALTER USER " + user.name() + " SET PASSWORD ?")) {
          statement.setString(1, user.password());
          statement.executeUpdate();
        }
      }
    }
  }

  private static String randomText() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void fail(String cause) {
    throw failed(cause);
  }

  private static VitrineException failed(String cause) {
    return new VitrineException(
        ErrorCode.INTERNAL_ERROR, "The demo registry could not be filled: " + cause.strip());
  }
}

package dev.vitrine.cli.migrate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The value of the header Authorization; empty if requests have none.
 *
 * @param header the whole value
 */
public record ServerCredentials(Optional<String> header) {
  /** A token or, without one, user and password, from environment variables. */
  public static ServerCredentials of(
      Map<String, String> environment, String token, String user, String password) {
    String bearer = environment.getOrDefault(token, "");
    String name = environment.getOrDefault(user, "");
    if (!bearer.isEmpty()) {
      return new ServerCredentials(Optional.of("Bearer " + bearer));
    }
    if (name.isEmpty()) {
      return new ServerCredentials(Optional.empty());
    }
    String pair = name + ":" + environment.getOrDefault(password, "");
    return new ServerCredentials(
        Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))));
  }

  @Override
  public String toString() {
    return header.isPresent() ? "***" : "none";
  }
}

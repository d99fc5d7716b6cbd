package dev.vitrine.authentication;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Keycloak from its distribution, on a free port, with one realm, client and user. */
final class Keycloak implements AutoCloseable {
  static final String USER = "alice";
  static final String GROUP = "crew";
  static final String CLIENT = "vitrine-web";
  static final String SECRET = "client-s3cret";
  private static final String PASSWORD = "kc-s3cret";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final String REALM =
      """
      {"realm": "vitrine", "enabled": true, "sslRequired": "none",
       "clients": [{"clientId": "%s", "secret": "%s", "enabled": true,
         "protocol": "openid-connect", "publicClient": false, "standardFlowEnabled": true,
         "redirectUris": ["http://127.0.0.1:8080/*"],
         "attributes": {"pkce.code.challenge.method": "S256"},
         "protocolMappers": [{"name": "groups", "protocol": "openid-connect",
           "protocolMapper": "oidc-group-membership-mapper",
           "config": {"full.path": "false", "id.token.claim": "true", "claim.name": "groups"}}]}],
       "groups": [{"name": "%s"}],
       "users": [{"username": "%s", "enabled": true, "email": "alice@example.com",
         "emailVerified": true, "firstName": "Alice", "lastName": "A", "groups": ["%s"],
         "credentials": [{"type": "password", "value": "%s", "temporary": false}]}]}
      """;

  private final Process process;
  private final String issuer;

  /**
   * Starts it and waits until it serves the realm.
   *
   * @param home directory of the distribution
   */
  Keycloak(Path home) throws IOException, InterruptedException {
    Path realms = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(
        realms.resolve("vitrine.json"),
        REALM.formatted(CLIENT, SECRET, GROUP, USER, GROUP, PASSWORD));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    issuer = "http://127.0.0.1:" + port + "/realms/vitrine";
    process =
        new ProcessBuilder(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--import-realm")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("keycloak.log").toFile())
            .start();
    Instant end = Instant.now().plus(PATIENCE);
    while (!isReady()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        close();
        throw new IOException("Keycloak did not start; see keycloak.log in " + home);
      }
      // The process has no event for it; the wait ends early if the process does.
      process.waitFor(500, TimeUnit.MILLISECONDS);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get(HttpClient.newHttpClient(), URI.create(issuer)).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static HttpResponse<String> get(HttpClient client, URI address)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Its settings for a server, with its keys in a file of the folder. */
  OidcProvider provider(Path folder) throws IOException, InterruptedException {
    Path keys = folder.resolve("keycloak-keys.json");
    Files.writeString(
        keys,
        get(HttpClient.newHttpClient(), URI.create(issuer + "/protocol/openid-connect/certs"))
            .body());
    return new OidcProvider(issuer, "account", keys.toUri(), "preferred_username");
  }

  /** Signs in with a password in its form; returns where it sends the browser back. */
  URI visit(URI address) throws IOException, InterruptedException {
    HttpClient browser = HttpClient.newHttpClient();
    HttpResponse<String> page = get(browser, address);
    // Java's own cookie handler keeps back "Secure" cookies, which browsers send to this machine.
    String cookies =
        page.headers().allValues("Set-Cookie").stream()
            .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
            .collect(Collectors.joining("; "));
    Matcher form = ACTION.matcher(page.body());
    if (!form.find()) {
      throw new IOException("Keycloak shows no form");
    }
    URI action = URI.create(form.group(1).replace("&amp;", "&"));
    String body =
        "username=" + USER + "&password=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        browser.send(
            HttpRequest.newBuilder(action)
                .header("Cookie", cookies)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return URI.create(
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException("Keycloak refused: " + answer.statusCode())));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.vitrine.authentication;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** An identity provider on a free port, which signs in the user that a test names. */
public final class MockProvider implements AutoCloseable {
  /** The client ID that its tokens are for. */
  public static final String CLIENT = "vitrine-web";

  private static final String NAME = "company";

  private final MockOAuth2Server server = new MockOAuth2Server();
  private final Path keys;

  /** Starts it; its keys are published in a file of the folder. */
  public MockProvider(Path folder) throws IOException {
    server.start(InetAddress.getLoopbackAddress(), 0);
    keys = folder.resolve("provider-keys.json");
    try (var stream = server.jwksUrl(NAME).url().openStream()) {
      Files.write(keys, stream.readAllBytes());
    }
  }

  /** Its settings for a server. */
  public OidcProvider provider() {
    return new OidcProvider(
        server.issuerUrl(NAME).toString(), "api", keys.toUri(), "preferred_username");
  }

  /** The next token is for this user. */
  public void signsIn(String user, List<String> groups) {
    signsIn(Map.of("preferred_username", user, "groups", groups));
  }

  /** The next token has these claims. */
  public void signsIn(Map<String, Object> claims) {
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(NAME, "subject-1", "JWT", List.of(CLIENT), claims, 600));
  }

  /** Where the provider sends a browser that visits an address of it. */
  public static URI visit(URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    String location = connection.getHeaderField("Location");
    if (location == null) {
      throw new IOException("no redirection: " + connection.getResponseCode());
    }
    connection.disconnect();
    return URI.create(location);
  }

  @Override
  public void close() {
    server.shutdown();
  }
}

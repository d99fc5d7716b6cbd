package dev.vitrine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** What asks a server, for one thread. */
final class JsonClient implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final String base;
  private final Optional<String> token;
  private final CloseableHttpClient client;

  /**
   * @param keep whether all requests go through one connection that is kept open
   */
  JsonClient(String base, Optional<String> token, boolean keep) {
    this.base = base;
    this.token = token;
    this.client =
        HttpClients.custom()
            .setConnectionManager(new BasicHttpClientConnectionManager())
            .setConnectionReuseStrategy(
                keep
                    ? DefaultClientConnectionReuseStrategy.INSTANCE
                    : (request, response, context) -> false)
            .disableAutomaticRetries()
            .disableContentCompression()
            .build();
  }

  /** The answer to a request that succeeds, or else an exception. */
  String ask(String method, String path, Optional<JsonNode> body) throws IOException {
    HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(base + path));
    token.ifPresent(text -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + text));
    body.ifPresent(
        json -> request.setEntity(new StringEntity(json.toString(), ContentType.APPLICATION_JSON)));
    return client.execute(
        request,
        response -> {
          String text = EntityUtils.toString(response.getEntity());
          if (response.getCode() != 200) {
            throw new IOException(method + " " + path + ": " + response.getCode() + " " + text);
          }
          return text;
        });
  }

  JsonNode get(String path) throws IOException {
    return JSON.readTree(ask("GET", path, Optional.empty()));
  }

  JsonNode post(String path, JsonNode body) throws IOException {
    return JSON.readTree(ask("POST", path, Optional.of(body)));
  }

  JsonNode patch(String path, JsonNode body) throws IOException {
    return JSON.readTree(ask("PATCH", path, Optional.of(body)));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}

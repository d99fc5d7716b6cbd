package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/** A plain HTTP client. */
final class Http {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ProtobufTranslationImpl MESSAGES = new ProtobufTranslationImpl();

  private Http() {}

  static HttpResponse<String> get(TestServer server, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.httpUrl() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> post(TestServer server, byte[] body, String... headers)
      throws Exception {
    return send(server, body, HttpResponse.BodyHandlers.ofString(), headers);
  }

  /** The response to an Avatica request, with its raw text. */
  static Service.Response ask(TestServer server, String user, Service.Request request)
      throws Exception {
    return askWith(server, basic(user, TestServer.PASSWORD), request);
  }

  /** The same with other credentials. */
  static Service.Response askWith(
      TestServer server, String authorization, Service.Request request, String... headers)
      throws Exception {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Authorization";
    all[headers.length + 1] = authorization;
    byte[] message = MESSAGES.serializeRequest(request);
    return parse(send(server, message, HttpResponse.BodyHandlers.ofByteArray(), all).body());
  }

  static Service.Response parse(byte[] message) throws IOException {
    return MESSAGES.parseResponse(message);
  }

  static byte[] message(Service.Request request) throws IOException {
    return MESSAGES.serializeRequest(request);
  }

  static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private static <T> HttpResponse<T> send(
      TestServer server, byte[] body, HttpResponse.BodyHandler<T> as, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.httpUrl() + DriverEndpoint.PATH))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Content-Type", "application/x-google-protobuf");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), as);
  }
}

package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts: keeps cookies, sends forms with their hidden token. */
final class Browser {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final String server;
  private final Map<String, String> cookies = new HashMap<>();

  Browser(TestServer server) {
    this.server = server.httpUrl();
  }

  /** A browser of a signed-in user. */
  static Browser of(TestServer server, String user) throws Exception {
    Browser browser = new Browser(server);
    HttpResponse<String> answer =
        browser.submit("/signin", "user", user, "password", TestServer.PASSWORD);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return browser;
  }

  Map<String, String> cookies() {
    return cookies;
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path, headers).GET().build());
  }

  /** Sends JSON to an interface for programs. */
  HttpResponse<String> json(String path, String body, String... headers) throws Exception {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** The bytes of a file, which must exist. */
  byte[] bytes(String path) throws Exception {
    HttpResponse<byte[]> answer =
        CLIENT.send(request(path).GET().build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  /** The text of a page, which must exist. */
  String page(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path + "\n" + answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Sends a form with the token of the page at the same path. */
  HttpResponse<String> submit(String path, String... fields) throws Exception {
    return post(path, token(path), fields);
  }

  /** Opens a form, sends it and follows the redirect. */
  String submitted(String path, String... fields) throws Exception {
    page(path);
    HttpResponse<String> answer = submit(path, fields);
    assertThat(answer.statusCode()).as(path + "\n" + answer.body()).isEqualTo(303);
    return page(answer.headers().firstValue("Location").orElseThrow());
  }

  /** The token in the forms of a page. */
  String token(String path) throws Exception {
    Matcher token = TOKEN.matcher(get(path).body());
    return token.find() ? token.group(1) : "";
  }

  /** Sends a form with this token. */
  HttpResponse<String> post(String path, String token, String... fields) throws Exception {
    StringBuilder form = new StringBuilder("csrf=" + encoded(token));
    for (int i = 0; i < fields.length; i += 2) {
      form.append('&').append(encoded(fields[i])).append('=').append(encoded(fields[i + 1]));
    }
    return post(path, form.toString(), Map.of("Origin", server));
  }

  /** Sends a form with these headers. */
  HttpResponse<String> post(String path, String form, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        request(path, "Content-Type", "application/x-www-form-urlencoded");
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofString(form)).build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!cookies.isEmpty()) {
      StringBuilder all = new StringBuilder();
      cookies.forEach((name, value) -> all.append(name + "=" + value + "; "));
      request.header("Cookie", all.substring(0, all.length() - 2));
    }
    return request.header("Accept", "text/html");
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String pair = cookie.substring(0, cookie.indexOf(';'));
      String name = pair.substring(0, pair.indexOf('='));
      if (cookie.contains("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, pair.substring(name.length() + 1));
      }
    }
    return answer;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}

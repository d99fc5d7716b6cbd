package dev.vitrine.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;

/** The ways in which a hostile user reaches a server. */
record HostileClient(String url, String user) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, Registry.PASSWORD);
  }

  /** Signs in as another user with a wrong password. */
  void guess(String victim) throws SQLException {
    DriverManager.getConnection(url, victim, "wrong").close();
  }

  private URI uri(String path) {
    return URI.create(url.replace("jdbc:vitrine:", "http:") + path);
  }

  private String authorization() {
    String credentials = user + ":" + Registry.PASSWORD;
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  /** The status of a GET request. */
  String get(String path) throws IOException, InterruptedException {
    return status(HttpRequest.newBuilder(uri(path)));
  }

  /** The status of a request to the endpoint of the driver. */
  String message(byte[] body) throws IOException, InterruptedException {
    return status(
        HttpRequest.newBuilder(uri("/avatica"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private String status(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest sent = request.header("Authorization", authorization()).build();
    return String.valueOf(HTTP.send(sent, BodyHandlers.discarding()).statusCode());
  }

  /** A request whose body does not arrive; the caller closes the socket. */
  Socket slowBody() throws IOException {
    Socket socket = new Socket(uri("/").getHost(), uri("/").getPort());
    String head =
        "POST /avatica HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + authorization()
            + "\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\nx";
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    return socket;
  }
}

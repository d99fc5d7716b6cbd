package dev.vitrine.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A proxy between drivers and a server that counts requests and can lose responses. */
final class CountingProxy implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean losing = new AtomicBoolean();
  private final TestServer server;
  private final HttpServer proxy;

  CountingProxy(TestServer server) throws IOException {
    this.server = server;
    this.proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", this::forward);
    proxy.start();
  }

  String url() {
    return "jdbc:vitrine://" + place();
  }

  /** Host and port. */
  String place() {
    return "localhost:" + proxy.getAddress().getPort();
  }

  /** The next request reaches the server; its response is lost. */
  void loseResponse() {
    losing.set(true);
  }

  /** Bytes of the responses since the last call. */
  long bytes() {
    return bytes.getAndSet(0);
  }

  /** How many there were since this was asked before. */
  int requests() {
    return requests.getAndSet(0);
  }

  private void forward(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.httpUrl() + exchange.getRequestURI()))
            .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
            .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
            .header(
                "Vitrine-Compression",
                exchange
                    .getRequestHeaders()
                    .getOrDefault("Vitrine-Compression", List.of(""))
                    .get(0))
            .POST(HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
            .build();
    try (exchange) {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (losing.getAndSet(false)) {
        return;
      }
      exchange
          .getResponseHeaders()
          .add("Content-Type", answer.headers().firstValue("Content-Type").orElse(""));
      answer
          .headers()
          .firstValue("Content-Encoding")
          .ifPresent(encoding -> exchange.getResponseHeaders().add("Content-Encoding", encoding));
      bytes.addAndGet(answer.body().length);
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {
    proxy.stop(0);
  }
}

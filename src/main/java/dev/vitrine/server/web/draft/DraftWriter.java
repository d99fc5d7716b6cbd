package dev.vitrine.server.web.draft;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the chat service of an {@link AiEndpoint} write a draft. It receives the instruction and the
 * text that the user sees in the form, and nothing else. Thread-safe.
 */
public final class DraftWriter {
  /** The first message of each request. */
  public static final String INSTRUCTION =
      "Write the description of a machine-learning model for a registry, in Markdown and at most"
          + " 200 words. Use only the facts in the next message. Do not invent others.";

  /** Maximum number of characters of a text that is sent. */
  public static final int MOST_SENT = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(DraftWriter.class);

  /** Maximum number of bytes of a response. */
  private static final int MOST_RECEIVED = 262_144;

  /** Maximum number of requests at once; one user has at most one. */
  private static final int MOST_REQUESTS = 4;

  /** For the connection to the language model; the limit of the response is separate. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Limit of a request; each occupies a thread of the server. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AiEndpoint endpoint;
  private final Duration limit;
  private final HttpClient client;
  private final Semaphore requests = new Semaphore(MOST_REQUESTS);
  private final Set<String> users = ConcurrentHashMap.newKeySet();

  /** Sends nothing before {@link #write}. */
  public DraftWriter(AiEndpoint endpoint) {
    this(endpoint, LIMIT);
  }

  DraftWriter(AiEndpoint endpoint, Duration limit) {
    this.endpoint = endpoint;
    this.limit = limit;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  /** The service. */
  public AiEndpoint endpoint() {
    return endpoint;
  }

  /**
   * A draft, in Markdown.
   *
   * @param user the name of the user who wants it
   * @param facts the text that is sent
   * @throws VitrineException INVALID_PARAMETER_VALUE when the text is empty or too long,
   *     TOO_MANY_CONNECTIONS when a draft for the user or four for others are being written,
   *     CANNOT_CONNECT when the service gives none within 30 seconds
   */
  public String write(String user, String facts) {
    if (facts.isBlank() || facts.length() > MOST_SENT) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "A draft needs a text of 1 to " + MOST_SENT + " characters.")
          .withHint("Suggest fills the field with facts from the registry.");
    }
    if (!users.add(user)) {
      throw busy("A draft for you is being written.");
    }
    try {
      if (!requests.tryAcquire()) {
        throw busy(MOST_REQUESTS + " drafts are being written.");
      }
      try {
        return requested(facts);
      } finally {
        requests.release();
      }
    } finally {
      users.remove(user);
    }
  }

  private static VitrineException busy(String message) {
    return new VitrineException(ErrorCode.TOO_MANY_CONNECTIONS, message)
        .withHint("Try again in a minute.");
  }

  private String requested(String facts) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request(facts), headers -> new BoundedBody(MOST_RECEIVED));
    try {
      HttpResponse<byte[]> response = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("{} responded to a request for a draft with {}", endpoint, response.statusCode());
      if (response.statusCode() != 200) {
        throw failed("responded with HTTP status " + response.statusCode());
      }
      return content(response.body());
    } catch (TimeoutException e) {
      throw failed("did not respond within " + limit.toSeconds() + " seconds").withCause(e);
    } catch (ExecutionException e) {
      LOG.warn("{} gave no draft", endpoint, e.getCause());
      boolean broken = e.getCause() instanceof IOException;
      throw failed(broken ? "could not be reached, or its response is too long" : "failed")
          .withCause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted").withCause(e);
    } finally {
      sent.cancel(true);
    }
  }

  private HttpRequest request(String facts) {
    ObjectNode body = Json.object();
    body.put("model", endpoint.model());
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", INSTRUCTION);
    messages.addObject().put("role", "user").put("content", facts);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.url())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(body)));
    endpoint.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request.build();
  }

  private String content(byte[] body) {
    String text;
    try {
      text = Json.parse(body).at("/choices/0/message/content").asText("").strip();
    } catch (VitrineException e) {
      throw failed("responded with something else than JSON").withCause(e);
    }
    if (text.isEmpty()) {
      throw failed("responded without a text");
    }
    return shortened(text);
  }

  /** At most so many characters as can be sent again, without half of a surrogate pair. */
  private static String shortened(String text) {
    if (text.length() <= MOST_SENT) {
      return text;
    }
    boolean split = Character.isHighSurrogate(text.charAt(MOST_SENT - 1));
    return text.substring(0, split ? MOST_SENT - 1 : MOST_SENT);
  }

  private VitrineException failed(String reason) {
    return new VitrineException(
            ErrorCode.CANNOT_CONNECT, "There is no draft: " + endpoint.host() + " " + reason + ".")
        .withHint("Write the description yourself, or ask the operator of the server.");
  }
}

package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.authentication.ScramChallenges;
import dev.vitrine.authentication.ScramProof;
import dev.vitrine.authentication.scram.ScramExchange;
import dev.vitrine.server.pg.message.MessageBuffer;
import dev.vitrine.server.pg.message.MessageFields;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages of one sign-in with SCRAM-SHA-256. For one thread. */
final class SaslDialogue {
  /** Kinds of messages about authentication (protocol.h of PostgreSQL). */
  private static final int SASL = 10;

  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  private final PgChannel channel;
  private final ScramChallenges challenges;
  private final String user;
  private final byte[] endPoint;
  private @Nullable ScramExchange exchange;

  SaslDialogue(PgChannel channel, ScramChallenges challenges, String user) {
    this.channel = channel;
    this.challenges = challenges;
    this.user = user;
    this.endPoint = channel.endPoint();
  }

  /** Offers the mechanisms. */
  void offer() {
    MessageBuffer out = channel.out().begin('R').int32(SASL);
    ScramExchange.mechanisms(endPoint).forEach(out::text);
    out.int8(0).end();
  }

  /**
   * Handles a message of the client.
   *
   * @return the client's proof; empty after the first message, which is answered with a challenge
   * @throws dev.vitrine.error.VitrineException PROTOCOL_VIOLATION, UNSUPPORTED_FEATURE or
   *     AUTHENTICATION_FAILED as {@link ScramExchange} throws them
   */
  Optional<ScramProof> step(MessageFields message) throws IOException {
    ScramExchange begun = exchange;
    if (begun != null) {
      String last = MessageFields.utf8(message.bytes(message.remaining()));
      return Optional.of(new ScramProof(user, begun.recover(last)));
    }
    String mechanism = message.text();
    int length = message.int32();
    // Clients may send no first message, but those of PostgreSQL always do.
    String first = MessageFields.utf8(message.bytes(Math.max(length, 0)));
    message.requireEnd();
    begun = challenges.begin(user, mechanism, first, endPoint);
    exchange = begun;
    send(SASL_CONTINUE, begun.challenge());
    channel.flush();
    return Optional.empty();
  }

  /** Proves to the client that the server has the verifier, after the proof was accepted. */
  void succeed() {
    if (exchange != null) {
      send(SASL_FINAL, exchange.serverFinal());
    }
  }

  private void send(int kind, String text) {
    channel.out().begin('R').int32(kind).bytes(text.getBytes(UTF_8)).end();
  }
}

package dev.vitrine.authentication;

import dev.vitrine.authentication.scram.ScramClient;
import dev.vitrine.authentication.scram.ScramExchange;

/** The same throttling as of passwords, for clients that prove the password with SCRAM. */
final class ScramThrottlingTest extends LoginThrottlingTest {
  @Override
  Credentials credentials(StoreAuthenticator authenticator, String user, String password)
      throws Exception {
    ScramClient client = new ScramClient(password);
    ScramExchange exchange =
        authenticator.scramChallenges().begin(user, "SCRAM-SHA-256", client.first(), new byte[0]);
    return new ScramProof(user, exchange.recover(client.last(exchange.challenge())));
  }
}

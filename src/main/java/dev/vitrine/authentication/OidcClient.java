package dev.vitrine.authentication;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Optional;

/**
 * The registration of this server at an identity provider, for sign-in with a browser. {@code
 * toString} omits the secret.
 *
 * @param id client ID, the required audience of ID tokens
 * @param secret client secret; empty for a public client
 */
public record OidcClient(String id, Optional<String> secret) {
  public OidcClient {
    if (id.isBlank()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The client ID of the identity provider is empty.")
          .withHint("Set the ID under which the server is registered at the identity provider.");
    }
  }

  @Override
  public String toString() {
    return "OidcClient[id=" + id + ", secret=********]";
  }
}

package dev.vitrine.server.web.draft;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A chat service with the interface of OpenAI's chat completions.
 *
 * @param url the address of the requests
 * @param model name of the language model
 * @param key sent as Bearer token; empty for services without one
 */
public record AiEndpoint(URI url, String model, Optional<String> key) {
  /**
   * Checks the address.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is not an https: URL, or an http: URL
   *     of this machine
   */
  public AiEndpoint {
    boolean safe =
        "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLocal(url));
    if (!safe || url.getHost() == null || url.getRawUserInfo() != null) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--ai-endpoint requires an https: URL, or an http: URL of this machine.")
          .withHint("Example: https://api.example.com/v1/chat/completions.");
    }
  }

  private static boolean isLocal(URI url) {
    try {
      return url.getHost() != null && InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The host, for the users of the pages. */
  public String host() {
    return url.getHost();
  }

  @Override
  public String toString() {
    return "AiEndpoint[url=" + url + ", model=" + model + "]";
  }
}

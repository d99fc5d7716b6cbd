package dev.vitrine.server.sharing;

import io.javalin.http.Context;
import java.net.InetAddress;

/** Finds out where a request of a recipient comes from. */
@FunctionalInterface
public interface RecipientSource {
  /**
   * The client address of a request.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the request came over an
   *     unencrypted network connection
   */
  InetAddress of(Context context);
}

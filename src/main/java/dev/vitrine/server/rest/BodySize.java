package dev.vitrine.server.rest;

import io.javalin.http.Context;
import io.javalin.http.Header;

/** Limits of request bodies, checked before they are read. */
public final class BodySize {
  private BodySize() {}

  /**
   * The declared length in bytes; the limit for a body that is sent in chunks, whose length is not
   * declared, and 0 for a request without a body.
   */
  public static long most(Context context, int limit) {
    long declared = context.req().getContentLengthLong();
    if (declared >= 0) {
      return declared;
    }
    return context.header(Header.TRANSFER_ENCODING) == null ? 0 : limit;
  }
}

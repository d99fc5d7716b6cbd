package dev.vitrine.server.rest;

import io.javalin.http.Context;

/** Finds out where a client reaches this server. */
@FunctionalInterface
public interface PublicUrl {
  /** The url that paths of this server follow, for whom the request is from; without a slash. */
  String of(Context context);
}

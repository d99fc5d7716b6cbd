package dev.vitrine.server.rest;

import io.javalin.http.Context;

/** Finds out where a client reaches this server. */
@FunctionalInterface
public interface PublicUrl {
  /** The base URL of this server for the client of the request, without a trailing slash. */
  String of(Context context);
}

/**
 * The front of the HTTP server: it decides which connections and requests reach the routes, and
 * limits the resources of each. Depends on no other package of the server; uses Jetty only. Its
 * handlers are safe for use by several threads.
 */
@NullMarked
package dev.vitrine.server.front;

import org.jspecify.annotations.NullMarked;

/**
 * The front of the HTTP server: it decides which connections and requests reach the routes, and
 * bounds what each of them may hold. Depends on no other package of the server; uses Jetty only.
 * Its handlers are safe for use by several threads.
 */
package dev.vitrine.server.front;

/**
 * The server: listens for HTTP and PostgreSQL clients, signs users in, and adds the routes of the
 * packages below it. Javalin and Jetty are used in {@code server} and its packages only. Depends on
 * {@code session}, {@code wire}, {@code authentication}, {@code artifact}, {@code memory}, {@code
 * catalog}, {@code error} and the packages below it.
 */
@NullMarked
package dev.vitrine.server;

import org.jspecify.annotations.NullMarked;

/**
 * Shared code of the REST APIs: requests and JSON responses, and the mapping of conditions to HTTP.
 * Depends on {@code session}, {@code statement.tree}, {@code artifact}, {@code memory}, {@code
 * catalog} and {@code error}. A request is used by one thread; all other types are safe for use by
 * several threads.
 */
@NullMarked
package dev.vitrine.server.rest;

import org.jspecify.annotations.NullMarked;

/**
 * The server: HTTP in front of an engine. Signs users in and hands their requests on to {@code
 * wire}. The only package that uses the HTTP library; depends on {@code session}, {@code wire},
 * {@code authentication}, {@code catalog} and {@code error}.
 */
@NullMarked
package dev.vitrine.server;

import org.jspecify.annotations.NullMarked;

/**
 * The privileges of the signed-in user on the object of a page: they disable controls, and refuse
 * parts of pages. Depends on {@code server.web}, {@code catalog} and {@code error}.
 */
@NullMarked
package dev.vitrine.server.web.rights;

import org.jspecify.annotations.NullMarked;

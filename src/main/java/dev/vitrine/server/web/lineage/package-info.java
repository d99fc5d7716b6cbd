/**
 * Lineage of model versions: read in the user's session, laid out on the server, shown as a graph
 * and as a table. Depends on {@code server.web}, its dependencies and, for the layout, Eclipse ELK.
 * All methods are safe for use by several threads.
 */
@NullMarked
package dev.vitrine.server.web.lineage;

import org.jspecify.annotations.NullMarked;

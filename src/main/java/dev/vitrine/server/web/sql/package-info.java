/**
 * The SQL page. Its script uses the Statement API; without scripts, the page runs the text and
 * shows the rows. Depends on {@code server.web} and its dependencies. All methods are safe for use
 * by several threads.
 */
@NullMarked
package dev.vitrine.server.web.sql;

import org.jspecify.annotations.NullMarked;

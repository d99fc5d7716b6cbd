/**
 * The sharing endpoint: recipients of shares, in other registries, read the models that are shared
 * with them. Safe for use by several threads.
 */
@NullMarked
package dev.vitrine.server.sharing;

import org.jspecify.annotations.NullMarked;

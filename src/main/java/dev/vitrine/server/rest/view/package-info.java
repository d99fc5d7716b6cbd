/** Objects of the registry as their reader sees them, read by queries of the caller, in pages. */
@NullMarked
package dev.vitrine.server.rest.view;

import org.jspecify.annotations.NullMarked;

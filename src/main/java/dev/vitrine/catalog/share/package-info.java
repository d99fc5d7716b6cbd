/**
 * The content of shares as recipients in other registries see it. Depends on {@code catalog}; all
 * types are immutable.
 */
@NullMarked
package dev.vitrine.catalog.share;

import org.jspecify.annotations.NullMarked;

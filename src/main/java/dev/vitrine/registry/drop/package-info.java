/** Tasks that drop models and versions, and restore them. Depends on {@code registry.model}. */
@NullMarked
package dev.vitrine.registry.drop;

import org.jspecify.annotations.NullMarked;

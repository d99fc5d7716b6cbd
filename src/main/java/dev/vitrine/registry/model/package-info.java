/**
 * Tasks on registered models, their versions, aliases and lineage. Depends on {@code
 * registry.securable} and {@code registry.file}.
 */
@NullMarked
package dev.vitrine.registry.model;

import org.jspecify.annotations.NullMarked;

/**
 * Tasks that return rows: SHOW and DESCRIBE become queries over the secured relations. Depends on
 * {@code registry.principal}.
 */
@NullMarked
package dev.vitrine.registry.show;

import org.jspecify.annotations.NullMarked;

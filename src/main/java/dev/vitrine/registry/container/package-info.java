/** Tasks on catalogs and schemas. */
@NullMarked
package dev.vitrine.registry.container;

import org.jspecify.annotations.NullMarked;

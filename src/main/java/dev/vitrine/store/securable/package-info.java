/**
 * Rows of the metastore, catalogs, schemas and models, with their grants, tags, versions and files.
 */
@NullMarked
package dev.vitrine.store.securable;

import org.jspecify.annotations.NullMarked;

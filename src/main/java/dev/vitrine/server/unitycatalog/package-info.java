/**
 * The REST API of Unity Catalog, {@code /api/2.1/unity-catalog}: catalogs, schemas, models and
 * their versions, tags, permissions. Used by MLflow's native mode, its {@code uc:} scheme and the
 * Databricks SDK. Depends on {@code server.rest} and its dependencies. Stateless.
 */
@NullMarked
package dev.vitrine.server.unitycatalog;

import org.jspecify.annotations.NullMarked;

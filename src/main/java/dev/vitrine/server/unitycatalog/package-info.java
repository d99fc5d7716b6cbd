/**
 * The REST API of Unity Catalog, {@code /api/2.1/unity-catalog}: catalogs, schemas, models and
 * their versions, tags, permissions. MLflow's native mode, its {@code uc:} scheme and Databricks'
 * SDK speak it. Depends on {@code server.rest} and on what that may depend on. Stateless.
 */
package dev.vitrine.server.unitycatalog;

/**
 * The REST API of MLflow's model registry, {@code /api/2.0/mlflow/registered-models} and {@code
 * /api/2.0/mlflow/model-versions}: the same statements as the APIs for Unity Catalog, for clients
 * whose registry URI is the address of the server. Depends on {@code server.mlflow.search} and
 * {@code server.rest} and their dependencies. Stateless.
 */
@NullMarked
package dev.vitrine.server.mlflow.registry;

import org.jspecify.annotations.NullMarked;

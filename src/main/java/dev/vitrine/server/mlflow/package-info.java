/**
 * The REST API of MLflow's default client for Unity Catalog: {@code /api/2.0/mlflow/unity-catalog}
 * for models and {@code /api/2.0/fs} for their files. Depends on {@code server.rest} and its
 * dependencies. Stateless.
 */
@NullMarked
package dev.vitrine.server.mlflow;

import org.jspecify.annotations.NullMarked;

/**
 * What MLflow's client for Unity Catalog asks, by default: {@code /api/2.0/mlflow/unity-catalog}
 * for models and {@code /api/2.0/fs} for their files. Depends on {@code server.rest} and on what
 * that may depend on. Stateless.
 */
package dev.vitrine.server.mlflow;

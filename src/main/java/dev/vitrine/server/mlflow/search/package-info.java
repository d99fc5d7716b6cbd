/**
 * MLflow's searches for models and versions: filters and orders as SQL, for all REST APIs. Depends
 * on {@code server.rest} and its dependencies. Stateless.
 */
@NullMarked
package dev.vitrine.server.mlflow.search;

import org.jspecify.annotations.NullMarked;

package dev.vitrine.cli.migrate.source;

import dev.vitrine.cli.migrate.http.MigrationException;
import java.io.IOException;
import java.util.List;

/** Reads the permissions on the models of a registry. */
@FunctionalInterface
public interface SourcePermissions {
  /**
   * The privileges on a model.
   *
   * @param model name of the model in requests to the registry
   * @param inherited whether to include privileges that follow from grants on its schema or catalog
   * @throws MigrationException when the caller may not read them
   */
  List<SourceGrant> of(String model, boolean inherited) throws IOException;
}

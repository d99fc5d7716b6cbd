package dev.vitrine.cli.migrate.source;

import dev.vitrine.cli.migrate.http.MigrationException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A registry that models are imported from. */
public interface RegistrySource {
  /**
   * The names of all models, sorted. In a registry of catalogs, they are relative to the catalog or
   * schema that is imported.
   *
   * @throws MigrationException when the registry refuses the request, or the list is too long
   */
  List<String> names() throws IOException;

  /** The name that a model gets without a rule: the last part of its name. */
  String plainName(String name);

  /**
   * A model with its versions.
   *
   * @throws MigrationException also when the list of versions is not complete
   */
  SourceModel model(String name) throws IOException;

  /**
   * A version with the values that lists do not contain.
   *
   * @throws MigrationException when the registry refuses the request
   */
  SourceDetails details(SourceModel model, SourceVersion version) throws IOException;

  /** The files of versions. */
  SourceFiles files();

  /** The permissions on models; empty if the registry has none that can be read. */
  Optional<SourcePermissions> permissions();
}

package dev.vitrine.registry.task;

import dev.vitrine.catalog.StoredFile;
import dev.vitrine.store.securable.RegistrationDao.Registration;
import java.util.List;
import java.util.Optional;

/**
 * A version of a model that the caller may know of.
 *
 * @param version empty if the model has no such version
 * @param files its files, by path, if they were asked for
 */
public record VersionLookUp(
    ResolvedObject model, Optional<Registration> version, List<StoredFile> files) {
  public VersionLookUp {
    files = List.copyOf(files);
  }
}

package dev.vitrine.store.securable;

/**
 * The set of files of a version.
 *
 * @param creatorId ID of the creator of the version
 * @param loggedModelId ID of MLflow's logged model
 */
public record FileSetRow(long id, long creatorId, String loggedModelId) {
  /** The location of a set without its ID. */
  static final String LOCATION = "vitrine:/files/";

  /** The location that clients know, an opaque URI. */
  public String location() {
    return LOCATION + id;
  }
}

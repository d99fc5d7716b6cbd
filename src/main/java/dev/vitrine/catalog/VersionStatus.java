package dev.vitrine.catalog;

/** The status of a model version. Only READY versions can be loaded. */
public enum VersionStatus {
  PENDING_REGISTRATION,
  FAILED_REGISTRATION,
  READY
}

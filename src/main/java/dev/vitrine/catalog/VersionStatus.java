package dev.vitrine.catalog;

/** Where a model version is in its life. Only READY versions can be loaded. */
public enum VersionStatus {
  PENDING_REGISTRATION,
  FAILED_REGISTRATION,
  READY
}

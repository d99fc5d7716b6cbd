package dev.vitrine.catalog;

/** The kind of a principal. Only a USER can connect; a service principal is a USER. */
public enum PrincipalKind {
  USER,
  GROUP
}

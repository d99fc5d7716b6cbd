package dev.vitrine.catalog;

/** What a principal is. Only a USER can connect; a service principal is a USER too. */
public enum PrincipalKind {
  USER,
  GROUP
}

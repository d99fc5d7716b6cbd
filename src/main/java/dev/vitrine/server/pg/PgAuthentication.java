package dev.vitrine.server.pg;

/** How clients of the PostgreSQL port show that they have the password. */
public enum PgAuthentication {
  /** They send the password, or a token in place of it. */
  PASSWORD,
  /** They prove with SCRAM-SHA-256 that they have the password; tokens are not accepted. */
  SCRAM
}

package dev.vitrine.authentication;

/** Credentials of a login. {@code toString} omits the secret. */
public sealed interface Credentials permits Bearer, Password, ScramProof {}

package dev.vitrine.authentication;

/** What somebody shows to prove who they are. Prints without its secret. */
public sealed interface Credentials permits Password, Bearer {}

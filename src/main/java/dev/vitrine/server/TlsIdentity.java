package dev.vitrine.server;

import java.security.KeyStore;

/** What a server shows to prove that it is itself. */
public sealed interface TlsIdentity permits TlsFiles, TlsKeyStore {
  /**
   * The key and its certificates, in the form that Java's TLS wants.
   *
   * @param password that protects the key in what is answered, in memory only
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when they cannot be used
   */
  KeyStore read(String password);
}

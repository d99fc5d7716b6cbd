package dev.vitrine.server;

import java.security.KeyStore;

/** The certificate of a server and its key. */
public sealed interface TlsIdentity permits TlsFiles, TlsKeyStore {
  /**
   * The key and its certificates as a Java key store.
   *
   * @param password protects the key in the returned key store, which is only in memory
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when they cannot be used
   */
  KeyStore read(String password);
}

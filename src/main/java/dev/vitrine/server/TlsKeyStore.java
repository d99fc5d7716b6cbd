package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;

/**
 * The certificate and the key of a server, in a key store (PKCS #12) with no other key. Prints
 * without its password.
 *
 * @param password of the store and of the key
 */
public record TlsKeyStore(Path file, String password) implements TlsIdentity {

  @Override
  public KeyStore read(String inMemory) {
    try (InputStream bytes = Files.newInputStream(file)) {
      KeyStore given = KeyStore.getInstance("PKCS12");
      given.load(bytes, password.toCharArray());
      List<String> keys =
          Collections.list(given.aliases()).stream().filter(alias -> isKey(given, alias)).toList();
      if (keys.size() != 1) {
        throw unusable("holds " + keys.size() + " keys; it must contain exactly one.");
      }
      Key key = given.getKey(keys.get(0), password.toCharArray());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", key, inMemory.toCharArray(), given.getCertificateChain(keys.get(0)));
      return store;
    } catch (IOException e) {
      throw unusable("cannot be read, or its password is wrong.").withCause(e);
    } catch (GeneralSecurityException e) {
      throw unusable("cannot be used.").withCause(e);
    }
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the store was loaded", e);
    }
  }

  private VitrineException unusable(String problem) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The key store " + file + " " + problem)
        .withHint("keytool -list -keystore FILE lists its content.");
  }

  @Override
  public String toString() {
    return "TlsKeyStore[file=" + file + ", password=********]";
  }
}

package dev.vitrine.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a file as its provider sends them. Distinguishes failures of the provider from those
 * of the storage that takes the bytes in. Used by one thread.
 */
final class ProviderBytes extends FilterInputStream {
  private final MessageDigest digest = sha256();
  private long count;
  private boolean ended;
  private boolean failed;

  ProviderBytes(InputStream bytes) {
    super(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JRE supports SHA-256", impossible);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(into, offset, length);
    } catch (IOException failure) {
      failed = true;
      throw failure;
    }
    if (read < 0) {
      ended = true;
    } else {
      digest.update(into, offset, read);
      count += read;
    }
    return read;
  }

  /** Whether the provider did not send all bytes. */
  boolean failed() {
    return failed;
  }

  /** Whether the provider has sent another number of bytes. */
  boolean isOtherThan(long size) {
    return count > size || (ended && count < size);
  }

  /** Of the bytes so far, in hexadecimal. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

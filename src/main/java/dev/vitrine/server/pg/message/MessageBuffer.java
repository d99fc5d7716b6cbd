package dev.vitrine.server.pg.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Messages to a client that were not sent yet. For one thread. */
public final class MessageBuffer {
  private static final int INITIAL = 8 << 10;

  /** A buffer that a large row made larger than this is not kept. */
  private static final int LARGEST_KEPT = 256 << 10;

  private byte[] bytes = new byte[INITIAL];
  private int size;
  private int lengthAt;
  private boolean incomplete;

  /** Starts a message of this type; {@link #end()} completes it. One that was not is dropped. */
  public MessageBuffer begin(char type) {
    if (incomplete) {
      size = lengthAt - 1;
    }
    incomplete = true;
    int8(type);
    lengthAt = size;
    return int32(0);
  }

  /** Completes the message: sets its length. */
  public void end() {
    setInt32(lengthAt, size - lengthAt);
    incomplete = false;
  }

  public MessageBuffer int8(int value) {
    grow(Byte.BYTES);
    bytes[size++] = (byte) value;
    return this;
  }

  public MessageBuffer int16(int value) {
    grow(Short.BYTES);
    bytes[size] = (byte) (value >> 8);
    bytes[size + 1] = (byte) value;
    size += Short.BYTES;
    return this;
  }

  public MessageBuffer int32(int value) {
    grow(Integer.BYTES);
    setInt32(size, value);
    size += Integer.BYTES;
    return this;
  }

  public MessageBuffer int64(long value) {
    return int32((int) (value >> 32)).int32((int) value);
  }

  public MessageBuffer bytes(byte[] value) {
    grow(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** A text that ends with a zero byte. Zero bytes in it are dropped. */
  public MessageBuffer text(String value) {
    return bytes(value.replace("\0", "").getBytes(StandardCharsets.UTF_8)).int8(0);
  }

  /** A text after its length in bytes. */
  public MessageBuffer sized(String value) {
    int length = value.length();
    grow(Integer.BYTES + length);
    int start = size + Integer.BYTES;
    for (int i = 0; i < length; i++) {
      char next = value.charAt(i);
      if (next >= 0x80) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return int32(encoded.length).bytes(encoded);
      }
      bytes[start + i] = (byte) next;
    }
    setInt32(size, length);
    size = start + length;
    return this;
  }

  /** Reserves the length of a field; {@link #endField} sets it. */
  public int beginField() {
    int32(0);
    return size;
  }

  /** Sets the length of the field that began at {@code start}. */
  public void endField(int start) {
    setInt32(start - Integer.BYTES, size - start);
  }

  /** Bytes that were not sent. */
  public int size() {
    return size;
  }

  /** Sends the messages and removes them. */
  public void writeTo(OutputStream out) throws IOException {
    int count = size;
    size = 0;
    out.write(bytes, 0, count);
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[INITIAL];
    }
  }

  private void setInt32(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  private void grow(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}

package dev.vitrine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Writes a protobuf message. As protobuf does, it leaves out fields that have their default value.
 */
public final class MessageWriter {
  /** Protobuf wire type. */
  private static final int VARINT = 0;

  /** Protobuf wire type. */
  private static final int FIXED64 = 1;

  /** Protobuf wire type. */
  private static final int LENGTH = 2;

  /** Maximum bytes of a 64-bit varint. */
  private static final int MOST_BYTES_OF_VARINT = 10;

  /** Initial bytes of the buffer. */
  private static final int SMALL = 512;

  private byte[] bytes;
  private int size;

  /** For a small message; it grows. */
  public MessageWriter() {
    this(SMALL);
  }

  /** For a message of about so many bytes. */
  public MessageWriter(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** A signed or unsigned integer, or the number of an enum's constant. */
  public void number(int field, long value) {
    if (value != 0) {
      tag(field, VARINT);
      varint(value);
    }
  }

  /** An integer of type sint64. */
  public void zigzag(int field, long value) {
    number(field, (value << 1) ^ (value >> 63));
  }

  /** A bool. */
  public void flag(int field, boolean value) {
    number(field, value ? 1 : 0);
  }

  /** A double. */
  public void real(int field, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits != 0) {
      tag(field, FIXED64);
      room(Long.BYTES);
      for (int i = 0; i < Long.BYTES; i++) {
        bytes[size++] = (byte) (bits >>> (8 * i));
      }
    }
  }

  /** A string. */
  public void text(int field, String value) {
    if (!value.isEmpty()) {
      item(field, value);
    }
  }

  /** A string of a repeated field, where empty ones count. */
  public void item(int field, String value) {
    bytes(field, value.getBytes(UTF_8));
  }

  /** Bytes, or a message that was written elsewhere. */
  public void bytes(int field, byte[] value) {
    tag(field, LENGTH);
    varint(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /**
   * Begins a nested message.
   *
   * @return the mark to pass to the method that ends it
   */
  public int begin(int field) {
    tag(field, LENGTH);
    room(1);
    return size++;
  }

  /** Ends the message that began there: its length is known now, and may need more room. */
  public void end(int start) {
    int length = size - start - 1;
    int digits = 1;
    for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
      digits++;
    }
    if (digits > 1) {
      room(digits);
      System.arraycopy(bytes, start + 1, bytes, start + digits, length);
    }
    size = start;
    varint(length);
    size = start + digits + length;
  }

  /** The message. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** These bytes, and then the message. */
  byte[] appendedTo(byte[] start) {
    byte[] all = Arrays.copyOf(start, start.length + size);
    System.arraycopy(bytes, 0, all, start.length, size);
    return all;
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    room(MOST_BYTES_OF_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}

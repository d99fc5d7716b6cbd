package dev.vitrine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads a protobuf message, field by field. Malformed input causes a ServiceException. */
final class MessageReader {
  /** Protobuf wire type. */
  private static final int FIXED64 = 1;

  /** Protobuf wire type. */
  private static final int LENGTH = 2;

  /** Protobuf wire type. */
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private int position;
  private int limit;
  private int type;

  /** Reads these. */
  MessageReader(byte[] bytes) {
    this.bytes = bytes;
    this.limit = bytes.length;
  }

  /** The number of the next field, whose value is to be read or skipped; 0 at the end. */
  int field() {
    if (position >= limit) {
      return 0;
    }
    long tag = varint();
    type = (int) tag & 7;
    int field = (int) (tag >>> 3);
    if (field <= 0) {
      throw garbled();
    }
    return field;
  }

  /** A signed or unsigned integer, or the number of an enum's constant. */
  long number() {
    expect(0);
    return varint();
  }

  /** An integer of type sint64. */
  long zigzag() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A bool. */
  boolean flag() {
    return number() != 0;
  }

  /** A double. */
  double real() {
    expect(FIXED64);
    need(Long.BYTES);
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bits |= (bytes[position++] & 0xFFL) << (8 * i);
    }
    return Double.longBitsToDouble(bits);
  }

  /** A string. */
  String text() {
    int length = length();
    String text = new String(bytes, position, length, UTF_8);
    position += length;
    return text;
  }

  /**
   * Enters a nested message.
   *
   * @return the mark to pass to the method that leaves it
   */
  int enter() {
    int length = length();
    int outer = limit;
    limit = position + length;
    return outer;
  }

  /** Leaves a nested message and skips its unread bytes. */
  void leave(int outer) {
    position = limit;
    limit = outer;
  }

  /** Skips an unknown field. */
  void skip() {
    switch (type) {
      case 0 -> varint();
      case FIXED64 -> pass(Long.BYTES);
      case LENGTH -> pass(length());
      case FIXED32 -> pass(Integer.BYTES);
      default -> throw garbled();
    }
  }

  private int length() {
    expect(LENGTH);
    long length = varint();
    if (length < 0 || length > limit - position) {
      throw garbled();
    }
    return (int) length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      need(1);
      byte next = bytes[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw garbled();
  }

  private void pass(int count) {
    need(count);
    position += count;
  }

  private void expect(int wanted) {
    if (type != wanted) {
      throw garbled();
    }
  }

  private void need(int count) {
    if (limit - position < count) {
      throw garbled();
    }
  }

  private static ServiceException garbled() {
    return new ServiceException(
        Condition.CONNECTION_LOST, "The response of the server is malformed.");
  }
}

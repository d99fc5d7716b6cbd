package dev.vitrine.server.pg.message;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The fields of one message of a client, read in order. For one thread. */
public final class MessageFields {
  private final char type;
  private final ByteBuffer body;

  /**
   * @param type the byte before the message; 0 for messages before the sign-in
   * @param body without type and length
   */
  public MessageFields(char type, byte[] body) {
    this.type = type;
    this.body = ByteBuffer.wrap(body);
  }

  /** The byte that names the kind of the message. */
  public char type() {
    return type;
  }

  /** Bytes that were not read yet. */
  public int remaining() {
    return body.remaining();
  }

  public byte int8() {
    require(Byte.BYTES);
    return body.get();
  }

  public short int16() {
    require(Short.BYTES);
    return body.getShort();
  }

  public int int32() {
    require(Integer.BYTES);
    return body.getInt();
  }

  /** A number of following fields, each of which has at least {@code size} bytes. */
  public int count(int size) {
    int count = Short.toUnsignedInt(int16());
    require(count * size);
    return count;
  }

  public byte[] bytes(int count) {
    if (count < 0) {
      throw malformed();
    }
    require(count);
    byte[] bytes = new byte[count];
    body.get(bytes);
    return bytes;
  }

  /** A text that ends with a zero byte. */
  public String text() {
    int start = body.position();
    for (int i = start; i < body.limit(); i++) {
      if (body.get(i) == 0) {
        String text = utf8(bytes(i - start));
        body.get();
        return text;
      }
    }
    throw malformed();
  }

  /**
   * @throws VitrineException PROTOCOL_VIOLATION when the message has more bytes
   */
  public void requireEnd() {
    if (body.hasRemaining()) {
      throw malformed();
    }
  }

  /**
   * Decodes UTF-8 strictly.
   *
   * @throws VitrineException DATA_EXCEPTION when the bytes are not UTF-8
   */
  public static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException exception) {
      throw new VitrineException(ErrorCode.DATA_EXCEPTION, "A text is not valid UTF-8.")
          .withCause(exception)
          .withHint("Set the client encoding to UTF8.");
    }
  }

  private void require(int count) {
    if (body.remaining() < count) {
      throw malformed();
    }
  }

  private VitrineException malformed() {
    return new VitrineException(
        ErrorCode.PROTOCOL_VIOLATION,
        type == 0
            ? "The startup message is malformed."
            : "The message of type '" + printable(type) + "' is malformed.");
  }

  /** The character, or its code if it is not a letter. */
  public static String printable(char type) {
    return Character.isLetter(type) && type < 0x80
        ? String.valueOf(type)
        : "0x" + Integer.toHexString(type);
  }
}

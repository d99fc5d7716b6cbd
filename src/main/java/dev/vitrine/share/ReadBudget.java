package dev.vitrine.share;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.share.ShareException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The rest of the bounds of reading a share: time, bytes and memory. Memory is reserved before it
 * is used, so that a share for which there is none fails alone. Used by one thread.
 */
final class ReadBudget {
  /** Levels of JSON; responses have six. */
  private static final int MOST_LEVELS = 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_LEVELS).build())
                  .build())
          .build();

  /**
   * Bytes of heap for a byte of an element while it is read. With OpenJDK 17, its tree has 4.6 for
   * lists of files and 7.9 for short tags, to which its content is added.
   */
  private static final int OF_RESPONSE = 12;

  /** The same when only the content remains: 2.1 for lists of files, 4.0 for short tags. */
  private static final int OF_CONTENT = 4;

  private final MemoryAccount memory;
  private final long end = System.nanoTime() + ShareLimits.REFRESH.toNanos();
  private long bytes = ShareLimits.REFRESH_BYTES;

  /** Bytes of the element that is read. */
  private long untaken;

  ReadBudget(MemoryAccount memory) {
    this.memory = memory;
  }

  /** The time limit of the next request. */
  Duration timeLeft() throws ShareException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The request was cancelled.");
    }
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      throw new ShareException(
          Reason.UNREACHABLE,
          "The provider did not send the share within "
              + ShareLimits.REFRESH.toMinutes()
              + " minutes.");
    }
    return left.compareTo(ShareLimits.REQUEST) < 0 ? left : ShareLimits.REQUEST;
  }

  /** Takes an element of a list. */
  @FunctionalInterface
  interface Element {
    void take(JsonNode element) throws ShareException;
  }

  /**
   * A response without the elements of its list.
   *
   * @param elements number of elements; negative if there is no list
   */
  record Response(JsonNode members, int elements) {}

  /**
   * Reads a response, of whose list only one element is in memory at a time.
   *
   * @param list name of the list
   * @throws dev.vitrine.error.VitrineException OUT_OF_MEMORY when there is no memory for it
   */
  Response read(InputStream body, String list, Element each) throws IOException {
    ObjectNode members = JSON.createObjectNode();
    int elements = -1;
    try (JsonParser parser = JSON.createParser(bounded(body))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw noJson();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(list)) {
          elements = 0;
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            each.take(parser.readValueAsTree());
            elements++;
            taken();
          }
        } else {
          members.set(name, parser.readValueAsTree());
        }
      }
    } catch (JsonProcessingException malformed) {
      throw noJson().withCause(malformed);
    }
    return new Response(members, elements);
  }

  private static ShareException noJson() {
    return new ShareException(Reason.INVALID, "The provider did not send JSON.");
  }

  /** The bytes of a response, for which memory is reserved. */
  private InputStream bounded(InputStream body) {
    int most = (int) Math.min(ShareLimits.RESPONSE_BYTES, bytes);
    return new FilterInputStream(body) {
      private int left = most;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > left) {
          throw tooMuch((most >> 10) + " KiB");
        }
        if (read > 0) {
          left -= read;
          bytes -= read;
          untaken += read;
          memory.reserve((long) read * OF_RESPONSE);
        }
        return read;
      }

      @Override
      public void close() {
        // The caller closes the connection.
      }
    };
  }

  /** Nothing of what was read remains. */
  void discard() {
    memory.release(memory.reserved());
    untaken = 0;
  }

  /** Only the content of what was read remains. */
  private void taken() {
    memory.release(untaken * (OF_RESPONSE - OF_CONTENT));
    untaken = 0;
  }

  static ShareException tooMuch(String bound) {
    return new ShareException(Reason.INVALID, "The provider sent more than " + bound + ".");
  }
}

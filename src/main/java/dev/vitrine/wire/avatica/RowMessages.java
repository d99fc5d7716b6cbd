package dev.vitrine.wire.avatica;

import dev.vitrine.protocol.MessageWriter;
import dev.vitrine.protocol.Representation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service.ExecuteResponse;
import org.apache.calcite.avatica.remote.Service.FetchResponse;
import org.apache.calcite.avatica.remote.Service.Response;
import org.apache.calcite.avatica.remote.Service.ResultSetResponse;

/**
 * Responses with rows, written straight into bytes: Avatica (Meta.Frame#toProto) would make four
 * objects of each value, and send each twice for clients older than 1.5.
 */
final class RowMessages {
  private static final String PACKAGE = "org.apache.calcite.avatica.proto.Responses$";

  /** Initial bytes of the buffer. */
  private static final int SMALL = 1_024;

  /** Maximum initial bytes of the buffer. */
  private static final long MOST_CAPACITY = 64L << 20;

  private RowMessages() {}

  /** The message of a response that has rows; empty for all others. */
  static Optional<byte[]> of(Response response) {
    if (response instanceof FetchResponse fetched) {
      MessageWriter writer = new MessageWriter(capacity(fetched.frame));
      int start = begin(writer, "FetchResponse");
      if (fetched.frame != null) {
        frame(writer, 1, fetched.frame);
      }
      writer.flag(2, fetched.missingStatement);
      writer.flag(3, fetched.missingResults);
      writer.end(start);
      return Optional.of(writer.toBytes());
    }
    // Without results it reports a missing statement.
    if (response instanceof ExecuteResponse executed && executed.results != null) {
      MessageWriter writer = new MessageWriter(capacity(executed.results));
      int start = begin(writer, "ExecuteResponse");
      for (ResultSetResponse result : executed.results) {
        int inner = writer.begin(1);
        result(writer, result);
        writer.end(inner);
      }
      writer.flag(2, executed.missingStatement);
      writer.end(start);
      return Optional.of(writer.toBytes());
    }
    if (response instanceof ResultSetResponse result) {
      MessageWriter writer = new MessageWriter();
      int start = begin(writer, "ResultSetResponse");
      result(writer, result);
      writer.end(start);
      return Optional.of(writer.toBytes());
    }
    return Optional.empty();
  }

  /** Room for long values, which would otherwise be copied each time the writer grows. */
  private static int capacity(Meta.Frame frame) {
    long bytes = SMALL;
    if (frame != null) {
      for (Object row : frame.rows) {
        for (Object value : (List<?>) row) {
          if (value instanceof String text && text.length() > SMALL) {
            bytes += text.length();
          }
        }
      }
    }
    return (int) Math.min(bytes + bytes / 8, MOST_CAPACITY);
  }

  private static int capacity(List<ResultSetResponse> results) {
    long bytes = 0;
    for (ResultSetResponse result : results) {
      bytes += capacity(result.firstFrame);
    }
    return (int) Math.max(SMALL, Math.min(bytes, MOST_CAPACITY));
  }

  private static int begin(MessageWriter writer, String name) {
    writer.text(1, PACKAGE + name);
    return writer.begin(2);
  }

  private static void result(MessageWriter writer, ResultSetResponse result) {
    writer.text(1, result.connectionId);
    writer.number(2, result.statementId);
    writer.flag(3, result.ownStatement);
    if (result.signature != null) {
      writer.bytes(4, result.signature.toProto().toByteArray());
    }
    if (result.firstFrame != null) {
      frame(writer, 5, result.firstFrame);
    }
    writer.number(6, result.updateCount);
  }

  private static void frame(MessageWriter writer, int field, Meta.Frame frame) {
    int start = writer.begin(field);
    writer.number(1, frame.offset);
    writer.flag(2, frame.done);
    for (Object row : frame.rows) {
      int inner = writer.begin(3);
      for (Object value : (List<?>) row) {
        int column = writer.begin(1);
        int scalar = writer.begin(4);
        value(writer, value);
        writer.end(scalar);
        writer.end(column);
      }
      writer.end(inner);
    }
    writer.end(start);
  }

  private static void value(MessageWriter writer, Object value) {
    if (value == null) {
      writer.number(1, Representation.NULL);
      writer.flag(7, true);
    } else if (value instanceof String text) {
      writer.number(1, Representation.STRING);
      writer.text(3, text);
    } else if (value instanceof Long number) {
      writer.number(1, Representation.LONG);
      writer.zigzag(4, number);
    } else if (value instanceof Integer number) {
      writer.number(1, Representation.INTEGER);
      writer.zigzag(4, number);
    } else if (value instanceof Boolean truth) {
      writer.number(1, Representation.BOOLEAN);
      writer.flag(2, truth);
    } else if (value instanceof Double number) {
      writer.number(1, Representation.DOUBLE);
      writer.real(6, number);
    } else if (value instanceof BigDecimal number) {
      writer.number(1, Representation.BIG_DECIMAL);
      writer.text(3, number.toString());
    } else {
      throw new IllegalArgumentException("No value of a column: " + value.getClass());
    }
  }
}

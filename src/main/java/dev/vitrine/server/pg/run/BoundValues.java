package dev.vitrine.server.pg.run;

import dev.vitrine.catalog.DataType;
import dev.vitrine.server.pg.message.MessageFields;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.message.ValueFormat;
import dev.vitrine.server.pg.message.ValueReader;
import dev.vitrine.server.pg.message.ValueWriter;
import dev.vitrine.server.pg.run.PgPrepared.Body;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a Bind message for a statement of the dialect. For one message. */
final class BoundValues {
  private final PgPrepared prepared;
  private final Body.OfDialect dialect;
  private final ZoneId zone;
  private final ValueReader reader;
  private final List<@Nullable Object> values = new ArrayList<>();
  private final Map<Integer, Integer> counts = new HashMap<>();

  BoundValues(PgPrepared prepared, Body.OfDialect dialect, ZoneId zone) {
    this.prepared = prepared;
    this.dialect = dialect;
    this.zone = zone;
    this.reader = new ValueReader(zone);
  }

  /** Reads the values; {@code raw} has one for each parameter of the client. */
  void read(List<byte @Nullable []> raw, int[] formats) {
    for (int mark = 0; mark < dialect.types().size(); mark++) {
      int number = dialect.text().parameters().get(mark);
      byte[] bytes = raw.get(number - 1);
      int format = formats.length == 0 ? 0 : formats[formats.length == 1 ? 0 : number - 1];
      PgType sent = prepared.parameters().get(number - 1);
      if (!dialect.text().isArray(mark)) {
        values.add(bytes == null ? null : value(sent, mark, bytes, format, number));
      } else if (bytes == null) {
        values.add(null);
      } else {
        elements(sent, mark, bytes, format, number);
      }
    }
  }

  /** The values of the {@code ?}, in order. */
  List<@Nullable Object> values() {
    return values;
  }

  /** The statement with a {@code ?} for each value. */
  PgPrepared statement() {
    return counts.isEmpty()
        ? prepared
        : new PgPrepared(
            new Body.OfDialect(
                dialect.text().with(counts, dialect.types()), dialect.types(), dialect.tag()),
            prepared.columns(),
            prepared.parameters(),
            prepared.returnsRows(),
            prepared.bytes());
  }

  /** The last element is repeated up to a power of two, so that few texts are planned. */
  private void elements(PgType sent, int mark, byte[] bytes, int format, int number) {
    List<@Nullable Object> elements = new ArrayList<>();
    if (format == 1) {
      for (Object element : (List<?>) reader.binary(sent, bytes, number)) {
        elements.add(element == null ? null : converted(sent.element(), mark, element, number));
      }
    } else {
      for (String element : ArrayElements.of(MessageFields.utf8(bytes))) {
        elements.add(element == null ? null : text(sent.element(), mark, element, number));
      }
    }
    int count =
        elements.isEmpty() ? 0 : Math.max(1, Integer.highestOneBit(elements.size() * 2 - 1));
    counts.put(mark, count);
    values.addAll(elements);
    for (int i = elements.size(); i < count; i++) {
      values.add(elements.get(elements.size() - 1));
    }
  }

  private Object value(PgType sent, int mark, byte[] bytes, int format, int number) {
    return format == 1
        ? converted(sent, mark, reader.binary(sent, bytes, number), number)
        : text(sent, mark, MessageFields.utf8(bytes), number);
  }

  private Object text(PgType sent, int mark, String text, int number) {
    PgType source = sent.format() == ValueFormat.TEXT ? target(mark) : sent;
    return converted(sent, mark, reader.text(source, text, number), number);
  }

  private Object converted(PgType sent, int mark, Object value, int number) {
    if (value instanceof String string && target(mark).format() != ValueFormat.TEXT) {
      return reader.text(target(mark), string, number);
    }
    return value instanceof LocalDateTime && target(mark).format() == ValueFormat.TEXT
        ? new ValueWriter(zone).text(sent, value)
        : value;
  }

  private PgType target(int mark) {
    DataType wanted = dialect.types().get(mark);
    return PgType.of(wanted);
  }
}

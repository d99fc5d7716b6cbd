package dev.vitrine.server.pg;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.ErrorFields;
import dev.vitrine.server.pg.message.MessageBuffer;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.message.ValueWriter;
import dev.vitrine.server.pg.run.CopyFormat;
import dev.vitrine.server.pg.run.PgResponse;
import dev.vitrine.server.pg.run.PgRows;
import dev.vitrine.server.pg.run.PgSession;
import dev.vitrine.server.pg.run.Portal;
import dev.vitrine.server.pg.run.ResultFormats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes the responses to a client, rows as they are read. For one thread. */
final class ResponseWriter {
  private final PgChannel channel;
  private final PgSession session;

  ResponseWriter(PgChannel channel, PgSession session) {
    this.channel = channel;
    this.session = session;
  }

  /** The whole response to a statement of a simple query, in text format. */
  void whole(PgResponse response) throws IOException {
    if (response instanceof PgResponse.Result result) {
      try (PgRows rows = result.rows()) {
        description(result.columns(), ResultFormats.TEXT);
        long count = rows(result, rows, ResultFormats.TEXT, 0);
        complete(result, count);
      }
    } else {
      other(response);
    }
  }

  /**
   * Executes a portal.
   *
   * @param most rows; 0 for all
   */
  void part(PgResponse response, Portal portal, long most) throws IOException {
    if (!(response instanceof PgResponse.Result result)) {
      other(response);
      return;
    }
    long count = rows(result, result.rows(), portal.formats(), most);
    if (most > 0 && count == most) {
      channel.out().begin('s').end();
    } else {
      complete(result, count);
    }
  }

  private void other(PgResponse response) throws IOException {
    if (response instanceof PgResponse.Copy copy) {
      copy(copy.result(), copy.format());
    } else if (response instanceof PgResponse.Done done) {
      done.notices().forEach(this::send);
      tag(done.tag());
    }
  }

  private long rows(PgResponse.Result result, PgRows rows, ResultFormats formats, long most)
      throws IOException {
    ValueWriter values = new ValueWriter(session.variables().zone());
    List<PgColumn> columns = result.columns();
    long count = 0;
    while (most == 0 || count < most) {
      Optional<Object[]> row = rows.next();
      if (row.isEmpty()) {
        break;
      }
      row(columns, row.get(), values, formats);
      count++;
      channel.flushIfLarge();
    }
    return count;
  }

  private void row(
      List<PgColumn> columns, Object[] row, ValueWriter values, ResultFormats formats) {
    MessageBuffer out = channel.out().begin('D').int16(row.length);
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      PgType type = columns.get(i).type();
      if (value == null) {
        out.int32(-1);
      } else if (formats.isBinary(i)) {
        int start = out.beginField();
        values.binary(type, value, out);
        out.endField(start);
      } else {
        out.sized(values.text(type, value));
      }
    }
    out.end();
  }

  /** The columns of a result. */
  void description(List<PgColumn> columns, ResultFormats formats) {
    MessageBuffer out = channel.out().begin('T').int16(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      PgColumn column = columns.get(i);
      out.text(column.name()).int32(0).int16(0).int32(column.type().oid());
      out.int16(column.type().size()).int32(column.modifier());
      out.int16(formats.isBinary(i) ? 1 : 0);
    }
    out.end();
  }

  private void copy(PgResponse.Result result, CopyFormat format) throws IOException {
    try (PgRows rows = result.rows()) {
      int binary = format.isBinary() ? 1 : 0;
      MessageBuffer out = channel.out().begin('H').int8(binary).int16(result.columns().size());
      result.columns().forEach(column -> out.int16(binary));
      out.end();
      if (format.header()) {
        data(format.names(result.columns()));
      }
      ValueWriter values = new ValueWriter(session.variables().zone());
      long count = 0;
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        if (format.isBinary()) {
          format.row(result.columns(), row.get(), values, count == 0, channel.out());
        } else {
          data(format.line(result.columns(), row.get(), values));
        }
        count++;
        channel.flushIfLarge();
      }
      if (format.isBinary()) {
        format.end(count == 0, channel.out());
      }
      channel.out().begin('c').end();
      tag("COPY " + count);
    }
  }

  private void data(String line) {
    channel.out().begin('d').bytes(line.getBytes(StandardCharsets.UTF_8)).end();
  }

  private void complete(PgResponse.Result result, long count) {
    result.rows().close();
    tag(result.counted() ? result.tag() + " " + count : result.tag());
  }

  private void tag(String tag) {
    channel.out().begin('C').text(tag).end();
  }

  void error(VitrineException failure, String text) {
    send(PgSession.error(failure, text));
  }

  void send(ErrorFields fields) {
    fields.writeTo(channel.out());
  }

  /** Reports changed parameters and that the next query can come; sends everything. */
  void ready() throws IOException {
    session.variables().takeReported().forEach(this::parameter);
    channel.out().begin('Z').int8(session.status()).end();
    channel.flush();
  }

  void parameter(String name, String value) {
    channel.out().begin('S').text(name).text(value).end();
  }
}

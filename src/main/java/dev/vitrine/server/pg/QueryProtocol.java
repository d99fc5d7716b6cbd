package dev.vitrine.server.pg;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.MessageFields;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.run.PgResponse;
import dev.vitrine.server.pg.run.PgSession;
import dev.vitrine.server.pg.run.Portal;
import dev.vitrine.server.pg.run.ResultFormats;
import dev.vitrine.server.pg.sql.PgText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages of a signed-in client: simple and extended queries. For one thread. */
final class QueryProtocol {
  private final PgChannel channel;
  private final PgSession session;
  private final ResponseWriter responses;

  /** Whether messages are ignored until Sync because one failed. */
  private boolean skipping;

  /** Whether messages came after the last Sync. */
  private boolean inBatch;

  /** The text to which positions of errors refer. */
  private String text = "";

  QueryProtocol(PgChannel channel, PgSession session) {
    this.channel = channel;
    this.session = session;
    this.responses = new ResponseWriter(channel, session);
  }

  /**
   * Handles one message.
   *
   * @return whether the connection goes on
   */
  boolean handle(MessageFields message) throws IOException {
    inBatch = message.type() != 'S' && message.type() != 'Q';
    switch (message.type()) {
      case 'X' -> {
        return false;
      }
      case 'S' -> sync();
      case 'Q' -> query(message);
      case 'H' -> {
        if (!skipping) {
          channel.flush();
        }
      }
      case 'P', 'B', 'D', 'E', 'C' -> {
        if (!skipping) {
          extended(message);
        }
      }
      case 'F' -> {
        responses.error(
            refused(ErrorCode.UNSUPPORTED_FEATURE, "Function calls are not supported."), "");
        responses.ready();
      }
      // The rest of a COPY that failed.
      case 'd', 'c', 'f' -> {}
      default ->
          throw refused(
              ErrorCode.PROTOCOL_VIOLATION,
              "A message of type '"
                  + MessageFields.printable(message.type())
                  + "' is not expected here.");
    }
    return true;
  }

  /** Whether a Sync has to follow. */
  boolean isInBatch() {
    return inBatch;
  }

  private static VitrineException refused(ErrorCode code, String problem) {
    return new VitrineException(code, problem);
  }

  private void sync() throws IOException {
    boolean successful = !skipping;
    skipping = false;
    endImplicit(successful);
    responses.ready();
  }

  private boolean endImplicit(boolean successful) {
    try {
      session.endImplicit(successful);
      return successful;
    } catch (RuntimeException | Error failure) {
      responses.error(Failures.translate(failure), "");
      return false;
    }
  }

  private void query(MessageFields message) throws IOException {
    skipping = false;
    String sql = message.text();
    message.requireEnd();
    boolean successful = false;
    try {
      session.closeUnnamed();
      List<PgText> statements = PgText.split(sql);
      if (statements.isEmpty()) {
        channel.out().begin('I').end();
      }
      for (PgText statement : statements) {
        responses.whole(session.simple(statement, statements.size() > 1));
      }
      successful = true;
    } catch (RuntimeException | Error failure) {
      responses.error(Failures.translate(failure), sql);
    }
    endImplicit(successful);
    responses.ready();
  }

  private void extended(MessageFields message) throws IOException {
    text = "";
    try {
      switch (message.type()) {
        case 'P' -> parse(message);
        case 'B' -> {
          String portal = message.text();
          session.bind(portal, message.text(), message);
          channel.out().begin('2').end();
        }
        case 'D' -> describe(message);
        case 'E' -> execute(message);
        default -> close(message);
      }
    } catch (RuntimeException | Error failure) {
      skipping = true;
      responses.error(Failures.translate(failure), text);
    }
  }

  private void parse(MessageFields message) {
    String name = message.text();
    String sql = message.text();
    text = sql;
    int count = message.count(Integer.BYTES);
    List<Integer> oids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      oids.add(message.int32());
    }
    message.requireEnd();
    session.parse(name, sql, oids);
    channel.out().begin('1').end();
  }

  private void describe(MessageFields message) {
    byte kind = message.int8();
    String name = message.text();
    message.requireEnd();
    if (kind == 'S') {
      List<PgType> parameters = session.parameters(name);
      channel.out().begin('t').int16(parameters.size());
      parameters.forEach(type -> channel.out().int32(type.oid()));
      channel.out().end();
      describe(session.columns(name).orElse(List.of()), ResultFormats.TEXT);
    } else if (kind == 'P') {
      describe(session.portalColumns(name).orElse(List.of()), session.portal(name).formats());
    } else {
      throw refused(ErrorCode.PROTOCOL_VIOLATION, "Describe needs 'S' or 'P'.");
    }
  }

  private void describe(List<PgColumn> columns, ResultFormats formats) {
    if (columns.isEmpty()) {
      channel.out().begin('n').end();
    } else {
      responses.description(columns, formats);
    }
  }

  private void execute(MessageFields message) throws IOException {
    Portal portal = session.portal(message.text());
    int most = message.int32();
    message.requireEnd();
    Optional<PgResponse> response = session.execute(portal, channel.peek() == 'S');
    if (response.isEmpty()) {
      channel.out().begin('I').end();
    } else {
      responses.part(response.get(), portal, Math.max(most, 0));
    }
  }

  private void close(MessageFields message) {
    byte kind = message.int8();
    String name = message.text();
    message.requireEnd();
    if (kind == 'S') {
      session.closeStatement(name);
    } else if (kind == 'P') {
      session.closePortal(name);
    } else {
      throw refused(ErrorCode.PROTOCOL_VIOLATION, "Close needs 'S' or 'P'.");
    }
    channel.out().begin('3').end();
  }
}

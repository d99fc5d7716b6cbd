package dev.vitrine.server.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.server.statement.StatementResult.Chunk;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the outcome of one statement into chunks, which are charged to a memory account. */
final class ResultReader {
  /** Maximum bytes of results in responses, as in the API that this one follows. */
  static final long MOST_INLINE_BYTES = 25L << 20;

  /** A request holds several copies of a chunk while it is sent. */
  private static final int CHUNK_BYTES = 1 << 20;

  private final StatementRequest request;
  private final MemoryAccount memory;
  private final List<Chunk> chunks = new ArrayList<>();
  private ByteArrayOutputStream content = new ByteArrayOutputStream();
  private long rowsOfChunk;
  private long rowsBefore;
  private long bytes;

  ResultReader(StatementRequest request, MemoryAccount memory) {
    this.request = request;
    this.memory = memory;
  }

  /**
   * Reads all rows.
   *
   * @throws VitrineException STATEMENT_TOO_COMPLEX when the result is too large for responses,
   *     OUT_OF_MEMORY when it exceeds the memory of a connection
   */
  StatementResult read(Outcome outcome) {
    if (outcome instanceof Rows rows) {
      try (rows) {
        return read(rows);
      }
    }
    Outcome.Changed changed = (Outcome.Changed) outcome;
    List<Column> columns = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    columns.add(Column.bigint("num_affected_rows", false, ""));
    values.add(changed.count());
    changed
        .version()
        .ifPresent(
            version -> {
              columns.add(Column.bigint("version", false, ""));
              values.add(version);
            });
    if (!changed.warnings().isEmpty()) {
      String warnings = String.join("\n", changed.warnings());
      columns.add(Column.varchar("warnings", warnings.length(), false, ""));
      values.add(warnings);
    }
    add(columns, values.toArray());
    return finish(columns, false);
  }

  private StatementResult read(Rows rows) {
    List<Column> columns = rows.columns();
    boolean truncated = false;
    Optional<Object[]> row = rows.next();
    while (row.isPresent() && !truncated) {
      truncated = !add(columns, row.get());
      row = rows.next();
    }
    return finish(columns, truncated);
  }

  /** Adds a row; returns false if a limit of the request does not allow it. */
  private boolean add(List<Column> columns, Object[] values) {
    if (request.rowLimit().isPresent()
        && rowsBefore + rowsOfChunk >= request.rowLimit().getAsLong()) {
      return false;
    }
    String begin = rowsOfChunk == 0 ? request.format().begin(columns, chunks.isEmpty()) : "";
    byte[] row = (begin + request.format().row(values, rowsOfChunk == 0)).getBytes(UTF_8);
    if (request.byteLimit().isPresent() && bytes + row.length > request.byteLimit().getAsLong()) {
      return false;
    }
    if (!request.external() && bytes + row.length > MOST_INLINE_BYTES) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The result exceeds 25 MiB, the limit of the disposition INLINE.")
          .withHint("Use the disposition EXTERNAL_LINKS, row_limit or byte_limit.");
    }
    memory.reserve(row.length);
    content.writeBytes(row);
    bytes += row.length;
    rowsOfChunk++;
    if (content.size() >= CHUNK_BYTES) {
      endChunk();
    }
    return true;
  }

  private void endChunk() {
    content.writeBytes(request.format().end().getBytes(UTF_8));
    chunks.add(
        new Chunk(chunks.size(), rowsBefore, rowsOfChunk, content.size(), content.toString(UTF_8)));
    rowsBefore += rowsOfChunk;
    rowsOfChunk = 0;
    content = new ByteArrayOutputStream();
  }

  private StatementResult finish(List<Column> columns, boolean truncated) {
    if (rowsOfChunk > 0) {
      endChunk();
    } else if (chunks.isEmpty()) {
      content.writeBytes(request.format().begin(columns, true).getBytes(UTF_8));
      endChunk();
    }
    return new StatementResult(columns, request.format(), chunks, truncated);
  }
}

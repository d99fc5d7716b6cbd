package dev.vitrine.server.statement;

import dev.vitrine.catalog.Column;
import java.util.List;

/**
 * The rows of a statement, in chunks.
 *
 * @param truncated true if there were more rows than the limits of the request allow
 */
record StatementResult(
    List<Column> columns, ResultFormat format, List<Chunk> chunks, boolean truncated) {
  StatementResult {
    columns = List.copyOf(columns);
    chunks = List.copyOf(chunks);
  }

  /**
   * Some rows that follow each other.
   *
   * @param rowOffset number of rows in the chunks before
   * @param byteCount length of the content in UTF-8
   * @param content the rows in the format of the result
   */
  record Chunk(int index, long rowOffset, long rowCount, long byteCount, String content) {}

  long rowCount() {
    return chunks.stream().mapToLong(Chunk::rowCount).sum();
  }

  long byteCount() {
    return chunks.stream().mapToLong(Chunk::byteCount).sum();
  }
}

package dev.vitrine.server.statement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.statement.RunningStatement.Snapshot;
import dev.vitrine.server.statement.StatementResult.Chunk;
import java.util.List;

/** Statements and results as JSON. */
final class StatementView {
  private static final String PATH = StatementEndpoints.PATH;

  private StatementView() {}

  /** The state of a statement and, if it has one, the first chunk of its result. */
  static ObjectNode of(RunningStatement statement, String server) {
    Snapshot snapshot = statement.snapshot();
    ObjectNode view = Json.object().put("statement_id", statement.id());
    ObjectNode status = view.putObject("status").put("state", snapshot.state().name());
    snapshot.failure().ifPresent(failure -> error(status, failure));
    snapshot
        .result()
        .ifPresent(
            result -> {
              view.set("manifest", manifest(result));
              view.set("result", chunk(statement, snapshot, result, 0, server));
            });
    return view;
  }

  private static void error(ObjectNode status, VitrineException failure) {
    String hint = failure.hint().isEmpty() ? "" : " Hint: " + failure.hint();
    status
        .put("sql_state", failure.code().sqlState())
        .putObject("error")
        .put("error_code", serviceCode(failure.code()))
        .put(
            "message",
            "["
                + failure.code()
                + "] "
                + failure.problem()
                + hint
                + failure
                    .position()
                    .map(place -> " (line " + place.line() + ", column " + place.column() + ")")
                    .orElse(""));
  }

  /** The codes of the API are coarse; the condition is in the message and in the SQLSTATE. */
  private static String serviceCode(ErrorCode code) {
    if (code == ErrorCode.STATEMENT_TIMEOUT) {
      return "DEADLINE_EXCEEDED";
    }
    if (code == ErrorCode.QUERY_CANCELED) {
      return "CANCELLED";
    }
    return switch (code.rest()) {
      case INTERNAL_ERROR -> "INTERNAL_ERROR";
      case TEMPORARILY_UNAVAILABLE -> "TEMPORARILY_UNAVAILABLE";
      case INSUFFICIENT_STORAGE -> "RESOURCE_EXHAUSTED";
      case ABORTED -> "ABORTED";
      case UNAUTHENTICATED -> "UNAUTHENTICATED";
      case INVALID_PARAMETER_VALUE,
          INVALID_STATE,
          RESOURCE_LIMIT_EXCEEDED,
          RESOURCE_ALREADY_EXISTS,
          CATALOG_ALREADY_EXISTS,
          SCHEMA_ALREADY_EXISTS,
          CATALOG_NOT_EMPTY,
          SCHEMA_NOT_EMPTY,
          PERMISSION_DENIED,
          RESOURCE_DOES_NOT_EXIST,
          CATALOG_DOES_NOT_EXIST,
          SCHEMA_DOES_NOT_EXIST,
          PRINCIPAL_DOES_NOT_EXIST,
          NOT_FOUND,
          ALREADY_EXISTS,
          NOT_IMPLEMENTED ->
          "BAD_REQUEST";
    };
  }

  private static ObjectNode manifest(StatementResult result) {
    ObjectNode manifest = Json.object().put("format", result.format().name());
    ObjectNode schema = manifest.putObject("schema").put("column_count", result.columns().size());
    ArrayNode columns = schema.putArray("columns");
    for (Column column : result.columns()) {
      ObjectNode view = columns.addObject().put("name", column.name());
      view.put("position", columns.size() - 1);
      view.put("type_name", typeName(column.type()));
      view.put("type_text", typeText(column));
      if (column.type() == DataType.DECIMAL) {
        view.put("type_precision", column.precision()).put("type_scale", column.scale());
      }
    }
    manifest.put("total_chunk_count", result.chunks().size());
    manifest.put("total_row_count", result.rowCount());
    manifest.put("total_byte_count", result.byteCount());
    manifest.put("truncated", result.truncated());
    ArrayNode chunks = manifest.putArray("chunks");
    for (Chunk chunk : result.chunks()) {
      place(chunks.addObject(), chunk).put("byte_count", chunk.byteCount());
    }
    return manifest;
  }

  private static String typeName(DataType type) {
    return switch (type) {
      // The API has no type for a time of day.
      case VARCHAR, TIME -> "STRING";
      case INTEGER -> "INT";
      case BIGINT -> "LONG";
      case DECIMAL -> "DECIMAL";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP, INSTANT -> "TIMESTAMP";
    };
  }

  private static String typeText(Column column) {
    return switch (column.type()) {
      case BIGINT -> "BIGINT";
      case DECIMAL -> "DECIMAL(" + column.precision() + "," + column.scale() + ")";
      case VARCHAR, INTEGER, DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, INSTANT ->
          typeName(column.type());
    };
  }

  private static ObjectNode place(ObjectNode view, Chunk chunk) {
    return view.put("chunk_index", chunk.index())
        .put("row_offset", chunk.rowOffset())
        .put("row_count", chunk.rowCount());
  }

  /** A chunk of a result, or the link to it. */
  static ObjectNode chunk(
      RunningStatement statement,
      Snapshot snapshot,
      StatementResult result,
      int index,
      String server) {
    List<Chunk> chunks = result.chunks();
    Chunk chunk = chunks.get(index);
    if (!statement.request().external()) {
      ObjectNode view = following(place(Json.object(), chunk), statement, chunks);
      view.putRawValue("data_array", new RawValue(chunk.content()));
      return view;
    }
    ObjectNode view = Json.object();
    ObjectNode link =
        following(place(view.putArray("external_links").addObject(), chunk), statement, chunks);
    link.put("byte_count", chunk.byteCount());
    link.put(
        "external_link",
        server
            + StatementEndpoints.RESULTS
            + statement.id()
            + "/"
            + chunk.index()
            + "/"
            + statement.linkSecret());
    link.put("expiration", snapshot.expires().toString());
    return view;
  }

  /** Adds the place of the chunk after the one of {@code view}, if there is one. */
  private static ObjectNode following(
      ObjectNode view, RunningStatement statement, List<Chunk> chunks) {
    int next = view.path("chunk_index").asInt() + 1;
    if (next < chunks.size()) {
      view.put("next_chunk_index", next);
      view.put("next_chunk_internal_link", PATH + "/" + statement.id() + "/result/chunks/" + next);
    }
    return view;
  }
}

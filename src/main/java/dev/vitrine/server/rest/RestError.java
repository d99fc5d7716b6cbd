package dev.vitrine.server.rest;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import io.javalin.http.HttpStatus;

/**
 * A condition as MLflow's and Databricks' clients know it. They take most other statuses for a
 * reason to try again, for minutes.
 */
public record RestError(HttpStatus status, String code, String message) {
  /** Characters; a message may repeat what the request says. */
  private static final int LONGEST_MESSAGE = 2_000;

  /** What clients are told of a condition. */
  public static RestError of(VitrineException exception) {
    String message =
        exception.hint().isEmpty()
            ? exception.problem()
            : exception.problem() + " " + exception.hint();
    return new RestError(
        status(exception.code()),
        code(exception.code()),
        StorableText.excerpt(message, LONGEST_MESSAGE));
  }

  /** The same of a file: clients tell a file from a directory by this code. */
  public static RestError ofFile(VitrineException exception) {
    RestError error = of(exception);
    return error.status() == HttpStatus.NOT_FOUND
        ? new RestError(HttpStatus.NOT_FOUND, "NOT_FOUND", error.message())
        : error;
  }

  private static HttpStatus status(ErrorCode code) {
    return switch (code) {
      case AUTHENTICATION_FAILED -> HttpStatus.UNAUTHORIZED;
      case INSUFFICIENT_PRIVILEGES -> HttpStatus.FORBIDDEN;
      case CATALOG_NOT_FOUND,
          SCHEMA_NOT_FOUND,
          MODEL_NOT_FOUND,
          MODEL_VERSION_NOT_FOUND,
          MODEL_ALIAS_NOT_FOUND,
          FILE_NOT_FOUND,
          TAG_NOT_FOUND,
          TOKEN_NOT_FOUND,
          SESSION_NOT_FOUND,
          PRINCIPAL_NOT_FOUND ->
          HttpStatus.NOT_FOUND;
      case SERIALIZATION_FAILURE -> HttpStatus.CONFLICT;
      case UNSUPPORTED_FEATURE -> HttpStatus.NOT_IMPLEMENTED;
      case TOO_MANY_CONNECTIONS,
          CANNOT_CONNECT,
          STORE_UNREACHABLE,
          QUERY_CANCELED,
          LOCK_TIMEOUT,
          OUT_OF_MEMORY,
          SESSION_TERMINATED ->
          HttpStatus.SERVICE_UNAVAILABLE;
      case DISK_FULL -> HttpStatus.INSUFFICIENT_STORAGE;
      case INTERNAL_ERROR -> HttpStatus.INTERNAL_SERVER_ERROR;
      case PARSE_SYNTAX_ERROR,
          INVALID_IDENTIFIER,
          STATEMENT_TOO_COMPLEX,
          UNBOUND_PARAMETER,
          INVALID_PARAMETER_VALUE,
          CATALOG_ALREADY_EXISTS,
          CATALOG_NOT_EMPTY,
          SCHEMA_ALREADY_EXISTS,
          SCHEMA_NOT_EMPTY,
          MODEL_ALREADY_EXISTS,
          MODEL_NOT_EMPTY,
          ALIAS_LIMIT_EXCEEDED,
          TAG_LIMIT_EXCEEDED,
          TAG_ALREADY_EXISTS,
          CANNOT_RENAME_ACROSS_SCHEMA,
          INVALID_VERSION_STATE,
          PRINCIPAL_ALREADY_EXISTS,
          PRINCIPAL_IN_USE,
          LAST_ADMIN,
          PRIVILEGE_NOT_APPLICABLE,
          TOKEN_LIMIT_EXCEEDED,
          TABLE_OR_VIEW_NOT_FOUND,
          UNRESOLVED_COLUMN,
          DATATYPE_MISMATCH,
          GROUPING_ERROR,
          DIVIDE_BY_ZERO,
          CAST_INVALID_INPUT,
          NUMERIC_VALUE_OUT_OF_RANGE,
          DATA_EXCEPTION,
          CARDINALITY_VIOLATION,
          CONNECTION_CLOSED,
          INVALID_CURSOR_STATE,
          INVALID_TRANSACTION_STATE,
          IN_FAILED_TRANSACTION,
          IDLE_TRANSACTION_TIMEOUT,
          PROTOCOL_VIOLATION ->
          HttpStatus.BAD_REQUEST;
    };
  }

  private static String code(ErrorCode code) {
    return switch (code) {
      case AUTHENTICATION_FAILED -> "UNAUTHENTICATED";
      case INSUFFICIENT_PRIVILEGES -> "PERMISSION_DENIED";
      case CATALOG_NOT_FOUND -> "CATALOG_DOES_NOT_EXIST";
      case SCHEMA_NOT_FOUND -> "SCHEMA_DOES_NOT_EXIST";
      case MODEL_NOT_FOUND,
          MODEL_VERSION_NOT_FOUND,
          MODEL_ALIAS_NOT_FOUND,
          TAG_NOT_FOUND,
          TOKEN_NOT_FOUND,
          SESSION_NOT_FOUND,
          PRINCIPAL_NOT_FOUND ->
          "RESOURCE_DOES_NOT_EXIST";
      case FILE_NOT_FOUND -> "NOT_FOUND";
      case CATALOG_ALREADY_EXISTS,
          SCHEMA_ALREADY_EXISTS,
          MODEL_ALREADY_EXISTS,
          TAG_ALREADY_EXISTS,
          PRINCIPAL_ALREADY_EXISTS ->
          "RESOURCE_ALREADY_EXISTS";
      case CATALOG_NOT_EMPTY,
          SCHEMA_NOT_EMPTY,
          MODEL_NOT_EMPTY,
          INVALID_VERSION_STATE,
          PRINCIPAL_IN_USE,
          LAST_ADMIN ->
          "INVALID_STATE";
      case ALIAS_LIMIT_EXCEEDED, TAG_LIMIT_EXCEEDED, TOKEN_LIMIT_EXCEEDED ->
          "RESOURCE_LIMIT_EXCEEDED";
      case SERIALIZATION_FAILURE -> "ABORTED";
      case UNSUPPORTED_FEATURE -> "NOT_IMPLEMENTED";
      case TOO_MANY_CONNECTIONS,
          CANNOT_CONNECT,
          STORE_UNREACHABLE,
          QUERY_CANCELED,
          LOCK_TIMEOUT,
          DISK_FULL,
          OUT_OF_MEMORY,
          SESSION_TERMINATED ->
          "TEMPORARILY_UNAVAILABLE";
      case INTERNAL_ERROR -> "INTERNAL_ERROR";
      case PARSE_SYNTAX_ERROR,
          INVALID_IDENTIFIER,
          STATEMENT_TOO_COMPLEX,
          UNBOUND_PARAMETER,
          INVALID_PARAMETER_VALUE,
          CANNOT_RENAME_ACROSS_SCHEMA,
          PRIVILEGE_NOT_APPLICABLE,
          TABLE_OR_VIEW_NOT_FOUND,
          UNRESOLVED_COLUMN,
          DATATYPE_MISMATCH,
          GROUPING_ERROR,
          DIVIDE_BY_ZERO,
          CAST_INVALID_INPUT,
          NUMERIC_VALUE_OUT_OF_RANGE,
          DATA_EXCEPTION,
          CARDINALITY_VIOLATION,
          CONNECTION_CLOSED,
          INVALID_CURSOR_STATE,
          INVALID_TRANSACTION_STATE,
          IN_FAILED_TRANSACTION,
          IDLE_TRANSACTION_TIMEOUT,
          PROTOCOL_VIOLATION ->
          "INVALID_PARAMETER_VALUE";
    };
  }
}

package dev.vitrine.server.rest;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Hints for clients of the REST surfaces. The registry's hints name SQL statements, which such a
 * client cannot send.
 */
final class RestHints {
  private static final Pattern SQL =
      Pattern.compile(
          "\\b(ADD|ALTER|CASCADE|COMMENT ON|COMMIT|CREATE|DESCRIBE|DROP|GRANT|IF NOT EXISTS|OWNER TO"
              + "|RESTRICT|REVOKE|ROLLBACK|SELECT|SET TAGS?|SHOW|UNSET)\\b");

  private static final String CHECK_NAME =
      "Check the name; objects that you may not see count as missing.";

  private static final Map<ErrorCode, String> HINTS =
      Map.ofEntries(
          Map.entry(ErrorCode.CATALOG_NOT_FOUND, CHECK_NAME),
          Map.entry(ErrorCode.SCHEMA_NOT_FOUND, CHECK_NAME),
          Map.entry(ErrorCode.MODEL_NOT_FOUND, CHECK_NAME),
          Map.entry(
              ErrorCode.MODEL_VERSION_NOT_FOUND, "List the model's versions to see their numbers."),
          Map.entry(ErrorCode.MODEL_ALIAS_NOT_FOUND, "Get the model to see its aliases."),
          Map.entry(ErrorCode.CATALOG_ALREADY_EXISTS, "Choose another name."),
          Map.entry(ErrorCode.SCHEMA_ALREADY_EXISTS, "Choose another name."),
          Map.entry(ErrorCode.MODEL_ALREADY_EXISTS, "Choose another name."),
          Map.entry(
              ErrorCode.CATALOG_NOT_EMPTY,
              "Delete its schemas first, or send force=true to delete them too."),
          Map.entry(
              ErrorCode.SCHEMA_NOT_EMPTY,
              "Delete its models first, or send force=true to delete them too."),
          Map.entry(ErrorCode.ALIAS_LIMIT_EXCEEDED, "Delete one of the model's aliases first."),
          Map.entry(ErrorCode.TAG_ALREADY_EXISTS, "Update the tag, or delete it first."),
          Map.entry(ErrorCode.TAG_NOT_FOUND, "Keys of tags are case-sensitive."),
          Map.entry(
              ErrorCode.CANNOT_RENAME_ACROSS_SCHEMA,
              "Copy its versions to a model in the other schema."),
          Map.entry(
              ErrorCode.INSUFFICIENT_PRIVILEGES,
              "Ask its owner, or a user who has MANAGE on it, to grant the privilege."));

  private RestHints() {}

  /** The same error, with a hint that does not name SQL. */
  static VitrineException apply(VitrineException exception) {
    return SQL.matcher(exception.hint()).find()
        ? exception.withHint(HINTS.getOrDefault(exception.code(), ""))
        : exception;
  }
}

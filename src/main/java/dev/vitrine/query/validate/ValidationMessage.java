package dev.vitrine.query.validate;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates messages of Calcite's validator. */
public final class ValidationMessage {
  private static final Pattern TABLE =
      Pattern.compile("^(?:Object|Table) '(.*?)' not found(?: within '.*')?");
  private static final Pattern COLUMN = Pattern.compile("^Column '(.*?)' not found in");
  private static final Pattern AMBIGUOUS = Pattern.compile("^Column '(.*?)' is ambiguous");
  private static final Pattern GROUPING =
      Pattern.compile("^Expression '(.*?)' is not being grouped", Pattern.DOTALL);
  private static final Pattern SIGNATURE =
      Pattern.compile("^No match found for function signature (.+?)\\.?$");
  private static final Pattern AGGREGATE =
      Pattern.compile("(?i)aggregate (?:expression|function)|nested aggregat|windowed aggregate");
  private static final Pattern MISMATCH =
      Pattern.compile(
          "^(?:Cannot apply|Values passed to|Type mismatch|Incompatible|Illegal mixing|"
              + "Cannot infer return type|Column count mismatch|"
              + "WHERE clause must be|ON clause must be|Invalid number of arguments|"
              + "HAVING clause must be|Parameters must be of the same type|"
              + "Cannot cast|Literal '.*' can not be parsed)",
          Pattern.DOTALL);

  private static final Pattern CAST =
      Pattern.compile(
          "^Cast function cannot convert value of type (.*?)(?: NOT NULL)? to type"
              + " (.*?)(?: NOT NULL)?$");

  private static final Pattern LITERAL =
      Pattern.compile("^Illegal (?:DATE|TIME|TIMESTAMP) literal");

  private ValidationMessage() {}

  public static VitrineException translate(
      String message, String source, Function<String, Optional<String>> similarRelation) {
    Matcher table = TABLE.matcher(message);
    if (table.find()) {
      String name = source.isEmpty() ? table.group(1) : source.replace("\"", "");
      VitrineException missing =
          new VitrineException(
              ErrorCode.TABLE_OR_VIEW_NOT_FOUND, "Table or view '" + name + "' not found.");
      return similarRelation
          .apply(name)
          .map(similar -> missing.withHint("Did you mean '" + similar + "'?"))
          .orElse(missing);
    }
    Optional<String> column = group(COLUMN, message);
    if (column.isPresent() || message.matches("(?s)^Table '.*' not found.*")) {
      return new VitrineException(
          ErrorCode.UNRESOLVED_COLUMN, "Column '" + column.orElse(source) + "' not found.");
    }
    Optional<String> ambiguous = group(AMBIGUOUS, message);
    if (ambiguous.isPresent()) {
      return new VitrineException(
              ErrorCode.UNRESOLVED_COLUMN, "Column '" + ambiguous.get() + "' is ambiguous.")
          .withHint("Put the name or alias of its table in front of it.");
    }
    if (GROUPING.matcher(message).find()) {
      return ungrouped(source);
    }
    return other(message, source);
  }

  /** The error of a column that a grouped query does not group by. */
  public static VitrineException ungrouped(String column) {
    return new VitrineException(
            ErrorCode.GROUPING_ERROR,
            "'" + column + "' is neither grouped by nor inside an aggregate function.")
        .withHint("Add it to GROUP BY, or use an aggregate function such as MAX.");
  }

  private static VitrineException other(String message, String source) {
    Optional<String> signature = group(SIGNATURE, message);
    if (signature.isPresent()) {
      String name = signature.get();
      return new VitrineException(
          ErrorCode.UNSUPPORTED_FEATURE,
          (name.contains("(") ? "The function " : "") + name + " is not supported.");
    }
    if (AGGREGATE.matcher(message).find()) {
      return new VitrineException(ErrorCode.GROUPING_ERROR, sentence(message));
    }
    if (LITERAL.matcher(message).find()) {
      return new VitrineException(ErrorCode.CAST_INVALID_INPUT, sentence(message));
    }
    Matcher cast = CAST.matcher(message);
    if (cast.find()) {
      return new VitrineException(
              ErrorCode.DATATYPE_MISMATCH,
              "A value of type " + cast.group(1) + " cannot be cast to " + cast.group(2) + ".")
          .withHint(
              "Numbers can be cast to booleans and texts, points in time to texts and to parts of"
                  + " them.");
    }
    if (MISMATCH.matcher(message).find()) {
      return new VitrineException(
          ErrorCode.DATATYPE_MISMATCH,
          sentence(message.replaceFirst("(?s)\\. Supported form.*", "")));
    }
    return new VitrineException(
        ErrorCode.UNSUPPORTED_FEATURE,
        message.isEmpty() ? "'" + source + "' is not supported." : sentence(message));
  }

  private static String sentence(String message) {
    String line = message.lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line : line + ".";
  }

  private static Optional<String> group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}

package dev.vitrine.registry;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.VersionRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a statement for its audit row: the components of its record by name. They are
 * read by reflection, so that no statement can omit one; secrets are omitted by their type.
 */
public final class AuditParameters {
  /** Signatures and comments can be long; the audit trail need not keep all of them. */
  private static final int LONGEST_TEXT = 2_000;

  private AuditParameters() {}

  /** The parameters; texts, numbers, booleans, lists and maps of these. */
  public static Map<String, Object> of(Statement statement) {
    return components((Record) statement);
  }

  /** The parameters of a call. */
  public static Map<String, Object> of(Call<?> call) {
    return components((Record) call);
  }

  private static Map<String, Object> components(Record record) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        plain(component.getAccessor().invoke(record))
            .ifPresent(value -> parameters.put(component.getName(), value));
      } catch (IllegalAccessException | InvocationTargetException exception) {
        throw new IllegalStateException("statement records are public", exception);
      }
    }
    return parameters;
  }

  private static Optional<Object> plain(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.flatMap(AuditParameters::plain);
    }
    if (value instanceof Secret) {
      return Optional.empty();
    }
    if (value instanceof Identifier
        || value instanceof QualifiedName
        || value instanceof Enum<?>
        || value instanceof LocalDateTime) {
      return plain(value.toString());
    }
    if (value instanceof VersionRef version) {
      return Optional.of(version(version));
    }
    if (value instanceof Collection<?> collection) {
      List<Object> list = new ArrayList<>();
      collection.forEach(each -> plain(each).ifPresent(list::add));
      return Optional.of(list);
    }
    if (value instanceof Record record) {
      return Optional.of(components(record));
    }
    if (value instanceof String text) {
      return Optional.of(
          text.length() <= LONGEST_TEXT ? text : StorableText.excerpt(text, LONGEST_TEXT) + "…");
    }
    return Optional.of(value);
  }

  /** As written: a number, an alias, or LATEST. */
  private static Object version(VersionRef version) {
    if (version instanceof VersionRef.ByNumber number) {
      return number.number();
    }
    return version instanceof VersionRef.ByAlias alias ? alias.alias().toString() : "LATEST";
  }
}

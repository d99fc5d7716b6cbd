package dev.vitrine.registry.show;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.text.LikeText;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.store.principal.PrincipalRow;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds the query that a SHOW is rewritten to. Values only ever become parameters, so that texts
 * are few and their plans are found in the cache.
 */
public final class ShowQuery {
  private String select;
  private @Nullable LocalDateTime time;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  private ShowQuery(String select) {
    this.select = select;
  }

  /** All columns of {@code system.registry.<relation>}. */
  public static ShowQuery of(String relation) {
    return new ShowQuery("SELECT * FROM \"system\".registry." + relation);
  }

  /** Some columns or expressions over {@code system.registry.<relation>}. */
  public static ShowQuery of(String columns, String relation) {
    return new ShowQuery("SELECT " + columns + " FROM \"system\".registry." + relation);
  }

  /** Reads the relation, the last in the text, at a past time; called before all others. */
  ShowQuery at(LocalDateTime past) {
    time = past;
    select += " FOR SYSTEM_TIME AS OF ?";
    parameters.add(past);
    return this;
  }

  /**
   * The rows of an object that exists, which had another name at the time, or did not exist.
   *
   * @param column with the full name
   */
  ShowQuery ofObject(String column, ResolvedObject target, TaskContext context) {
    Optional<String> name =
        time == null || target.reserved()
            ? Optional.of(target.fullName())
            : context.lookUps().nameAt(target.type(), target.id(), time);
    return name.isPresent()
        ? where(column, target.type() == SecurableType.MODEL ? name.get() : target.fullName())
        : where("1 = 0");
  }

  /**
   * The rows of a principal that exists; none if it did not exist at the time, when another may
   * have had its name.
   */
  ShowQuery ofPrincipal(PrincipalRow principal, TaskContext context) {
    return time == null || context.lookUps().existedAt(principal, time)
        ? where("principal", principal.name())
        : where("1 = 0");
  }

  /** Adds the values of parameters in the FROM clause, before all conditions. */
  ShowQuery with(Object... values) {
    parameters.addAll(List.of(values));
    return this;
  }

  public ShowQuery where(String column, Object value) {
    conditions.add(column + " = ?");
    parameters.add(value);
    return this;
  }

  /** A constant condition. */
  ShowQuery where(String condition) {
    conditions.add(condition);
    return this;
  }

  ShowQuery whereIn(String column, ShowQuery values) {
    conditions.add(column + " IN (" + values.text() + ")");
    parameters.addAll(values.parameters);
    return this;
  }

  /** The texts that begin with a text. */
  ShowQuery startsWith(String column, String text) {
    conditions.add(column + " LIKE ? ESCAPE '!'");
    parameters.add(LikeText.escaped(text) + "%");
    return this;
  }

  /**
   * The pattern of SHOW, null for all: {@code *} for any characters, {@code |} for "or", in any
   * case.
   */
  public ShowQuery like(String expression, @Nullable String pattern) {
    if (pattern != null) {
      List<String> alternatives = List.of(pattern.split("\\|", -1));
      conditions.add(
          alternatives.stream()
              .map(alternative -> "LOWER(" + expression + ") LIKE ? ESCAPE '!'")
              .collect(Collectors.joining(" OR ", "(", ")")));
      alternatives.forEach(alternative -> parameters.add(likePattern(alternative)));
    }
    return this;
  }

  /**
   * A query of these rows, which it calls {@code found}.
   *
   * @param absence the error if there are none
   */
  TaskResult in(String query, VitrineException absence) {
    return new TaskResult.Query(
        "WITH found AS (" + text() + ") " + query, parameters, Optional.of(absence));
  }

  /** The rows in an order. */
  public TaskResult orderBy(String columns) {
    return new TaskResult.Query(text() + " ORDER BY " + columns, parameters);
  }

  private String text() {
    return conditions.isEmpty() ? select : select + " WHERE " + String.join(" AND ", conditions);
  }

  private static String likePattern(String pattern) {
    return LikeText.escaped(pattern.toLowerCase(Locale.ROOT)).replace('*', '%');
  }
}

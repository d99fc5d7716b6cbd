package dev.vitrine.store.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A constant statement with named parameters, {@code :name}, as JDBC takes it.
 *
 * @param text with {@code ?} for each parameter
 * @param names of the parameters, in order; a name can occur more than once
 */
public record NamedSql(String text, List<String> names) {
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):(\\w+)");

  public NamedSql {
    names = List.copyOf(names);
  }

  /** Reads a statement without quoted colons. */
  public static NamedSql of(String named) {
    List<String> names = new ArrayList<>();
    Matcher parameters = PARAMETER.matcher(named);
    while (parameters.find()) {
      names.add(parameters.group(1));
    }
    return new NamedSql(parameters.replaceAll("?"), names);
  }

  /** The values of the parameters in order; a missing one is NULL. */
  public @Nullable Object[] values(Map<String, ? extends @Nullable Object> byName) {
    return names.stream().map(byName::get).toArray();
  }
}

package dev.vitrine.statement.tree;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A source or creator of a model version.
 *
 * @param name a full name; for a version {@code catalog.schema.model/number}; for a path its URL;
 *     otherwise an ID
 */
public record LineageSource(Kind kind, String name) {
  /** Longer numbers are none of a version, and no long. */
  private static final Pattern VERSION = Pattern.compile("models:/[^/]+/[0-9]{1,18}");

  /** Its kind. */
  public enum Kind {
    TABLE(""),
    MODEL_VERSION("models:/"),
    PATH(""),
    NOTEBOOK("notebook:"),
    JOB("job:"),
    PIPELINE("pipeline:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** The source of a text that {@link #toString} made. */
  public static LineageSource parse(String text) {
    for (Kind kind : List.of(Kind.NOTEBOOK, Kind.JOB, Kind.PIPELINE)) {
      if (text.startsWith(kind.prefix)) {
        return new LineageSource(kind, text.substring(kind.prefix.length()));
      }
    }
    if (VERSION.matcher(text).matches()) {
      return new LineageSource(
          Kind.MODEL_VERSION, text.substring(Kind.MODEL_VERSION.prefix.length()));
    }
    return new LineageSource(text.contains("/") ? Kind.PATH : Kind.TABLE, text);
  }

  /** The stored form: names in lower case, with a prefix for kinds other than tables. */
  @Override
  public String toString() {
    boolean named = kind == Kind.TABLE || kind == Kind.MODEL_VERSION;
    return kind.prefix + (named ? name.toLowerCase(Locale.ROOT) : name);
  }
}

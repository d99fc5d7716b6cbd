package dev.vitrine.server.web.lineage;

import dev.vitrine.server.web.Tree;
import dev.vitrine.statement.tree.LineageSource;
import java.util.Locale;

/**
 * Something that a version was made from, or a version.
 *
 * @param key as {@code model_lineage} has it
 * @param aliases those of a version, separated by commas
 * @param focus whether the page is about it
 */
public record LineageNode(String key, String aliases, boolean focus) {

  /** The key of a version. */
  static String version(String model, long version) {
    return "models:/" + model + "/" + version;
  }

  /** The key in one spelling. */
  static String normal(String source) {
    return LineageSource.parse(source).toString();
  }

  static boolean isVersion(String key) {
    return LineageSource.parse(key).kind() == LineageSource.Kind.MODEL_VERSION;
  }

  /** The kind, as a word. */
  public String kind() {
    return switch (source().kind()) {
      case TABLE -> "Table";
      case MODEL_VERSION -> "Version";
      case PATH -> "Path";
      case NOTEBOOK -> "Notebook";
      case JOB -> "Job";
      case PIPELINE -> "Pipeline";
    };
  }

  /** The class of its shape in the style sheet. */
  public String style() {
    return "node " + kind().toLowerCase(Locale.ROOT) + (focus ? " focus" : "");
  }

  private LineageSource source() {
    return LineageSource.parse(key);
  }

  /** The model of a version. */
  String model() {
    String name = source().name();
    return name.substring(0, name.lastIndexOf('/'));
  }

  /** The number of a version. */
  long number() {
    String name = source().name();
    return Long.parseLong(name.substring(name.lastIndexOf('/') + 1));
  }

  /** Its full name. */
  public String name() {
    return isVersion(key) ? model() + " version " + number() : source().name();
  }

  /** The last part of its name. */
  public String label() {
    String name = isVersion(key) ? model() : source().name();
    return switch (source().kind()) {
      case TABLE, MODEL_VERSION -> name.substring(name.lastIndexOf('.') + 1);
      case PATH, NOTEBOOK, JOB, PIPELINE -> name;
    };
  }

  /** A line below the name. */
  public String detail() {
    if (isVersion(key)) {
      return "version " + number() + (aliases.isEmpty() ? "" : " · " + aliases);
    }
    return kind().toLowerCase(Locale.ROOT);
  }

  /** The schema of a version or table; empty for others. */
  public String place() {
    String name = isVersion(key) ? model() : source().name();
    return switch (source().kind()) {
      case TABLE, MODEL_VERSION -> name.substring(0, Math.max(0, name.lastIndexOf('.')));
      case PATH, NOTEBOOK, JOB, PIPELINE -> "";
    };
  }

  /** The page of a version; empty for others, which are not in the registry. */
  public String href() {
    return isVersion(key) ? "/models/" + Tree.encoded(model()) + "/versions/" + number() : "";
  }
}

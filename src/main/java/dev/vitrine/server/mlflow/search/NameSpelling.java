package dev.vitrine.server.mlflow.search;

import dev.vitrine.catalog.ObjectName;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.statement.tree.QualifiedName;

/**
 * The spelling of names of models: three parts, or, for models of a default schema, the last part
 * alone.
 */
public final class NameSpelling {
  /** Names have three parts. */
  public static final NameSpelling FULL = new NameSpelling("", "");

  private final String catalog;
  private final String schema;

  private NameSpelling(String catalog, String schema) {
    this.catalog = catalog;
    this.schema = schema;
  }

  /**
   * Names of one part are those of models of this schema.
   *
   * @param home catalog and schema, joined by a dot
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is something else
   */
  public static NameSpelling within(String home) {
    String[] parts = home.split("\\.", -1);
    if (parts.length != 2) {
      throw invalid(home);
    }
    try {
      return new NameSpelling(new ObjectName(parts[0]).value(), new ObjectName(parts[1]).value());
    } catch (VitrineException exception) {
      throw invalid(home).withCause(exception);
    }
  }

  private static VitrineException invalid(String home) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "'" + home + "' is not the full name of a schema.")
        .withHint("Write catalog.schema, such as main.ml_team.");
  }

  /** Whether names of one part exist. */
  boolean hasHome() {
    return !catalog.isEmpty();
  }

  String catalog() {
    return catalog;
  }

  String schema() {
    return schema;
  }

  /**
   * The model that a client names.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the name has neither three parts nor,
   *     with a default schema, one
   */
  public QualifiedName parse(String text) {
    if (!hasHome() && text.indexOf('.') < 0) {
      throw Exchange.invalid("'" + text + "' is not the full name of a model.")
          .withHint(
              "Write catalog.schema.model. For names of one part, start the server with"
                  + " --mlflow-schema.");
    }
    return Exchange.modelName(full(text));
  }

  /** The name in three parts if it has one part and there is a default schema, else the same. */
  String full(String text) {
    return hasHome() && text.indexOf('.') < 0 ? catalog + "." + schema + "." + text : text;
  }

  /** The name as this API shows it. */
  public String shown(String fullName) {
    String prefix = catalog + "." + schema + ".";
    return hasHome() && fullName.startsWith(prefix)
        ? fullName.substring(prefix.length())
        : fullName;
  }
}

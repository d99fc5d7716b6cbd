package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates models; shared by all statements that can create one. */
public final class NewModels {
  private NewModels() {}

  /**
   * Requires the schema, whether or not the model exists in it.
   *
   * @throws dev.vitrine.error.VitrineException when the schema does not exist for the caller
   */
  static ResolvedObject requireSchema(
      ResolvedObject model, QualifiedName name, TaskContext context) {
    return context.resolver().require(context.resolver().container(model), name);
  }

  /**
   * Authorises and inserts a model under a name that is not visible.
   *
   * @param comment null for none
   * @return the ID of the model
   * @throws dev.vitrine.error.VitrineException INSUFFICIENT_PRIVILEGES, INVALID_IDENTIFIER, or
   *     MODEL_ALREADY_EXISTS when it exists without being visible
   */
  static long create(
      ResolvedObject model,
      ResolvedObject schema,
      Identifier name,
      @Nullable String comment,
      TaskContext context) {
    context.note(schema);
    context.authorize(Operation.CREATE_MODEL, schema);
    String checked = CheckedNames.check(() -> new ObjectName(name.value()), name).value();
    if (model.exists()) {
      throw AlreadyExists.error(model, name);
    }
    context.transaction().writing();
    context.transaction().claiming(SecurableType.MODEL, schema.id(), checked);
    long id =
        context
            .securables()
            .insertModel(
                schema.idOf(SecurableType.CATALOG),
                schema.id(),
                checked,
                model.fullName(),
                context.caller().id(),
                comment == null ? null : Texts.COMMENT.check(comment),
                context.stamp());
    context.created(model, id);
    return id;
  }

  /** A new name of one part is in the model's own schema, not in the session's. */
  public static QualifiedName inSchemaOf(ResolvedObject model, QualifiedName name) {
    if (name.parts().size() > 1) {
      return name;
    }
    return new QualifiedName(
        List.of(Identifier.of(model.catalog()), Identifier.of(model.schema()), name.last()));
  }
}

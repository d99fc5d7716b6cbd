package dev.vitrine.registry.share;

import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.Resolver;
import dev.vitrine.statement.tree.Identifier;

/** Names of shares, recipients and shared models: the rules of names of catalogs. */
final class ShareNames {
  private ShareNames() {}

  /**
   * The new name of a schema in a share.
   *
   * @throws VitrineException INVALID_IDENTIFIER also for reserved names, which recipients cannot
   *     have
   */
  static String validSchema(Identifier name) {
    String valid = valid(name);
    if (Resolver.SYSTEM_SCHEMAS.contains(valid)) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_IDENTIFIER, "The schema name '" + valid + "' is reserved.")
              .withHint(
                  "Choose another name; " + valid + " always refers to a schema of Vitrine."));
    }
    return valid;
  }

  /** A name to look up, which the store can compare. */
  static String checked(Identifier name) {
    if (StorableText.flaw(name.value()).isPresent()) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_IDENTIFIER, "The name contains an invalid character.")
              .withHint(StorableText.HINT));
    }
    return name.value();
  }

  /**
   * A new name, in lower case.
   *
   * @throws VitrineException INVALID_IDENTIFIER when it breaks the rules
   */
  static String valid(Identifier name) {
    checked(name);
    return CheckedNames.check(() -> new ObjectName(name.value()), name).value();
  }
}

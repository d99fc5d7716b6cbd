package dev.vitrine.server.unitycatalog;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import java.util.Locale;
import java.util.Optional;

/** Securables as paths name them: by a kind, in any case, and a full name. */
final class Securables {
  private Securables() {}

  static SecurableRef of(String type, String fullName) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "metastore" -> metastore(fullName);
      case "catalog" -> named(SecurableType.CATALOG, fullName, 1);
      case "schema" -> named(SecurableType.SCHEMA, fullName, 2);
      case "function", "registered_model", "registered-model", "model" ->
          named(SecurableType.MODEL, fullName, 3);
      default ->
          throw Exchange.invalid("Unknown securable type '" + type + "'.")
              .withHint("The types are metastore, catalog, schema and function (for models).");
    };
  }

  private static SecurableRef metastore(String name) {
    if (!name.equalsIgnoreCase(SecurableType.METASTORE_NAME)) {
      throw new VitrineException(ErrorCode.MODEL_NOT_FOUND, "There is no metastore '" + name + "'.")
          .withHint("SELECT current_metastore() returns the name of the metastore.");
    }
    return new SecurableRef(SecurableType.METASTORE, Optional.empty());
  }

  private static SecurableRef named(SecurableType type, String fullName, int parts) {
    String[] names = fullName.split("\\.", -1);
    boolean whole = names.length == parts;
    for (String name : names) {
      whole &= !name.isEmpty();
    }
    if (!whole) {
      throw Exchange.invalid("'" + fullName + "' is not the full name of a " + type.noun() + ".")
          .withHint("It has " + parts + (parts == 1 ? " part." : " parts, joined by dots."));
    }
    return SecurableRef.of(type, QualifiedName.of(names));
  }
}

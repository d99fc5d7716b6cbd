package dev.vitrine.server.web;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.VersionRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A catalog, schema or model, by its name.
 *
 * @param names from the catalog down
 */
public record ObjectPath(List<String> names) {
  /**
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE unless there are one to
   *     three names that are not empty
   */
  public ObjectPath {
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() > 3 || names.contains("")) {
      throw RequestParameters.invalid(
              "'" + String.join(".", names) + "' is not the name of an object.")
          .withHint("A name has the form catalog, catalog.schema or catalog.schema.model.");
    }
  }

  /** The object of a name whose parts are separated by dots. */
  public static ObjectPath of(String fullName) {
    return new ObjectPath(List.of(fullName.split("\\.", -1)));
  }

  /** What kind of object it is. */
  public SecurableType type() {
    return switch (names.size()) {
      case 1 -> SecurableType.CATALOG;
      case 2 -> SecurableType.SCHEMA;
      default -> SecurableType.MODEL;
    };
  }

  /** The kind in lower case. */
  public String kind() {
    return type().name().toLowerCase(Locale.ROOT);
  }

  /** The last part of the name. */
  public String last() {
    return names.get(names.size() - 1);
  }

  /** The name, with dots. */
  public String fullName() {
    return String.join(".", names);
  }

  /** The object that contains it; empty for a catalog. */
  public Optional<ObjectPath> parent() {
    return names.size() == 1
        ? Optional.empty()
        : Optional.of(new ObjectPath(names.subList(0, names.size() - 1)));
  }

  /** An object in this one. */
  public ObjectPath child(String name) {
    return ObjectPath.of(fullName() + "." + name);
  }

  /** Its name in statements. */
  public QualifiedName name() {
    return QualifiedName.of(names.toArray(String[]::new));
  }

  /** The object in statements. */
  public SecurableRef securable() {
    return SecurableRef.of(type(), name());
  }

  /** One of its versions in statements. */
  public ObjectRef version(long number) {
    return new ObjectRef(securable(), Optional.of(new VersionRef.ByNumber(number)));
  }

  /** The address of its page. */
  public String href() {
    return Tree.href(names.toArray(String[]::new));
  }

  /** The address of the form of one of its changes. */
  public String change(String action) {
    return "/change/" + kind() + "/" + Tree.encoded(fullName()) + "/" + action;
  }
}

package dev.vitrine.registry.task;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Level;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.Positioned;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.securable.NamePath;
import dev.vitrine.store.securable.SecurablePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves names to securables, by the rules in docs/privileges.md: a visible object is returned
 * for authorisation; an object on which the caller has a privilege but no usage of its containers
 * is refused with the missing USE privilege; anything else is reported as if it did not exist.
 */
public final class Resolver {
  public static final String SYSTEM = "system";
  public static final String INFORMATION_SCHEMA = "information_schema";
  public static final Set<String> SYSTEM_SCHEMAS = Set.of("registry", "access", INFORMATION_SCHEMA);

  /** Found from any session, since tools drop the catalog. */
  private static final Set<String> BARE_SYSTEM_SCHEMAS = Set.of("registry", "access");

  private final Caller caller;
  private final StoreTransaction transaction;
  private final String currentCatalog;
  private final String currentSchema;

  public Resolver(
      Caller caller, StoreTransaction transaction, String currentCatalog, String currentSchema) {
    this.caller = caller;
    this.transaction = transaction;
    this.currentCatalog = currentCatalog;
    this.currentSchema = currentSchema;
  }

  /** The same session, another principal. */
  public Resolver as(Caller other) {
    return new Resolver(other, transaction, currentCatalog, currentSchema);
  }

  /** Looks a securable up, whether or not it exists. */
  public ResolvedObject look(SecurableRef ref) {
    return switch (ref.type()) {
      case METASTORE -> look(METASTORE);
      case CATALOG ->
          lookCatalog(
              ref.name()
                  .map(name -> single(name, "catalog"))
                  .orElse(Identifier.of(currentCatalog)));
      case SCHEMA -> lookSchema(ref.name().orElseThrow());
      case MODEL -> lookModel(ref.name().orElseThrow());
    };
  }

  public ResolvedObject lookCatalog(Identifier name) {
    return look(CATALOG, lower(name));
  }

  public ResolvedObject lookSchema(QualifiedName name) {
    List<Identifier> parts = name.parts();
    if (parts.size() > 2) {
      throw tooManyParts(name, "schema", 2);
    }
    String schema = lower(name.last());
    return look(SCHEMA, parts.size() == 2 ? lower(parts.get(0)) : catalogOfBare(schema), schema);
  }

  public ResolvedObject lookModel(QualifiedName name) {
    NamePath path = modelPath(name);
    return model(path, transaction.lookUps().path(caller, path));
  }

  /** A model whose rights were read before. */
  ResolvedObject model(NamePath name, SecurablePath path) {
    return target(MODEL, name, path);
  }

  /** The names that a model's name means in the session. */
  NamePath modelPath(QualifiedName name) {
    List<Identifier> parts = name.parts();
    if (parts.size() > 3) {
      throw tooManyParts(name, "model", 3);
    }
    String schema = parts.size() >= 2 ? lower(parts.get(parts.size() - 2)) : currentSchema;
    String catalog =
        switch (parts.size()) {
          case 3 -> lower(parts.get(0));
          case 2 -> catalogOfBare(schema);
          default -> currentCatalog;
        };
    return NamePath.of(catalog, schema, lower(name.last()));
  }

  /** The session's schema, which need not exist any more. */
  public ResolvedObject currentSchema() {
    return look(SCHEMA, currentCatalog, currentSchema);
  }

  /** The container of a target, looked up at the same moment. */
  public ResolvedObject container(ResolvedObject target) {
    return switch (target.type()) {
      case MODEL -> narrowed(target, SCHEMA);
      case SCHEMA -> narrowed(target, CATALOG);
      case CATALOG, METASTORE -> narrowed(target, METASTORE);
    };
  }

  /**
   * Insists that the caller may know of the target and could get at it.
   *
   * @throws VitrineException NOT_FOUND of the leftmost part that is missing or not visible, or
   *     INSUFFICIENT_PRIVILEGES that names the missing gate
   */
  public ResolvedObject require(ResolvedObject target, Positioned name) {
    if (target.visible()) {
      return target;
    }
    Optional<Access> access = target.access();
    if (access.isPresent() && access.get().known()) {
      throw name.at(Authorizer.missingGate(access.get(), caller.name()));
    }
    throw name.at(notFound(target));
  }

  private VitrineException notFound(ResolvedObject target) {
    for (SecurableType type : List.of(CATALOG, SCHEMA, MODEL)) {
      boolean last = type == target.type();
      if (last || !narrowed(target, type).visible()) {
        return switch (type) {
          case CATALOG ->
              missing(ErrorCode.CATALOG_NOT_FOUND, "Catalog", narrowed(target, CATALOG));
          case SCHEMA -> missing(ErrorCode.SCHEMA_NOT_FOUND, "Schema", narrowed(target, SCHEMA));
          case MODEL, METASTORE -> missing(ErrorCode.MODEL_NOT_FOUND, "Model", target);
        };
      }
    }
    throw new IllegalStateException("the metastore is always visible");
  }

  private static VitrineException missing(ErrorCode code, String noun, ResolvedObject target) {
    return new VitrineException(code, noun + " '" + target.fullName() + "' does not exist.")
        .withHint(
            "Check the name with SHOW "
                + noun.toUpperCase(Locale.ROOT)
                + "S. Objects that you may not see are not listed.");
  }

  private ResolvedObject look(SecurableType type, String... names) {
    NamePath name = NamePath.of(names);
    return target(type, name, transaction.lookUps().path(caller, name));
  }

  private ResolvedObject narrowed(ResolvedObject target, SecurableType type) {
    return target(type, target.name().upTo(type), target.chain());
  }

  private ResolvedObject target(SecurableType type, NamePath name, SecurablePath chain) {
    boolean reserved = isReserved(type, name, chain);
    Optional<Access> access = Optional.empty();
    if (chain.link(type).isPresent()) {
      List<Level> levels = new ArrayList<>();
      for (SecurablePath.Link link : chain.links()) {
        if (link.type().compareTo(type) <= 0) {
          levels.add(
              new Level(
                  link.type(),
                  name.upTo(link.type()).toString(),
                  caller.holders().contains(link.ownerId()),
                  link.granted()));
        }
      }
      access = Optional.of(new Access(caller.admin(), levels));
    }
    return new ResolvedObject(type, name, chain, access, reserved);
  }

  private boolean isReserved(SecurableType type, NamePath name, SecurablePath chain) {
    boolean system = type != METASTORE && name.parts().get(0).equals(SYSTEM);
    return switch (type) {
      case METASTORE, MODEL -> false;
      case CATALOG -> system;
      case SCHEMA ->
          system
              ? SYSTEM_SCHEMAS.contains(name.parts().get(1))
              : name.parts().get(1).equals(INFORMATION_SCHEMA)
                  && target(CATALOG, name.upTo(CATALOG), chain).visible();
    };
  }

  private String catalogOfBare(String schema) {
    return BARE_SYSTEM_SCHEMAS.contains(schema) ? SYSTEM : currentCatalog;
  }

  private static String lower(Identifier identifier) {
    if (StorableText.flaw(identifier.value()).isPresent()) {
      throw identifier.at(
          new VitrineException(
                  ErrorCode.INVALID_IDENTIFIER, "The name contains an invalid character.")
              .withHint(StorableText.HINT));
    }
    return identifier.value().toLowerCase(Locale.ROOT);
  }

  private static Identifier single(QualifiedName name, String noun) {
    if (name.parts().size() > 1) {
      throw tooManyParts(name, noun, 1);
    }
    return name.last();
  }

  private static VitrineException tooManyParts(QualifiedName name, String noun, int most) {
    return name.at(
        new VitrineException(
                ErrorCode.INVALID_IDENTIFIER,
                "'" + name + "' has more parts than the name of a " + noun + ".")
            .withHint("A " + noun + " has " + most + (most == 1 ? " part." : " parts at most.")));
  }
}

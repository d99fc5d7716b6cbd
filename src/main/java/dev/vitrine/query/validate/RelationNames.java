package dev.vitrine.query.validate;

import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.text.SimilarWords;
import dev.vitrine.query.pushdown.relation.RelationTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/**
 * The names that can follow FROM. Relations of {@code registry} are found by their bare names
 * before anything else; {@code registry.x} and {@code access.x} mean the ones of the catalog {@code
 * system} from any session. Every catalog has an {@code information_schema}: the one of {@code
 * system} has the rows of the whole registry, any other those of its catalog.
 */
public final class RelationNames {
  private static final String SYSTEM = "system";
  private static final String REGISTRY = "registry";
  private static final String INFORMATION_SCHEMA = "information_schema";

  private final Map<String, Map<String, Table>> tables = new HashMap<>();
  private final List<Relation> relations;
  private final CalciteSchema root;

  public RelationNames(List<Relation> relations) {
    this.relations =
        relations.stream().filter(relation -> !relation.schema().equals(Relation.SESSION)).toList();
    for (Relation relation : relations) {
      tables
          .computeIfAbsent(relation.schema(), schema -> new HashMap<>())
          .put(relation.name(), new RelationTable(relation));
    }
    Map<String, Table> registry = tables.computeIfAbsent(REGISTRY, schema -> new HashMap<>());
    Optional.ofNullable(registry.get("versions"))
        .ifPresent(versions -> registry.put("model_versions", versions));
    this.root = CalciteSchema.createRootSchema(false, false, "", new Root(Map.of()));
  }

  public CalciteSchema root() {
    return root;
  }

  /**
   * The names of a query that reads relations at past points in time.
   *
   * @param past these by their names in the schema {@link PastRelations#SCHEMA}
   */
  CalciteSchema root(Map<String, Relation> past) {
    Map<String, Table> content = new HashMap<>();
    past.forEach((name, relation) -> content.put(name, new RelationTable(relation)));
    return content.isEmpty()
        ? root
        : CalciteSchema.createRootSchema(false, false, "", new Root(content));
  }

  /** The search path for a name. */
  public List<List<String>> searchPath(String currentCatalog, String currentSchema) {
    Set<List<String>> path = new LinkedHashSet<>();
    path.add(List.of(REGISTRY));
    path.add(List.of(currentCatalog, currentSchema));
    path.add(List.of());
    path.add(List.of(currentCatalog));
    return List.copyOf(path);
  }

  /** The relation whose name is most similar to {@code name}, as it is written in a query. */
  public Optional<String> closest(String name) {
    Map<String, String> written = new LinkedHashMap<>();
    for (Relation relation : relations) {
      boolean bare = relation.schema().equals(REGISTRY);
      written.putIfAbsent(
          relation.name(), bare ? relation.name() : relation.schema() + "." + relation.name());
    }
    return SimilarWords.closest(name, written.keySet()).map(written::get);
  }

  /** The relations of {@code information_schema} as they are in a catalog. */
  private Map<String, Table> within(String catalog) {
    Map<String, Table> content = new HashMap<>();
    for (Relation relation : relations) {
      if (relation.schema().equals(INFORMATION_SCHEMA)) {
        content.put(relation.name(), new RelationTable(relation.within(catalog)));
      }
    }
    return content;
  }

  private static final class Tables extends AbstractSchema {
    private final Map<String, Table> tables;

    Tables(Map<String, Table> tables) {
      this.tables = tables;
    }

    @Override
    protected Map<String, Table> getTableMap() {
      return tables;
    }
  }

  /**
   * The models of a schema, by any name: whether there is such a model, and whether the caller may
   * read it, is not for the plan to know.
   */
  private static final class Models extends AbstractSchema implements Lookup<Table> {
    private final String catalog;
    private final String schema;

    Models(String catalog, String schema) {
      this.catalog = catalog;
      this.schema = schema;
    }

    @Override
    public Lookup<Table> tables() {
      return this;
    }

    @Override
    public @Nullable Table get(String name) {
      String model = name.toLowerCase(Locale.ROOT);
      // No name holds a dot; one that does could be taken for another model's full name.
      boolean possible = Stream.of(catalog, schema, model).noneMatch(part -> part.contains("."));
      return possible ? new RelationTable(Relation.ofModel(catalog, schema, model)) : null;
    }

    @Override
    public @Nullable Named<Table> getIgnoreCase(String name) {
      Table table = get(name);
      return table == null ? null : new Named<>(name.toLowerCase(Locale.ROOT), table);
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return Set.of();
    }
  }

  /** A catalog: {@code system} with its relations, any other with information_schema and models. */
  private final class Catalog extends AbstractSchema implements Lookup<Schema> {
    private final String catalog;

    Catalog(String catalog) {
      this.catalog = catalog;
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
      return this;
    }

    @Override
    public @Nullable Schema get(String name) {
      String schema = name.toLowerCase(Locale.ROOT);
      Map<String, Table> content = tables.get(schema);
      if (catalog.equals(SYSTEM)) {
        return content == null ? null : new Tables(content);
      }
      if (schema.equals(INFORMATION_SCHEMA)) {
        return new Tables(within(catalog));
      }
      // The other names are reserved, so no catalog has a schema of such a name.
      return content == null ? new Models(catalog, schema) : null;
    }

    @Override
    public @Nullable Named<Schema> getIgnoreCase(String name) {
      Schema schema = get(name);
      return schema == null ? null : new Named<>(name.toLowerCase(Locale.ROOT), schema);
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return tables.keySet();
    }
  }

  /**
   * Catalogs by any name, because the plan does not know which exist, and the schemas of {@code
   * system} that need no catalog in front. {@code information_schema} is not one of them: it is the
   * current catalog's.
   */
  private final class Root extends AbstractSchema implements Lookup<Schema> {
    private final Map<String, Table> past;

    Root(Map<String, Table> past) {
      this.past = past;
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
      return this;
    }

    @Override
    public @Nullable Schema get(String name) {
      if (!past.isEmpty() && name.equals(PastRelations.SCHEMA)) {
        return new Tables(past);
      }
      String key = name.toLowerCase(Locale.ROOT);
      Map<String, Table> schema = tables.get(key);
      return schema == null || key.equals(INFORMATION_SCHEMA)
          ? new Catalog(key)
          : new Tables(schema);
    }

    @Override
    public @Nullable Named<Schema> getIgnoreCase(String name) {
      return new Named<>(name.toLowerCase(Locale.ROOT), get(name));
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return tables.keySet();
    }
  }
}

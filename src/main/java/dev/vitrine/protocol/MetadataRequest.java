package dev.vitrine.protocol;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for one of the result sets of {@link java.sql.DatabaseMetaData}. An empty argument
 * matches everything; arguments that a result set does not have are empty.
 *
 * @param types table types
 */
public record MetadataRequest(
    Kind kind,
    Optional<String> catalog,
    Optional<String> schemaPattern,
    Optional<String> tablePattern,
    Optional<String> columnPattern,
    Optional<List<String>> types) {
  /** As {@code DatabaseMetaData.getCatalogs}. */
  public static final MetadataRequest CATALOGS = of(Kind.CATALOGS, null, null, null, null, null);

  /** As {@code DatabaseMetaData.getTableTypes}. */
  public static final MetadataRequest TABLE_TYPES =
      of(Kind.TABLE_TYPES, null, null, null, null, null);

  /** As {@code DatabaseMetaData.getTypeInfo}. */
  public static final MetadataRequest TYPE_INFO = of(Kind.TYPE_INFO, null, null, null, null, null);

  /** Copies the list. */
  public MetadataRequest {
    types = types.map(List::copyOf);
  }

  /** The result set. */
  public enum Kind {
    CATALOGS,
    SCHEMAS,
    TABLES,
    COLUMNS,
    TABLE_TYPES,
    TYPE_INFO
  }

  /** As {@code DatabaseMetaData.getSchemas}; null matches everything. */
  public static MetadataRequest schemas(@Nullable String catalog, @Nullable String schemaPattern) {
    return of(Kind.SCHEMAS, catalog, schemaPattern, null, null, null);
  }

  /** As {@code DatabaseMetaData.getTables}; null matches everything. */
  public static MetadataRequest tables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable List<String> types) {
    return of(Kind.TABLES, catalog, schemaPattern, tablePattern, null, types);
  }

  /** As {@code DatabaseMetaData.getColumns}; null matches everything. */
  public static MetadataRequest columns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern) {
    return of(Kind.COLUMNS, catalog, schemaPattern, tablePattern, columnPattern, null);
  }

  private static MetadataRequest of(
      Kind kind,
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern,
      @Nullable List<String> types) {
    return new MetadataRequest(
        kind,
        Optional.ofNullable(catalog),
        Optional.ofNullable(schemaPattern),
        Optional.ofNullable(tablePattern),
        Optional.ofNullable(columnPattern),
        Optional.ofNullable(types));
  }
}

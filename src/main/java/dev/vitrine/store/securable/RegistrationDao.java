package dev.vitrine.store.securable;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.store.audit.AuditDao;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.signature.SignatureColumn;
import dev.vitrine.store.signature.SignatureReader;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.NamedSql;
import dev.vitrine.store.vendor.StoreConflictException;
import dev.vitrine.store.vendor.Vendor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Registers versions whose files are in Vitrine: begins them, and makes them READY. Each of the two
 * sends one statement that takes the locks and reads what it depends on, and one that changes all
 * rows and adds the audit row.
 */
public final class RegistrationDao {
  private static final Map<Vendor, NamedSql> INSERTION = texts(RegistrationSql::insertion);
  private static final Map<Vendor, NamedSql> COMPLETION = texts(RegistrationSql::completion);

  private final DirectStatements direct;
  private final Vendor vendor;
  private final HistoryWriter history;

  /** Works in the transaction of the statements. */
  public RegistrationDao(DirectStatements direct, Vendor vendor, HistoryWriter history) {
    this.direct = direct;
    this.vendor = vendor;
    this.history = history;
  }

  private static Map<Vendor, NamedSql> texts(Function<Vendor, NamedSql> text) {
    Map<Vendor, NamedSql> texts = new EnumMap<>(Vendor.class);
    for (Vendor vendor : Vendor.values()) {
      texts.put(vendor, text.apply(vendor));
    }
    return texts;
  }

  /**
   * A version with its set of files.
   *
   * @param files the set; empty if it has no files in Vitrine
   */
  public record Registration(
      VersionStatus status, Optional<String> source, Optional<FileSetRow> files) {}

  /**
   * A version, read by the names of its model.
   *
   * @param path the model with the rights of the caller
   * @param version empty if it does not exist
   * @param files the files of its set, by path, if they were asked for
   */
  public record Found(SecurablePath path, Optional<Registration> version, List<StoredFile> files) {}

  /** Finds a version by the lower-case names of its model, at one moment. */
  public Found find(Caller caller, NamePath model, long version) {
    return find(RegistrationSql.RIGHTS_AND_VERSION, caller, model, version);
  }

  /** The same with its files. */
  public Found findWithFiles(Caller caller, NamePath model, long version) {
    return find(RegistrationSql.RIGHTS_AND_FILES, caller, model, version);
  }

  private Found find(NamedSql query, Caller caller, NamePath model, long version) {
    Map<String, Object> parameters = new HashMap<>(LookUpDao.parameters(caller, model));
    parameters.put("version", version);
    Map<SecurableType, SecurablePath.Link> links = new EnumMap<>(SecurableType.class);
    List<StoredFile> files = new ArrayList<>();
    Optional<Registration> found =
        direct
            .list(
                query,
                parameters,
                row -> {
                  if (!row.getString("level").equals("VERSION")) {
                    SecurablePath.Link link = LookUpDao.link(row);
                    links.merge(link.type(), link, SecurablePath.Link::with);
                    return Optional.<Registration>empty();
                  }
                  if (row.getString("file_path") != null) {
                    files.add(FileDao.file(row));
                  }
                  return Optional.of(registration(row));
                })
            .stream()
            .flatMap(Optional::stream)
            .findFirst();
    files.sort(Comparator.comparing(StoredFile::path));
    return new Found(new SecurablePath(List.copyOf(links.values())), found, files);
  }

  private static Registration registration(ResultSet row) throws SQLException {
    String loggedModelId = row.getString("logged_model_id");
    return new Registration(
        VersionStatus.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("source")),
        loggedModelId == null
            ? Optional.empty()
            : Optional.of(
                new FileSetRow(row.getLong("id"), row.getLong("owner_id"), loggedModelId)));
  }

  /**
   * A model whose row is locked until the transaction ends.
   *
   * @param lastVersion the highest number that a version of it ever had
   * @param since time of its last change
   */
  public record LockedModel(long id, long lastVersion, LocalDateTime since) {}

  /**
   * Locks a model.
   *
   * @throws StoreConflictException when the model is gone by now
   */
  public LockedModel lock(long modelId) {
    return direct
        .list(
            RegistrationSql.LOCK_MODEL,
            Map.of("model", modelId),
            row -> new LockedModel(modelId, row.getLong("last_version"), time(row, "valid_from")))
        .stream()
        .findFirst()
        .orElseThrow(StoreConflictException::new);
  }

  /**
   * Inserts a PENDING version with an empty set of files.
   *
   * @param number above the numbers of all versions of the model
   * @param creatorId ID of the user who may add files
   * @param audit the audit row of this change
   * @return the new set
   */
  public FileSetRow begin(
      LockedModel model,
      long number,
      VersionRow version,
      long creatorId,
      String loggedModelId,
      Authorship stamp,
      AuditRow audit) {
    Map<String, Object> key = Map.of("id", model.id());
    history.replace(HistoryTable.MODELS, model.since(), RegistrationSql.MODEL, key);
    Map<String, Object> versionKey = Map.of("model", model.id(), "version", number);
    history.insert(HistoryTable.VERSIONS, RegistrationSql.VERSION, versionKey);
    Map<String, @Nullable Object> values = values(model.id(), number, stamp, audit);
    values.put("creator", creatorId);
    values.put("logged", loggedModelId);
    values.put("status", version.status().name());
    values.put("source", version.source().orElse(null));
    values.put("run", version.runId().orElse(null));
    values.put("comment", version.comment().orElse(null));
    values.put("importedBy", version.imported().map(ImportedVersion::author).orElse(null));
    values.put("importedAt", version.imported().map(ImportedVersion::createdAt).orElse(null));
    long set =
        direct.change(text(INSERTION), values, row -> row.getLong("id")).stream()
            .findFirst()
            .orElseThrow(StoreConflictException::new);
    return new FileSetRow(set, creatorId, loggedModelId);
  }

  /**
   * A version whose row is locked until the transaction ends, and the rows of its model and of its
   * set of files, so that no file is added to it.
   *
   * @param since time of the last change of the version
   * @param modelSince time of the last change of the model
   */
  public record LockedVersion(
      long modelId,
      long number,
      Registration version,
      LocalDateTime since,
      LocalDateTime modelSince) {}

  /** Locks a version; empty if there is no such version with files in Vitrine. */
  public Optional<LockedVersion> lock(long modelId, long version) {
    return direct
        .list(
            RegistrationSql.LOCK_VERSION,
            Map.of("model", modelId, "version", version),
            row ->
                new LockedVersion(
                    modelId,
                    version,
                    registration(row),
                    time(row, "version_since"),
                    time(row, "model_since")))
        .stream()
        .findFirst();
  }

  /**
   * A version that was made READY.
   *
   * @param description the blob of its description at that moment; empty if it has none
   */
  public record Completed(ModelVersion version, Optional<String> description) {}

  /**
   * Makes a version READY.
   *
   * @param signature null if it has none
   * @param loggedModelId the new ID of MLflow's logged model; null if it does not change
   * @param descriptionPath the path of its description
   * @param audit the audit row of this change
   */
  public Completed complete(
      LockedVersion locked,
      @Nullable String signature,
      @Nullable String loggedModelId,
      String descriptionPath,
      Authorship stamp,
      AuditRow audit) {
    long model = locked.modelId();
    Map<String, Object> key = Map.of("model", model, "version", locked.number());
    history.replace(HistoryTable.VERSIONS, locked.since(), RegistrationSql.VERSION, key);
    history.replace(
        HistoryTable.MODELS, locked.modelSince(), RegistrationSql.MODEL, Map.of("id", model));
    history.insert(HistoryTable.SIGNATURE_COLUMNS, RegistrationSql.VERSION, key);
    Map<String, @Nullable Object> values = values(model, locked.number(), stamp, audit);
    values.put("set", locked.version().files().orElseThrow().id());
    values.put("description", descriptionPath);
    values.put("signature", signature);
    values.put("logged", loggedModelId);
    addColumns(values, signature == null ? List.of() : SignatureReader.columns(signature));
    ObjectRows rows = new ObjectRows();
    List<String> description = new ArrayList<>();
    direct.change(
        text(COMPLETION),
        values,
        row -> {
          if (row.getString("part").equals("DESCRIPTION")) {
            description.add(row.getString("content"));
          } else {
            rows.add(row);
          }
          return rows;
        });
    return new Completed(
        rows.version()
            .orElseThrow(StoreConflictException::new)
            .ready(stamp.at(), stamp.by(), loggedModelId),
        description.stream().findFirst());
  }

  private Map<String, @Nullable Object> values(
      long model, long version, Authorship stamp, AuditRow audit) {
    Map<String, @Nullable Object> values = AuditDao.values(audit);
    values.put("id", model);
    values.put("model", model);
    values.put("version", version);
    values.put("now", history.time());
    values.put("author", history.author());
    values.put("at", stamp.at());
    values.put("by", stamp.by());
    return values;
  }

  private static void addColumns(
      Map<String, @Nullable Object> values, List<SignatureColumn> columns) {
    values.put("directions", texts(columns, column -> column.direction().name()));
    values.put(
        "positions", columns.stream().map(SignatureColumn::position).toArray(Integer[]::new));
    values.put("names", texts(columns, SignatureColumn::name));
    values.put("types", texts(columns, SignatureColumn::type));
    values.put("shapes", texts(columns, SignatureColumn::shape));
    values.put("required", columns.stream().map(SignatureColumn::required).toArray(Boolean[]::new));
    values.put("defaults", texts(columns, SignatureColumn::defaultValue));
  }

  private static @Nullable String[] texts(
      List<SignatureColumn> columns, Function<SignatureColumn, @Nullable String> text) {
    return columns.stream().map(text).toArray(String[]::new);
  }

  private NamedSql text(Map<Vendor, NamedSql> texts) {
    return requireNonNull(texts.get(vendor));
  }

  private static LocalDateTime time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class);
  }
}

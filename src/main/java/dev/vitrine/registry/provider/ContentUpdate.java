package dev.vitrine.registry.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.share.SharedContent;
import dev.vitrine.share.SharedContent.SharedFile;
import dev.vitrine.share.SharedContent.SharedModel;
import dev.vitrine.share.SharedContent.SharedVersion;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.provider.CatalogContentDao;
import dev.vitrine.store.provider.CatalogContentDao.Model;
import dev.vitrine.store.provider.CatalogContentDao.Version;
import dev.vitrine.store.provider.SharedCatalogRow;
import dev.vitrine.store.provider.SharedFileDao.ListedFile;
import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the content of a shared catalog that of the provider, by the difference: objects whose
 * names remain keep their IDs, and so their grants and owners. Belongs to one transaction.
 */
public final class ContentUpdate {
  /** Characters of the names of provider and share in the author of changes. */
  private static final int LONGEST_AUTHOR = 255;

  private final SharedCatalogRow catalog;
  private final StoreTransaction work;
  private final CatalogContentDao contents;
  private final Authorship stamp;

  /** For a catalog, whose row is locked, or was inserted by the same transaction. */
  public ContentUpdate(SharedCatalogRow catalog, StoreTransaction work) {
    this.catalog = catalog;
    this.work = work;
    this.contents = work.catalogContents();
    this.stamp = new Authorship(UtcTime.now(), author(catalog));
  }

  /** No user of this registry is the author of shared content. */
  private static String author(SharedCatalogRow catalog) {
    return StorableText.excerpt(
        "share " + catalog.provider().name() + "." + catalog.share(), LONGEST_AUTHOR);
  }

  /** Applies the difference. */
  public void apply(SharedContent content) {
    work.history().setAuthor(stamp.by());
    Map<String, Model> present = contents.models(catalog.catalogId());
    Set<String> kept = new HashSet<>();
    content.models().forEach(model -> kept.add(fullName(model)));
    present.forEach(
        (name, model) -> {
          if (!kept.contains(name)) {
            work.securables().dropModel(model.id(), false, stamp);
          }
        });
    Map<String, Long> schemas = schemas(content);
    for (SharedModel model : content.models()) {
      Model before = present.get(fullName(model));
      if (before == null) {
        create(model, Objects.requireNonNull(schemas.get(model.schema())));
      } else {
        update(model, before);
      }
    }
    Set<String> named = new HashSet<>();
    content.models().forEach(model -> named.add(model.schema()));
    schemas.forEach(
        (name, id) -> {
          if (!named.contains(name)) {
            work.securables().dropContainer(SecurableType.SCHEMA, id);
          }
        });
  }

  private String fullName(SharedModel model) {
    return catalog.catalog() + "." + model.schema() + "." + model.name();
  }

  /** All schemas of the catalog, with those that the content needs in addition. */
  private Map<String, Long> schemas(SharedContent content) {
    Map<String, Long> schemas = new HashMap<>(contents.schemas(catalog.catalogId()));
    Set<String> needed = new TreeSet<>();
    content.models().forEach(model -> needed.add(model.schema()));
    for (String name : needed) {
      if (!schemas.containsKey(name)) {
        schemas.put(
            name,
            work.securables()
                .insertSchema(catalog.catalogId(), name, catalog.ownerId(), null, null, stamp));
      }
    }
    return schemas;
  }

  private void create(SharedModel model, long schema) {
    long id =
        work.securables()
            .insertModel(
                catalog.catalogId(),
                schema,
                model.name(),
                fullName(model),
                catalog.ownerId(),
                model.comment().orElse(null),
                stamp);
    work.tags().put(new Tagged(SecurableType.MODEL, id, OptionalLong.empty()), model.tags());
    model.versions().forEach(version -> insert(id, version));
    if (!model.versions().isEmpty()) {
      contents.updateNumbers(id, stamp.at(), stamp.by());
    }
    model.aliases().forEach((alias, version) -> work.versions().setAlias(id, alias, version));
  }

  private void update(SharedModel model, Model before) {
    long id = before.id();
    work.securables().lock(SecurableType.MODEL, id);
    if (!before.comment().equals(model.comment())) {
      work.securables().setComment(SecurableType.MODEL, id, model.comment().orElse(null), stamp);
    }
    changeTags(
        new Tagged(SecurableType.MODEL, id, OptionalLong.empty()), before.tags(), model.tags());
    // Aliases of versions that go are deleted with them, so they go first.
    before
        .aliases()
        .forEach(
            (alias, version) -> {
              if (!Objects.equals(model.aliases().get(alias), version)) {
                work.versions().deleteAlias(id, alias);
              }
            });
    if (changeVersions(model, before)) {
      contents.updateNumbers(id, stamp.at(), stamp.by());
    }
    model
        .aliases()
        .forEach(
            (alias, version) -> {
              if (!Objects.equals(before.aliases().get(alias), version)) {
                work.versions().setAlias(id, alias, version);
              }
            });
  }

  private boolean changeVersions(SharedModel model, Model before) {
    boolean changed = false;
    Set<Long> kept = new HashSet<>();
    model.versions().forEach(version -> kept.add(version.number()));
    for (long number : new TreeSet<>(before.versions().keySet())) {
      if (!kept.contains(number)) {
        work.versions().delete(before.id(), number, false, stamp);
        changed = true;
      }
    }
    for (SharedVersion version : model.versions()) {
      Version old = before.versions().get(version.number());
      if (old == null) {
        insert(before.id(), version);
        changed = true;
      } else {
        changed |= update(before.id(), version, old);
      }
    }
    return changed;
  }

  private boolean update(long model, SharedVersion version, Version old) {
    String fingerprint = fingerprint(version);
    boolean replaced = !fingerprint.equals(old.fingerprint());
    if (replaced) {
      contents.replaceVersion(
          model,
          version.number(),
          version.signature().orElse(null),
          files(version),
          fingerprint,
          created(version),
          stamp.at(),
          stamp.by());
      insertSignature(model, version);
    }
    boolean commented = !old.comment().equals(version.comment());
    if (commented) {
      work.versions().setComment(model, version.number(), version.comment().orElse(null), stamp);
    }
    Tagged tagged = new Tagged(SecurableType.MODEL, model, OptionalLong.of(version.number()));
    return changeTags(tagged, old.tags(), version.tags()) || replaced || commented;
  }

  private void insert(long model, SharedVersion version) {
    contents.insertVersion(
        model,
        version.number(),
        version.comment().orElse(null),
        version.signature().orElse(null),
        files(version),
        fingerprint(version),
        created(version),
        stamp.at(),
        stamp.by());
    insertSignature(model, version);
    work.tags()
        .put(
            new Tagged(SecurableType.MODEL, model, OptionalLong.of(version.number())),
            version.tags());
  }

  private void insertSignature(long model, SharedVersion version) {
    version
        .signature()
        .ifPresent(
            signature ->
                work.versions()
                    .contents()
                    .insertSignature(model, version.number(), signature, stamp));
  }

  /** A clock of the provider that is ahead has no effect. */
  private LocalDateTime created(SharedVersion version) {
    return version.createdAt().isAfter(stamp.at()) ? stamp.at() : version.createdAt();
  }

  /** The set of the files of a version; null without files. */
  private @Nullable Long files(SharedVersion version) {
    if (version.files().isEmpty()) {
      return null;
    }
    String loggedModel = "m-" + UUID.randomUUID().toString().replace("-", "");
    long set = work.sharedFiles().insertSet(catalog.ownerId(), loggedModel, stamp.at());
    List<ListedFile> files =
        version.files().stream()
            .map(file -> new ListedFile(file.path(), file.size(), file.sha256()))
            .toList();
    work.sharedFiles().insert(catalog.catalogId(), set, files, created(version));
    return set;
  }

  /** Whether something was changed. */
  private boolean changeTags(Tagged object, Map<String, String> before, Map<String, String> after) {
    List<String> removed =
        before.keySet().stream().filter(key -> !after.containsKey(key)).sorted().toList();
    if (!removed.isEmpty()) {
      work.tags().remove(object, removed);
    }
    Map<String, String> put = new HashMap<>(after);
    put.entrySet().removeAll(before.entrySet());
    if (!put.isEmpty()) {
      work.tags().put(object, put);
    }
    return !removed.isEmpty() || !put.isEmpty();
  }

  /** Of the content that does not change while a version exists. */
  private static String fingerprint(SharedVersion version) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JRE supports SHA-256", impossible);
    }
    add(digest, version.createdAt().toString());
    add(digest, version.signature().orElse(""));
    version.files().stream()
        .sorted(Comparator.comparing(SharedFile::path))
        .forEach(
            file -> {
              add(digest, file.path());
              add(digest, file.sha256() + " " + file.size());
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** No text contains NUL, so it separates them. */
  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(UTF_8));
    digest.update((byte) 0);
  }
}

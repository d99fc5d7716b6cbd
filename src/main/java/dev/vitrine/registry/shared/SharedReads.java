package dev.vitrine.registry.shared;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.share.Published;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.share.ShareRow;
import dev.vitrine.store.share.SharedContentDao;
import dev.vitrine.store.share.SharedModelRow;
import dev.vitrine.store.share.SharedVersionRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a recipient can read, in one transaction. Each read checks that the share is granted to the
 * recipient and that the owner of the share may still read the files of the model. Whatever is
 * missing, hidden or not granted has the same error.
 */
public final class SharedReads {
  /** Maximum models of a page. */
  public static final int MODELS_OF_PAGE = 100;

  /** Maximum versions of a page. */
  public static final int VERSIONS_OF_PAGE = 50;

  /** Maximum characters of comments, or of signatures, comments and files, of a page; 4 MiB. */
  private static final long CHARACTERS_OF_PAGE = 4 << 20;

  private final StoreTransaction work;
  private final SharedContentDao content;
  private final long recipient;

  /** Reads of a recipient in a transaction that sees one state of the store. */
  public SharedReads(StoreTransaction work, long recipientId) {
    this.work = work;
    this.content = work.sharedContent();
    this.recipient = recipientId;
  }

  /** The shares that are granted to the recipient. */
  public List<Published.Share> shares() {
    return content.shares(recipient).stream().map(SharedReads::share).toList();
  }

  private static Published.Share share(ShareRow row) {
    return new Published.Share(row.name(), row.comment());
  }

  /**
   * A share with its revision.
   *
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.State state(String name) {
    ShareRow share = require(name);
    Fingerprint revision = new Fingerprint();
    revision.add(share.name());
    revision.add(share.comment().isPresent() ? "C" : "N");
    revision.add(share.comment().orElse(""));
    String schema = "";
    String last = "";
    List<SharedModelRow> models = content.models(share.id(), schema, last, MODELS_OF_PAGE);
    while (!models.isEmpty()) {
      List<SharedModelRow> readable = readable(share, models);
      readable.forEach(
          model -> {
            revision.add(Long.toString(model.modelId()));
            revision.add(model.schema());
            revision.add(model.name());
          });
      if (!readable.isEmpty()) {
        content.states(ids(readable), revision::add);
      }
      SharedModelRow end = models.get(models.size() - 1);
      models = content.models(share.id(), end.schema(), end.name(), MODELS_OF_PAGE);
    }
    return new Published.State(share(share), revision.text());
  }

  /**
   * A page of the models of a share.
   *
   * @param after schema and name of the last model of the page before, joined by a slash; empty for
   *     the first page
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.Page<Published.Model> models(String name, String after) {
    requireStorable(after);
    ShareRow share = require(name);
    int slash = after.indexOf('/');
    List<SharedModelRow> page = new ArrayList<>();
    boolean more =
        fill(
            page,
            share,
            slash < 0 ? "" : after.substring(0, slash),
            slash < 0 ? "" : after.substring(slash + 1));
    // The key of a page must not be a model that the recipient cannot read.
    return new Published.Page<>(
        described(page),
        more
            ? Optional.of(page.get(page.size() - 1)).map(last -> last.schema() + "/" + last.name())
            : Optional.empty());
  }

  /** Adds the models behind a name that the recipient can read; says whether there are more. */
  private boolean fill(List<SharedModelRow> page, ShareRow share, String schema, String name) {
    long characters = 0;
    List<SharedModelRow> found = content.models(share.id(), schema, name, MODELS_OF_PAGE);
    while (!found.isEmpty()) {
      for (SharedModelRow model : readable(share, found)) {
        characters += model.characters();
        if (page.size() == MODELS_OF_PAGE || (!page.isEmpty() && characters > CHARACTERS_OF_PAGE)) {
          return true;
        }
        page.add(model);
      }
      SharedModelRow end = found.get(found.size() - 1);
      found = content.models(share.id(), end.schema(), end.name(), MODELS_OF_PAGE);
    }
    return false;
  }

  private List<Published.Model> described(List<SharedModelRow> models) {
    if (models.isEmpty()) {
      return List.of();
    }
    List<Long> ids = ids(models);
    Map<Long, String> comments = content.comments(ids);
    Map<Long, Map<String, String>> tags = content.tags(ids);
    Map<Long, Map<String, Long>> aliases = content.aliases(ids);
    Map<Long, List<Long>> versions = content.versions(ids);
    return models.stream()
        .map(
            model ->
                new Published.Model(
                    model.schema(),
                    model.name(),
                    Optional.ofNullable(comments.get(model.modelId())),
                    tags.getOrDefault(model.modelId(), Map.of()),
                    aliases.getOrDefault(model.modelId(), Map.of()),
                    versions.getOrDefault(model.modelId(), List.of())))
        .toList();
  }

  /**
   * A page of the versions of a model, the highest first.
   *
   * @param below only versions below this number
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.Page<Published.Version> versions(
      String share, String schema, String name, long below) {
    long model = require(share, schema, name);
    Map<Long, Long> sizes = content.sizes(model, below, VERSIONS_OF_PAGE);
    List<Long> page = new ArrayList<>();
    long characters = 0;
    for (Map.Entry<Long, Long> version : sizes.entrySet()) {
      characters += version.getValue();
      if (!page.isEmpty() && characters > CHARACTERS_OF_PAGE) {
        break;
      }
      page.add(version.getKey());
    }
    if (page.isEmpty()) {
      return new Published.Page<>(List.of(), Optional.empty());
    }
    long highest = page.get(0);
    long lowest = page.get(page.size() - 1);
    Map<Long, Map<String, String>> tags = content.versionTags(model, lowest, highest);
    List<Published.Version> versions =
        content.versions(model, lowest, highest).stream()
            .map(row -> version(row, tags.getOrDefault(row.version(), Map.of())))
            .toList();
    boolean more = page.size() < sizes.size() || sizes.size() == VERSIONS_OF_PAGE;
    return new Published.Page<>(
        versions, more ? Optional.of(Long.toString(lowest)) : Optional.empty());
  }

  private Published.Version version(SharedVersionRow row, Map<String, String> tags) {
    return new Published.Version(
        row.version(),
        row.comment(),
        tags,
        row.signature(),
        row.createdAt(),
        row.files().isPresent() ? work.publishedFiles().files(row.files().getAsLong()) : List.of());
  }

  /**
   * A file of a READY version.
   *
   * @throws VitrineException SHARE_NOT_FOUND
   */
  public Published.File file(String share, String schema, String name, long version, String path) {
    requireStorable(path);
    long model = require(share, schema, name);
    return content.versions(model, version, version).stream()
        .flatMap(row -> row.files().stream().boxed())
        .findFirst()
        .flatMap(set -> work.publishedFiles().file(set, path))
        .orElseThrow(SharedReads::notFound);
  }

  private ShareRow require(String name) {
    requireStorable(name);
    return content
        .share(recipient, name.toLowerCase(Locale.ROOT))
        .orElseThrow(SharedReads::notFound);
  }

  /** The ID of a model that the recipient may read. */
  private long require(String share, String schema, String name) {
    requireStorable(schema);
    requireStorable(name);
    ShareRow row = require(share);
    return content
        .model(row.id(), schema.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
        .filter(model -> !readable(row, List.of(model)).isEmpty())
        .orElseThrow(SharedReads::notFound)
        .modelId();
  }

  private List<SharedModelRow> readable(ShareRow share, List<SharedModelRow> models) {
    Set<Long> readable = OwnerAccess.readable(share.ownerId(), ids(models), work);
    return models.stream().filter(model -> readable.contains(model.modelId())).toList();
  }

  private static List<Long> ids(List<SharedModelRow> models) {
    return models.stream().map(SharedModelRow::modelId).toList();
  }

  private static void requireStorable(String text) {
    if (StorableText.flaw(text).isPresent()) {
      throw notFound();
    }
  }

  /** The one error for everything that a recipient cannot read. */
  public static VitrineException notFound() {
    return new VitrineException(
            ErrorCode.SHARE_NOT_FOUND,
            "The share, model, version or file does not exist or is not shared with this recipient.")
        .withHint("Ask the provider.");
  }

  /** SHA-256 over texts. */
  private static final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException exception) {
        throw new IllegalStateException("every JRE supports SHA-256", exception);
      }
    }

    /** Adds a text with its length, so that no two lists of texts are equal when joined. */
    void add(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }

    String text() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}

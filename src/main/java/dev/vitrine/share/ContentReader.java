package dev.vitrine.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.share.ShareException.Reason;
import dev.vitrine.share.SharedContent.SharedFile;
import dev.vitrine.share.SharedContent.SharedModel;
import dev.vitrine.share.SharedContent.SharedVersion;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the responses of one refresh into content, or refuses them. */
final class ContentReader {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Bytes of the largest file: one exbibyte; the cache has a smaller bound. */
  private static final long LARGEST_FILE = 1L << 60;

  /** Year 9999, the last that the store can have. */
  private static final long LATEST_MILLIS = 253_402_300_799_000L;

  /** Bytes of a path in UTF-8, as for own files. */
  private static final int LONGEST_PATH = 2_000;

  private final Map<ModelKey, Draft> models = new LinkedHashMap<>();
  private final Map<ModelKey, TreeMap<Long, SharedVersion>> versions = new LinkedHashMap<>();
  private int versionCount;
  private int fileCount;

  /** The name of a model, in lower case. */
  record ModelKey(String schema, String name) {}

  /** A model without its versions. */
  private record Draft(
      Optional<String> comment, Map<String, String> tags, Map<String, Long> aliases) {}

  void model(JsonNode model) throws ShareException {
    ModelKey key =
        new ModelKey(SharedText.schema(model.path("schema")), SharedText.name(model.path("name")));
    Draft draft =
        new Draft(
            SharedText.comment(model.path("comment")),
            SharedText.tags(model.path("tags")),
            SharedText.aliases(model.path("aliases")));
    if (models.put(key, draft) != null) {
      throw new ShareException(Reason.INVALID, "The provider sent two models of one name.");
    }
    if (models.size() > ShareLimits.MODELS) {
      throw tooMany(ShareLimits.MODELS, "models");
    }
    versions.put(key, new TreeMap<>());
  }

  List<ModelKey> models() {
    return List.copyOf(models.keySet());
  }

  void version(ModelKey model, JsonNode version) throws ShareException {
    SharedVersion read =
        new SharedVersion(
            SharedText.number(version.path("version")),
            SharedText.comment(version.path("comment")),
            SharedText.tags(version.path("tags")),
            SharedText.signature(version.path("signature")),
            time(version.path("created_at")),
            files(version.path("files")));
    TreeMap<Long, SharedVersion> known = versions.get(model);
    if (known == null || known.put(read.number(), read) != null) {
      throw new ShareException(Reason.INVALID, "The provider sent two versions of one number.");
    }
    if (++versionCount > ShareLimits.VERSIONS) {
      throw tooMany(ShareLimits.VERSIONS, "versions");
    }
  }

  private static LocalDateTime time(JsonNode millis) throws ShareException {
    if (!millis.isIntegralNumber()
        || !millis.canConvertToLong()
        || millis.longValue() < 0
        || millis.longValue() > LATEST_MILLIS) {
      throw SharedText.invalid("time");
    }
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis.longValue()), ZoneOffset.UTC);
  }

  private List<SharedFile> files(JsonNode list) throws ShareException {
    List<SharedFile> files = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (JsonNode file : list) {
      SharedFile read = file(file);
      if (!paths.add(read.path())) {
        throw SharedText.invalid("path of a file");
      }
      if (++fileCount > ShareLimits.FILES) {
        throw tooMany(ShareLimits.FILES, "files");
      }
      files.add(read);
    }
    for (String path : paths) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (paths.contains(path.substring(0, slash))) {
          throw SharedText.invalid("path of a file");
        }
      }
    }
    return files;
  }

  private static SharedFile file(JsonNode file) throws ShareException {
    String path = file.path("path").asText("");
    if (!isProper(path)) {
      throw SharedText.invalid("path of a file");
    }
    JsonNode size = file.path("size");
    if (!size.isIntegralNumber()
        || !size.canConvertToLong()
        || size.longValue() < 0
        || size.longValue() > LARGEST_FILE) {
      throw SharedText.invalid("size of a file");
    }
    String sha256 = file.path("sha256").asText("");
    if (!SHA256.matcher(sha256).matches()) {
      throw SharedText.invalid("checksum of a file");
    }
    return new SharedFile(path, size.longValue(), sha256);
  }

  /** The rules of paths of own files: clients turn them into paths on their disk. */
  private static boolean isProper(String path) {
    if (StorableText.flaw(path).isPresent()
        || path.getBytes(UTF_8).length > LONGEST_PATH
        || path.indexOf('\\') >= 0
        || path.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static ShareException tooMany(int most, String noun) {
    return new ShareException(
        Reason.INVALID, "The provider sent more than " + most + " " + noun + ".");
  }

  SharedContent content(String revision) {
    List<SharedModel> content = new ArrayList<>();
    models.forEach(
        (key, model) -> {
          TreeMap<Long, SharedVersion> known = versions.getOrDefault(key, new TreeMap<>());
          // The share may change between two requests; an alias without its version is left out.
          Map<String, Long> aliases =
              model.aliases().entrySet().stream()
                  .filter(alias -> known.containsKey(alias.getValue()))
                  .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
          content.add(
              new SharedModel(
                  key.schema(),
                  key.name(),
                  model.comment(),
                  model.tags(),
                  aliases,
                  List.copyOf(known.values())));
        });
    return new SharedContent(revision, content);
  }
}

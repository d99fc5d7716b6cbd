package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The direct entries of a directory of a version. Directories exist only as parts of paths. */
final class DirectoryListing {
  /** By name; empty for a directory. */
  private final Map<String, Optional<StoredFile>> entries = new TreeMap<>();

  private final String path;

  /**
   * @throws VitrineException FILE_NOT_FOUND when it is a file, or nothing
   */
  DirectoryListing(ArtifactPath wanted, List<StoredFile> files) {
    this.path = wanted.spelled();
    String prefix = wanted.relative().isEmpty() ? "" : wanted.relative() + "/";
    for (StoredFile file : files) {
      if (file.path().startsWith(prefix)) {
        String rest = file.path().substring(prefix.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
          entries.put(rest, Optional.of(file));
        } else {
          entries.put(rest.substring(0, slash), Optional.empty());
        }
      }
    }
    if (entries.isEmpty() && !prefix.isEmpty()) {
      throw new VitrineException(ErrorCode.FILE_NOT_FOUND, "There is no directory '" + path + "'.")
          .withHint("The files of a version are listed at its root.");
    }
  }

  /**
   * Adds all entries, as MLflow's own server lists them.
   *
   * @param parent the path of the directory that the entries begin with, with a slash at its end
   */
  void addTo(ArrayNode array, String parent) {
    entries.forEach(
        (name, file) -> {
          ObjectNode node = array.addObject();
          node.put("path", parent + name);
          node.put("is_dir", file.isEmpty());
          file.ifPresent(stored -> node.put("file_size", stored.size()));
        });
  }

  /** A page of the entries: those after {@code key}, or the first if it is null. */
  ObjectNode page(@Nullable String key, int size) {
    List<Map.Entry<String, Optional<StoredFile>>> after =
        entries.entrySet().stream()
            .filter(entry -> key == null || entry.getKey().compareTo(key) > 0)
            .limit(size + 1L)
            .toList();
    Page<Map.Entry<String, Optional<StoredFile>>> page = Page.of(after, size, Map.Entry::getKey);
    ObjectNode answer = Json.object();
    ArrayNode contents = answer.putArray("contents");
    for (Map.Entry<String, Optional<StoredFile>> entry : page.rows()) {
      ObjectNode node = contents.addObject();
      node.put("path", path + "/" + entry.getKey());
      node.put("name", entry.getKey());
      node.put("is_directory", entry.getValue().isEmpty());
      entry
          .getValue()
          .ifPresent(
              file ->
                  node.put("file_size", file.size())
                      .put("last_modified", Json.millis(file.modifiedAt())));
    }
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }
}

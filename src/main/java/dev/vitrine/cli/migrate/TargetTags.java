package dev.vitrine.cli.migrate;

import dev.vitrine.catalog.Tag;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tags of the source as Vitrine accepts them. MLflow allows characters in keys that Databricks does
 * not; each becomes an underscore. Tags that do not fit even so are left out.
 *
 * @param left keys in the source of the tags that are left out
 */
record TargetTags(Map<String, String> tags, List<String> left) {
  /** Leaves room for those that the import adds: the stage, and that files are not verified. */
  private static final int MOST = Tag.MOST_PER_OBJECT - 2;

  TargetTags {
    tags = Map.copyOf(tags);
    left = List.copyOf(left);
  }

  static TargetTags of(Map<String, String> source) {
    Map<String, String> tags = new TreeMap<>();
    List<String> left = new ArrayList<>();
    new TreeMap<>(source)
        .forEach(
            (key, value) -> {
              String accepted = key.replaceAll("[.,\\-=/:]", "_");
              if (tags.size() == MOST || tags.containsKey(accepted) || !isValid(accepted, value)) {
                left.add(key);
              } else {
                tags.put(accepted, value);
              }
            });
    return new TargetTags(tags, left);
  }

  private static boolean isValid(String key, String value) {
    try {
      return new Tag(key, value).key().equals(key);
    } catch (VitrineException invalid) {
      return false;
    }
  }

  /** For the report: how many are left out; empty if none. */
  String remark() {
    return left.isEmpty() ? "" : ", without the tags " + String.join(", ", left);
  }
}

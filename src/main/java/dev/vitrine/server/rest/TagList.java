package dev.vitrine.server.rest;

import dev.vitrine.statement.tree.TagAssignment;
import java.util.List;

/** Lists of tags in requests, which all surfaces write alike. */
public final class TagList {
  private TagList() {}

  /**
   * The tags of a new object.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE if one is malformed
   */
  public static List<TagAssignment> of(Members members) {
    return of(members, "tags");
  }

  /** Tags with keys and values; a value that is missing is empty. */
  public static List<TagAssignment> of(Members members, String name) {
    return members.objects(name).stream()
        .map(tag -> new TagAssignment(tag.required("key"), tag.text("value").orElse("")))
        .toList();
  }
}

package dev.vitrine.registry.securable;

import dev.vitrine.catalog.Tag;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ListLimit;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.store.securable.TagDao;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Setting tags within the limits. The caller holds the lock of the object's row. */
public final class TagLimits {
  private TagLimits() {}

  /**
   * Sets or replaces tags; of several values for one key the last counts.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE, TAG_LIMIT_EXCEEDED or STATEMENT_TOO_COMPLEX
   */
  public static void put(Tagged object, List<TagAssignment> assignments, TaskContext context) {
    if (assignments.isEmpty()) {
      return;
    }
    ListLimit.require(assignments, "tags");
    Map<String, String> tags = new LinkedHashMap<>();
    for (TagAssignment assignment : assignments) {
      Tag tag = new Tag(assignment.key(), assignment.value());
      tags.put(tag.key(), tag.value());
    }
    requireCount(tags.size());
    TagDao dao = context.tags();
    dao.put(object, tags);
    requireCount(dao.count(object));
  }

  private static void requireCount(int count) {
    if (count > Tag.MOST_PER_OBJECT) {
      throw new VitrineException(
              ErrorCode.TAG_LIMIT_EXCEEDED,
              "There would be more than " + Tag.MOST_PER_OBJECT + " tags.")
          .withHint("Remove unused tags with UNSET TAGS.");
    }
  }
}

package dev.vitrine.registry;

import dev.vitrine.catalog.Tag;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.store.TagDao;
import dev.vitrine.store.TagDao.Tagged;
import java.util.List;

/** Setting tags within the limits. The caller holds the lock of the object's row. */
final class TagLimits {
  private TagLimits() {}

  /**
   * Sets or replaces tags.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE or TAG_LIMIT_EXCEEDED
   */
  static void put(Tagged object, List<TagAssignment> assignments, TaskContext context) {
    if (assignments.isEmpty()) {
      return;
    }
    List<Tag> tags = assignments.stream().map(each -> new Tag(each.key(), each.value())).toList();
    TagDao dao = context.transaction().tags();
    tags.forEach(tag -> dao.put(object, tag.key(), tag.value()));
    if (dao.count(object) > Tag.MOST_PER_OBJECT) {
      throw new VitrineException(
              ErrorCode.TAG_LIMIT_EXCEEDED,
              "There would be more than " + Tag.MOST_PER_OBJECT + " tags.")
          .withHint("Unset tags that are not needed any more.");
    }
  }
}

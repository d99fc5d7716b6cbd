package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.content.DetailPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page of a model.
 *
 * @param list of the tab that is shown
 * @param tags version, key and value, of the versions in the list
 * @param range all versions of the model
 * @param why paths of privileges of a principal
 * @param part of the tabs for lineage and use
 */
public record ModelDetails(
    ObjectHead head,
    RegisteredModel model,
    Listing list,
    List<Row> tags,
    VersionRange range,
    PrivilegePaths why,
    Optional<DetailPart> part)
    implements View {
  public ModelDetails {
    tags = List.copyOf(tags);
  }

  @Override
  public String template() {
    return "browse/model.jte";
  }

  @Override
  public String title() {
    return model.fullName();
  }

  @Override
  public List<String> place() {
    return head.object().names();
  }

  /** The aliases of a version, in order. */
  public List<String> aliases(long version) {
    return model.aliases().entrySet().stream()
        .filter(alias -> alias.getValue() == version)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** The tags of a version. */
  public List<Row> tags(long version) {
    return tags.stream().filter(tag -> tag.number(0) == version).toList();
  }

  /** The number of the first version in the list. */
  public long highest() {
    return list.rows().get(0).number(0);
  }

  /** Whether there are versions before those in the list. */
  public boolean hasOlder() {
    return range.lowest() < lowest();
  }

  /** Whether there are versions after those in the list. */
  public boolean hasNewer() {
    return range.highest() > highest();
  }

  /** The number of the last version in the list. */
  public long lowest() {
    return list.rows().get(list.rows().size() - 1).number(0);
  }
}

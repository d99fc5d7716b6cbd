package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.View;
import java.util.List;

/**
 * The page of a catalog or schema.
 *
 * @param list of the tab that is shown
 * @param why paths of privileges of a principal
 */
public record ContainerDetails(ObjectHead head, Listing list, PrivilegePaths why) implements View {
  @Override
  public String template() {
    return "browse/container.jte";
  }

  @Override
  public String title() {
    return head.object().fullName();
  }

  @Override
  public List<String> place() {
    return head.object().names();
  }

  /** Whether it is a catalog, which contains schemas. */
  public boolean isCatalog() {
    return head.object().names().size() == 1;
  }
}

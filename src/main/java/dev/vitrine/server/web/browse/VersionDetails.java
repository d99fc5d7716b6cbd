package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.server.web.content.Markdown;
import dev.vitrine.server.web.content.SafeHtml;
import dev.vitrine.server.web.lineage.LineageNode;
import dev.vitrine.server.web.rights.Rights;
import java.util.List;
import java.util.Optional;

/**
 * The page of a version.
 *
 * @param list of the tab for events
 * @param part of the other tabs
 */
public record VersionDetails(
    ObjectPath model,
    ModelVersion version,
    Rights rights,
    List<Tab> tabs,
    Listing list,
    Optional<DetailPart> part)
    implements View {
  public VersionDetails {
    tabs = List.copyOf(tabs);
  }

  @Override
  public String template() {
    return "browse/version.jte";
  }

  @Override
  public String title() {
    return model.fullName() + " version " + version.version();
  }

  @Override
  public List<String> place() {
    return model.names();
  }

  /** The description as HTML. */
  public Optional<SafeHtml> description() {
    return version.comment().map(Markdown::html);
  }

  /** The page of the version that this one is a copy of. */
  public Optional<String> sourceHref() {
    return version
        .source()
        .map(source -> new LineageNode(source, "", false).href())
        .filter(href -> !href.isEmpty());
  }

  /** The address of the version. */
  public String href() {
    return model.href() + "/versions/" + version.version();
  }

  /** The address of the form of a change of the version. */
  public String change(String action) {
    return model.change("versions/" + version.version() + "/" + action);
  }

  /** The label of the tab that is shown. */
  public String tab() {
    return Tab.shown(tabs);
  }
}

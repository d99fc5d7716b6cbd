package dev.vitrine.server.web.change;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.detail.DescriptionDraft;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.TagAssignment;
import java.util.List;

/** Changes of descriptions and tags. */
final class DescriptionChanges {
  private static final String KEY = "key";
  private static final String SUGGEST = "suggest";

  private DescriptionChanges() {}

  /**
   * Adds them.
   *
   * @param files from which drafts of descriptions are made
   */
  static void add(Pages pages, FileStorage files) {
    for (String prefix : List.of(ChangeTarget.OBJECT, ChangeTarget.VERSION)) {
      pages.change(
          prefix + "comment",
          new FormChange(
              "The description was saved.",
              visit -> comment(visit, files),
              visit -> List.of(new CommentOn(ChangeTarget.of(visit).ref(), visit.text("comment"))),
              DescriptionChanges::page));
      pages.change(
          prefix + "tag",
          new FormChange(
              "The tag was set.",
              DescriptionChanges::tag,
              DescriptionChanges::setTag,
              DescriptionChanges::page));
      pages.change(
          prefix + "untag",
          new FormChange(
              "The tag was removed.",
              DescriptionChanges::untag,
              visit ->
                  List.of(
                      new UnsetTags(ChangeTarget.of(visit).ref(), List.of(visit.required(KEY)))),
              DescriptionChanges::page));
    }
  }

  private static String page(Visit visit) {
    return ChangeTarget.of(visit).href();
  }

  private static Dialog comment(Visit visit, FileStorage files) {
    ChangeTarget target = ChangeTarget.of(visit);
    boolean model = target.object().type() == SecurableType.MODEL;
    String text =
        model && visit.flag(SUGGEST)
            ? DescriptionDraft.of(
                visit, target.object().name(), target.version().orElse(Long.MAX_VALUE), files)
            : present(visit, target);
    return new Dialog(
        "Description of " + target.label(),
        "",
        List.of(
            Field.area("comment", "Description")
                .value(text)
                .draft(model ? visit.context().path() + "?" + SUGGEST + "=true" : "")
                .hint("Markdown. An empty text removes the description.")),
        "Save",
        false);
  }

  private static String present(Visit visit, ChangeTarget target) {
    Object[] names = target.object().names().toArray();
    String query =
        target.version().isPresent()
            ? "SELECT comment FROM system.registry.versions WHERE full_name = ? AND version = ?"
            : switch (names.length) {
              case 1 -> "SELECT comment FROM system.registry.catalogs WHERE catalog_name = ?";
              case 2 ->
                  "SELECT comment FROM system.registry.schemas"
                      + " WHERE catalog_name = ? AND schema_name = ?";
              default -> "SELECT comment FROM system.registry.models WHERE full_name = ?";
            };
    Object[] values =
        target
            .version()
            .map(number -> new Object[] {target.object().fullName(), number})
            .orElse(names.length == 3 ? new Object[] {target.object().fullName()} : names);
    return visit.rows(query, values).stream().map(row -> row.text(0)).findFirst().orElse("");
  }

  private static Dialog tag(Visit visit) {
    ChangeTarget target = ChangeTarget.of(visit);
    String keys =
        target.version().isPresent()
            ? "SELECT DISTINCT tag_name FROM system.registry.version_tags WHERE full_name = ?"
                + " ORDER BY tag_name"
            : "SELECT DISTINCT tag_name FROM system.registry.tags WHERE catalog_name = ?"
                + " ORDER BY tag_name";
    String within =
        target.version().isPresent() ? target.object().fullName() : target.object().names().get(0);
    return new Dialog(
        "Tag of " + target.label(),
        "A tag that exists gets the new value.",
        List.of(
            Field.text(KEY, "Key").need().suggestions(ChangeTarget.names(visit, keys, within)),
            Field.text("value", "Value").hint("May be empty.")),
        "Set tag",
        false);
  }

  private static List<Statement> setTag(Visit visit) {
    TagAssignment tag = new TagAssignment(visit.required(KEY), visit.text("value").orElse(""));
    return List.of(new SetTags(ChangeTarget.of(visit).ref(), List.of(tag)));
  }

  private static Dialog untag(Visit visit) {
    String key = visit.required(KEY);
    return new Dialog(
        "Remove tag " + key,
        "The tag is removed from " + ChangeTarget.of(visit).label() + ".",
        List.of(Field.hidden(KEY, key)),
        "Remove tag",
        true);
  }
}

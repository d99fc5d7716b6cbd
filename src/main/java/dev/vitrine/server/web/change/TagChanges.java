package dev.vitrine.server.web.change;

import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.TagAssignment;
import java.util.List;

/** Changes of tags. */
final class TagChanges {
  private static final String KEY = "key";

  private TagChanges() {}

  /** Adds them. */
  static void add(Pages pages) {
    for (String prefix : List.of(ChangeTarget.OBJECT, ChangeTarget.VERSION)) {
      pages.change(
          prefix + "tag",
          new FormChange(
              "The tag was set.", TagChanges::tag, TagChanges::setTag, TagChanges::page));
      pages.change(
          prefix + "untag",
          new FormChange(
              "The tag was removed.",
              TagChanges::untag,
              request ->
                  List.of(
                      new UnsetTags(
                          ChangeTarget.of(request).ref(), List.of(request.required(KEY)))),
              TagChanges::page));
    }
  }

  private static String page(UserRequest request) {
    return ChangeTarget.of(request).href();
  }

  private static Dialog tag(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
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
            Field.text(KEY, "Key").need().suggestions(ChangeTarget.names(request, keys, within)),
            Field.text("value", "Value").hint("May be empty.")),
        "Set tag",
        false);
  }

  private static List<Statement> setTag(UserRequest request) {
    TagAssignment tag = new TagAssignment(request.required(KEY), request.text("value").orElse(""));
    return List.of(new SetTags(ChangeTarget.of(request).ref(), List.of(tag)));
  }

  private static Dialog untag(UserRequest request) {
    String key = request.required(KEY);
    return new Dialog(
        "Remove tag " + key,
        "The tag is removed from " + ChangeTarget.of(request).label() + ".",
        List.of(Field.hidden(KEY, key)),
        "Remove tag",
        true);
  }
}

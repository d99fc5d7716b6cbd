package dev.vitrine.server.web.change;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.Markdown;
import dev.vitrine.server.web.detail.DescriptionDraft;
import dev.vitrine.server.web.draft.DraftWriter;
import dev.vitrine.server.web.draft.Drafts;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.server.web.form.Service;
import dev.vitrine.server.web.rights.Rights;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.Statement;
import gg.jte.Content;
import java.util.List;
import java.util.Optional;

/** Changes the description of an object or a version; drafts one on request. */
final class DescriptionChange implements Change {
  private static final String COMMENT = "comment";
  private static final String SUGGEST = "suggest";

  private final FileStorage files;
  private final Optional<DraftWriter> drafts;

  /**
   * @param files from which drafts are made
   * @param drafts with the service that rewrites a draft, if there is one
   */
  DescriptionChange(FileStorage files, Drafts drafts) {
    this.files = files;
    this.drafts = drafts.writer();
  }

  @Override
  public Dialog dialog(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    String text =
        isModel(target) && request.flag(SUGGEST)
            ? DescriptionDraft.of(
                request, target.object().name(), target.version().orElse(Long.MAX_VALUE), files)
            : present(request, target);
    return dialog(request, target, text);
  }

  private Dialog dialog(UserRequest request, ChangeTarget target, String text) {
    Field field =
        Field.area(COMMENT, "Description")
            .value(text)
            .hint("Markdown. An empty text removes the description.");
    if (isModel(target)) {
      field = field.draft(request.context().path() + "?" + SUGGEST + "=true");
      field = drafts.map(DescriptionChange::service).map(field::service).orElse(field);
    }
    return new Dialog("Description of " + target.label(), "", List.of(field), "Save", false);
  }

  private static Service service(DraftWriter drafts) {
    return new Service(
        drafts.endpoint().host(), drafts.endpoint().model(), DraftWriter.INSTRUCTION);
  }

  /**
   * The button of the service sends the text of the field, which the user sees. Only users who may
   * save a description can have one written.
   */
  @Override
  public Optional<Dialog> draft(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    if (drafts.isEmpty() || !isModel(target)) {
      return Optional.empty();
    }
    RegisteredModel model = request.run(new ReadModel(target.object().name()));
    Rights.of(request, target.object(), model.owner()).require("MANAGE");
    String facts = request.text(COMMENT).orElse("");
    return Optional.of(dialog(request, target, drafts.get().write(request.user(), facts)));
  }

  private static boolean isModel(ChangeTarget target) {
    return target.object().type() == SecurableType.MODEL;
  }

  @Override
  public List<Statement> statements(UserRequest request) {
    return List.of(new CommentOn(ChangeTarget.of(request).ref(), request.text(COMMENT)));
  }

  @Override
  public Optional<Content> rendered(UserRequest request) {
    return request.text(COMMENT).map(Markdown::html);
  }

  @Override
  public String done(UserRequest request) {
    return ChangeTarget.of(request).href();
  }

  @Override
  public String message(UserRequest request) {
    return "The description was saved.";
  }

  private static String present(UserRequest request, ChangeTarget target) {
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
    return request.rows(query, values).stream().map(row -> row.text(0)).findFirst().orElse("");
  }
}

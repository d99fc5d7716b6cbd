package dev.vitrine.server.web.detail;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.Excerpt;
import dev.vitrine.statement.tree.Call.FindFiles;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Drafts a description from facts of the registry that the user may read: flavours, signature,
 * lineage and earlier descriptions. A draft is only shown; the user edits and saves it.
 */
public final class DescriptionDraft {
  /** Fields, sources and versions that are named. */
  private static final int MOST_NAMED = 10;

  private static final String VERSION =
      "SELECT version, source, run_id, created_by, status FROM system.registry.versions"
          + " WHERE full_name = ? AND version <= ? ORDER BY version DESC LIMIT 1";

  private static final String EARLIER =
      "SELECT version, comment FROM system.registry.versions WHERE full_name = ? AND version < ?"
          + " AND comment IS NOT NULL ORDER BY version DESC LIMIT 3";

  private static final String SOURCES =
      "SELECT DISTINCT source_table_full_name FROM system.access.model_lineage"
          + " WHERE target_model_full_name = ? AND target_model_version = ?"
          + " ORDER BY source_table_full_name LIMIT "
          + MOST_NAMED;

  private static final Pattern FLAVORS = Pattern.compile("(?m)^flavors:\\s*\\n((?: +.*\\n)+)");

  private static final Pattern FLAVOR = Pattern.compile("(?m)^  (\\w{1,50}):");

  private DescriptionDraft() {}

  /**
   * The draft for a model or a version, in Markdown.
   *
   * @param last the version, or the highest number for the newest version of a model
   */
  public static String of(UserRequest request, QualifiedName model, long last, FileStorage files) {
    String name = model.toString();
    StringBuilder draft = new StringBuilder();
    draft.append("Describe the purpose of `").append(name).append("` in one sentence.\n");
    List<Row> found = request.rows(VERSION, name, last);
    if (found.isEmpty()) {
      return draft.toString();
    }
    Row newest = found.get(0);
    long number = newest.number(0);
    if (newest.text(4).equals(VersionStatus.READY.name())) {
      line(draft, "Flavours", flavors(request, model, number, files));
    }
    SignaturePart.read(request, name, number)
        .ifPresent(
            signature -> {
              line(draft, "Inputs", fields(signature.inputs()));
              line(draft, "Outputs", fields(signature.outputs()));
              line(draft, "Parameters", fields(signature.params()));
            });
    line(
        draft,
        "Made from",
        request.rows(SOURCES, name, number).stream()
            .map(row -> "`" + row.text(0) + "`")
            .collect(Collectors.joining(", ")));
    newest.optional(2).ifPresent(run -> line(draft, "Run", "`" + run + "`"));
    newest.optional(1).ifPresent(source -> line(draft, "Source", "`" + source + "`"));
    line(draft, "Registered by", newest.text(3));
    for (Row earlier : request.rows(EARLIER, name, number)) {
      line(draft, "Version " + earlier.number(0), Excerpt.of(earlier.text(1)));
    }
    return draft.toString();
  }

  private static void line(StringBuilder draft, String title, String text) {
    if (!text.isEmpty()) {
      draft.append("\n- **").append(title).append("**: ").append(text);
    }
  }

  private static String fields(List<SignatureField> fields) {
    String named =
        fields.stream()
            .limit(MOST_NAMED)
            .map(
                field ->
                    field.name().isEmpty()
                        ? field.type()
                        : "`" + field.name() + "` (" + field.type() + ")")
            .collect(Collectors.joining(", "));
    int more = fields.size() - MOST_NAMED;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  /**
   * The flavours in the MLmodel file of a version that is READY; empty unless the user may read it.
   */
  private static String flavors(
      UserRequest request, QualifiedName model, long version, FileStorage files) {
    if (request.run(new FindFiles(model, version)).set().isEmpty()) {
      return "";
    }
    Matcher block = FLAVORS.matcher(VersionFile.text(request, model, version, files).orElse(""));
    return block.find()
        ? FLAVOR
            .matcher(block.group(1))
            .results()
            .limit(MOST_NAMED)
            .map(flavor -> flavor.group(1))
            .collect(Collectors.joining(", "))
        : "";
  }
}

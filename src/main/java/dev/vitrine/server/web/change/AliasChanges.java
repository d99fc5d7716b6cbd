package dev.vitrine.server.web.change;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.statement.tree.ModelStatement.UnsetAlias;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.VersionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Changes of aliases. */
final class AliasChanges {
  private static final String ALIAS = "alias";
  private static final String VERSION = "number";

  private AliasChanges() {}

  static void add(Pages pages) {
    for (String prefix : List.of("/change/model/{name}/", ChangeTarget.VERSION)) {
      pages.change(
          prefix + ALIAS,
          new FormChange(
              "The alias was set.",
              AliasChanges::set,
              AliasChanges::setAlias,
              request -> ChangeTarget.of(request).href()));
      pages.change(
          prefix + "unalias",
          new FormChange(
              "The alias was removed.",
              AliasChanges::unset,
              request ->
                  List.of(
                      new UnsetAlias(
                          ChangeTarget.of(request).object().name(),
                          false,
                          Identifier.of(request.required(ALIAS)))),
              request -> ChangeTarget.of(request).href()));
    }
  }

  private static Dialog set(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    List<Row> aliases =
        request.rows(
            "SELECT alias, version FROM system.registry.aliases WHERE full_name = ? ORDER BY alias",
            target.object().fullName());
    String now =
        aliases.stream()
            .map(row -> row.text(0) + " points at version " + row.number(1))
            .collect(Collectors.joining("; "));
    List<Field> fields = new ArrayList<>();
    fields.add(
        Field.text(ALIAS, "Alias")
            .need()
            .suggestions(aliases.stream().map(row -> row.text(0)).toList())
            .hint("An alias that exists is moved."));
    if (target.version().isEmpty()) {
      String latest =
          request
              .rows(
                  "SELECT latest_version FROM system.registry.models WHERE full_name = ?",
                  target.object().fullName())
              .stream()
              .map(row -> row.text(0))
              .findFirst()
              .orElse("");
      fields.add(Field.text(VERSION, "Version").need().value(latest));
    }
    return new Dialog(
        "Set alias of " + target.label(),
        now.isEmpty() ? "The model has no aliases yet." : "Now: " + now + ".",
        fields,
        "Set alias",
        false);
  }

  private static List<Statement> setAlias(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    long version = target.version().orElseGet(() -> Exchange.version(request.required(VERSION)));
    return List.of(
        new SetAlias(
            target.object().name(),
            new VersionRef.ByNumber(version),
            Identifier.of(request.required(ALIAS))));
  }

  private static Dialog unset(UserRequest request) {
    String alias = request.required(ALIAS);
    return new Dialog(
        "Remove alias " + alias,
        "Clients that load "
            + ChangeTarget.of(request).object().fullName()
            + " by this alias will fail.",
        List.of(Field.hidden(ALIAS, alias)),
        "Remove alias",
        true);
  }
}

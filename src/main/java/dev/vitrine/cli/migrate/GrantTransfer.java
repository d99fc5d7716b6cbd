package dev.vitrine.cli.migrate;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.cli.migrate.GrantOutcome.Action;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.source.SourceGrant;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourcePermissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Grants the privileges that principals of the source have on models, as the caller. */
final class GrantTransfer {
  private final SourcePermissions permissions;
  private final VitrineTarget target;
  private final PrincipalNames names;
  private final boolean inherited;
  private final List<GrantOutcome> outcomes = new ArrayList<>();

  /**
   * @param inherited whether privileges that follow from grants on schemas and catalogs of the
   *     source are granted on the models
   */
  GrantTransfer(
      SourcePermissions permissions,
      VitrineTarget target,
      PrincipalNames names,
      boolean inherited) {
    this.permissions = permissions;
    this.target = target;
    this.names = names;
    this.inherited = inherited;
  }

  List<GrantOutcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /**
   * Grants, or plans to grant, the privileges on one model.
   *
   * @param exists whether the model exists in Vitrine before the import
   */
  void bring(SourceModel model, String name, boolean exists, boolean dryRun) throws IOException {
    List<SourceGrant> wanted;
    try {
      wanted = permissions.of(model.fullName(), inherited);
    } catch (MigrationException refusal) {
      outcomes.add(
          new GrantOutcome(model.name(), name, "", "", "", Action.FAIL, refusal.problem()));
      return;
    }
    Map<String, Set<Privilege>> granted =
        exists || !dryRun ? new HashMap<>(target.grants(name)) : new HashMap<>();
    for (SourceGrant grant : new LinkedHashSet<>(wanted)) {
      bring(model, name, grant, granted, dryRun);
    }
  }

  private void bring(
      SourceModel model,
      String name,
      SourceGrant grant,
      Map<String, Set<Privilege>> granted,
      boolean dryRun)
      throws IOException {
    Optional<Privilege> privilege =
        Privilege.named(grant.privilege()).filter(p -> p.grantableOn(SecurableType.MODEL));
    if (privilege.isEmpty()) {
      // Privileges to use the containers of a model say nothing about the model.
      if (!inherited) {
        note(model, name, grant, "", Action.SKIP, "Models of Vitrine do not have this privilege.");
      }
      return;
    }
    Optional<String> grantee = names.find(grant.principal());
    if (grantee.isEmpty()) {
      note(model, name, grant, "", Action.SKIP, "The principal is not in --principals.");
    } else if (!grantee.get().isEmpty()) {
      String principal = grantee.get();
      Set<Privilege> has = granted.getOrDefault(principal.toLowerCase(Locale.ROOT), Set.of());
      if (has.contains(privilege.get())) {
        note(model, name, grant, principal, Action.PRESENT, "");
      } else {
        grant(model, name, grant, principal, privilege.get(), dryRun);
      }
    }
  }

  private void grant(
      SourceModel model,
      String name,
      SourceGrant grant,
      String principal,
      Privilege privilege,
      boolean dryRun)
      throws IOException {
    try {
      if (!dryRun) {
        target.grant(name, privilege, principal);
      }
      note(model, name, grant, principal, Action.GRANT, "");
    } catch (MigrationException refusal) {
      note(model, name, grant, principal, Action.FAIL, refusal.problem());
    }
  }

  private void note(
      SourceModel model,
      String name,
      SourceGrant grant,
      String grantee,
      Action action,
      String detail) {
    outcomes.add(
        new GrantOutcome(
            model.name(), name, grant.principal(), grantee, grant.privilege(), action, detail));
  }
}

package dev.vitrine.server.web.change;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.statement.tree.SecurableStatement.RevokePrivileges;
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.statement.tree.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Changes of owners and privileges. */
final class AccessChanges {
  private static final String PRINCIPAL = "principal";
  private static final String PRIVILEGE = "privilege";
  private static final String OWNER = "owner";

  private AccessChanges() {}

  static void add(Pages pages) {
    pages.change(
        ChangeTarget.OBJECT + OWNER,
        new FormChange(
            "The owner was changed.",
            AccessChanges::owner,
            request ->
                List.of(
                    new TransferOwnership(
                        ChangeTarget.of(request).object().securable(),
                        Identifier.of(request.required(OWNER)))),
            request -> ChangeTarget.of(request).href()));
    pages.change(
        ChangeTarget.OBJECT + "grant",
        new FormChange(
            "The privileges were granted.",
            AccessChanges::grant,
            AccessChanges::granted,
            AccessChanges::permissions));
    pages.change(
        ChangeTarget.OBJECT + "revoke",
        new FormChange(
            "The privilege was revoked.",
            AccessChanges::revoke,
            AccessChanges::revoked,
            AccessChanges::permissions));
  }

  private static String permissions(UserRequest request) {
    return ChangeTarget.of(request).href() + "?tab=permissions";
  }

  private static Dialog owner(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    return new Dialog(
        "Change the owner of " + target.label(),
        "The owner has all rights on the object and may give it away.",
        List.of(
            Field.text(OWNER, "New owner")
                .need()
                .suggestions(ChangeTarget.principals(request))
                .hint("A user or a group.")),
        "Change owner",
        false);
  }

  private static Dialog grant(UserRequest request) {
    ObjectPath object = ChangeTarget.of(request).object();
    List<Field> fields = new ArrayList<>();
    fields.add(
        Field.text(PRINCIPAL, "User or group")
            .need()
            .suggestions(ChangeTarget.principals(request))
            .hint("The group account users contains all users."));
    for (Privilege privilege : Privilege.values()) {
      if (privilege.grantableOn(object.type())) {
        fields.add(
            Field.checkbox(PRIVILEGE + "." + privilege.name(), privilege.sql())
                .hint(meaning(privilege)));
      }
    }
    return new Dialog(
        "Grant on " + object.kind() + " " + object.fullName(), "", fields, "Grant", false);
  }

  private static String meaning(Privilege privilege) {
    return switch (privilege) {
      case ALL_PRIVILEGES -> "All privileges except MANAGE and BROWSE, now and in future.";
      case APPLY_TAG -> "Set and remove tags.";
      case BROWSE -> "See names and descriptions, not versions.";
      case CREATE_CATALOG -> "Create catalogs.";
      case CREATE_MODEL -> "Create models.";
      case CREATE_MODEL_VERSION -> "Register versions, and nothing else.";
      case CREATE_RECIPIENT -> "Create recipients of shares.";
      case CREATE_PROVIDER -> "Create providers of shares.";
      case CREATE_SCHEMA -> "Create schemas.";
      case CREATE_SHARE -> "Create shares.";
      case EXECUTE -> "Read versions and aliases, and load the model.";
      case MANAGE -> "Grant, rename, comment, set aliases, drop and change the owner.";
      case USE_CATALOG -> "Use objects in the catalog on which there is a privilege.";
      case USE_SCHEMA -> "Use models in the schema on which there is a privilege.";
    };
  }

  private static List<Statement> granted(UserRequest request) {
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (Privilege privilege : Privilege.values()) {
      if (request.flag(PRIVILEGE + "." + privilege.name())) {
        privileges.add(privilege);
      }
    }
    String principal = request.required(PRINCIPAL);
    if (privileges.isEmpty()) {
      throw new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, "No privilege is checked.");
    }
    return List.of(
        new GrantPrivileges(
            privileges, ChangeTarget.of(request).object().securable(), Identifier.of(principal)));
  }

  private static Dialog revoke(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    String principal = request.required(PRINCIPAL);
    String privilege = request.required(PRIVILEGE);
    return new Dialog(
        "Revoke " + privilege + " from " + principal,
        "Only the grant on "
            + target.label()
            + " is removed. Other grants, groups and ownership may still give the privilege.",
        List.of(Field.hidden(PRINCIPAL, principal), Field.hidden(PRIVILEGE, privilege)),
        "Revoke",
        true);
  }

  private static List<Statement> revoked(UserRequest request) {
    String name = request.required(PRIVILEGE);
    Privilege privilege =
        List.of(Privilege.values()).stream()
            .filter(known -> known.sql().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new VitrineException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "'" + name + "' is not a privilege."));
    return List.of(
        new RevokePrivileges(
            Set.of(privilege),
            ChangeTarget.of(request).object().securable(),
            Identifier.of(request.required(PRINCIPAL))));
  }
}

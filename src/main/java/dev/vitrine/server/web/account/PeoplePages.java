package dev.vitrine.server.web.account;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.AccountStatement.AlterGroup;
import dev.vitrine.statement.tree.AccountStatement.AlterUserPassword;
import dev.vitrine.statement.tree.AccountStatement.CreateGroup;
import dev.vitrine.statement.tree.AccountStatement.CreateUser;
import dev.vitrine.statement.tree.AccountStatement.DropGroup;
import dev.vitrine.statement.tree.AccountStatement.DropToken;
import dev.vitrine.statement.tree.AccountStatement.DropUser;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.MemberRef;
import dev.vitrine.statement.tree.MembershipChange;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Users and groups, and the forms that change them. */
final class PeoplePages {
  private static final String NAME = "name";
  private static final String PASSWORD = "password";
  private static final String EXTERNAL = "external";
  private static final String KEEP = "keep";
  private static final String MEMBER = "member";

  /** Number of names that are suggested for a member. */
  private static final int SUGGESTED = 200;

  private PeoplePages() {}

  static void add(Pages pages) {
    String list = PrincipalPath.list();
    String person = list + "/{name}";
    pages.get(list, PeopleView::of);
    pages.get(person, PersonView::of);
    pages.change("/new/user", created(PeoplePages::newUser, PeoplePages::createUser));
    pages.change("/new/group", created(PeoplePages::newGroup, PeoplePages::createGroup));
    pages.change(
        person + "/drop",
        new PersonChange("Dropped it.", PeoplePages::drop, PeoplePages::dropped, visit -> list));
    pages.change(
        person + "/password",
        ofPerson("Set the password.", PeoplePages::password, PeoplePages::setPassword));
    pages.change(
        person + "/members", ofPerson("Added it.", PeoplePages::member, PeoplePages::addMember));
    pages.change(
        person + "/members/{member}/drop",
        ofPerson("Removed it.", PeoplePages::removal, PeoplePages::removeMember));
    pages.change(
        person + "/tokens/{id}/drop",
        ofPerson(
            "Dropped the token.",
            AccountPages::dropToken,
            visit -> new DropToken(AccountPages.tokenId(visit))));
  }

  private static Change created(
      Function<Visit, Dialog> form, Function<Visit, Statement> statement) {
    return new PersonChange(
        "Created it.",
        form,
        statement,
        visit -> visit.text(NAME).map(PrincipalPath::of).orElse(PrincipalPath.list()));
  }

  private static Change ofPerson(
      String message, Function<Visit, Dialog> form, Function<Visit, Statement> statement) {
    return new PersonChange(
        message, form, statement, visit -> PrincipalPath.of(PrincipalPath.name(visit)));
  }

  private static Identifier name(Visit visit) {
    return Identifier.of(visit.required(NAME));
  }

  private static Dialog newUser(Visit visit) {
    return new Dialog(
        "Create user",
        "",
        List.of(
            Field.text(NAME, "Name").need(),
            Field.secret(PASSWORD, "Password")
                .hint("Without one, the user signs in with tokens or an identity provider only.")),
        "Create user",
        false);
  }

  private static Statement createUser(Visit visit) {
    return new CreateUser(name(visit), visit.text(PASSWORD).map(Secret::new));
  }

  private static Dialog newGroup(Visit visit) {
    return new Dialog(
        "Create group",
        "",
        List.of(
            Field.text(NAME, "Name").need(),
            Field.checkbox(EXTERNAL, "The identity provider names its members")),
        "Create group",
        false);
  }

  private static Statement createGroup(Visit visit) {
    return new CreateGroup(name(visit), visit.flag(EXTERNAL), List.of());
  }

  private static Dialog drop(Visit visit) {
    Row person = PersonView.find(visit);
    return new Dialog(
        "Drop " + person.text(1).toLowerCase(Locale.ROOT) + " " + person.text(0),
        "Grants, memberships, tokens and sessions go with it. It must own nothing.",
        List.of(),
        "Drop",
        true);
  }

  private static Statement dropped(Visit visit) {
    Row person = PersonView.find(visit);
    Identifier name = Identifier.of(person.text(0));
    return switch (PrincipalKind.valueOf(person.text(1))) {
      case USER -> new DropUser(name);
      case GROUP -> new DropGroup(name);
    };
  }

  private static Dialog password(Visit visit) {
    return new Dialog(
        "Set the password of " + PersonView.find(visit).text(0),
        "This ends all sessions of the user.",
        List.of(
            Field.secret(PASSWORD, "New password").need(),
            Field.checkbox(KEEP, "Keep the user's tokens")),
        "Set password",
        false);
  }

  private static Statement setPassword(Visit visit) {
    return new AlterUserPassword(
        Identifier.of(PersonView.find(visit).text(0)),
        new Secret(visit.required(PASSWORD)),
        Optional.empty(),
        visit.flag(KEEP));
  }

  private static Dialog member(Visit visit) {
    List<String> names =
        visit
            .rows("SELECT name FROM system.registry.principals ORDER BY name LIMIT " + SUGGESTED)
            .stream()
            .map(row -> row.text(0))
            .toList();
    return new Dialog(
        "Add a member to " + PersonView.find(visit).text(0),
        "",
        List.of(Field.text(MEMBER, "User or group").need().suggestions(names)),
        "Add",
        false);
  }

  private static Statement addMember(Visit visit) {
    return membership(visit, true, visit.required(MEMBER));
  }

  private static Dialog removal(Visit visit) {
    return new Dialog(
        "Remove "
            + PrincipalPath.decoded(visit.path(MEMBER))
            + " from "
            + PersonView.find(visit).text(0),
        "",
        List.of(),
        "Remove",
        true);
  }

  private static Statement removeMember(Visit visit) {
    return membership(visit, false, PrincipalPath.decoded(visit.path(MEMBER)));
  }

  private static Statement membership(Visit visit, boolean add, String member) {
    List<Row> found =
        visit.rows(
            "SELECT name, kind FROM system.registry.principals WHERE LOWER(name) = ?",
            member.toLowerCase(Locale.ROOT));
    if (found.isEmpty()) {
      throw new VitrineException(
              ErrorCode.PRINCIPAL_NOT_FOUND, "User or group '" + member + "' does not exist.")
          .withHint("SHOW USERS and SHOW GROUPS list the existing ones.");
    }
    MemberRef ref =
        new MemberRef(
            PrincipalKind.valueOf(found.get(0).text(1)), Identifier.of(found.get(0).text(0)));
    return new AlterGroup(
        Identifier.of(PersonView.find(visit).text(0)), List.of(new MembershipChange(add, ref)));
  }
}

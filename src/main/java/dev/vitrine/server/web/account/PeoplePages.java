package dev.vitrine.server.web.account;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
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
    pages.getAt(person, PersonView::show);
    pages.change(
        "/new/user",
        created("The user was created.", PeoplePages::newUser, PeoplePages::createUser));
    pages.change(
        "/new/group",
        created("The group was created.", PeoplePages::newGroup, PeoplePages::createGroup));
    pages.change(
        person + "/drop",
        new FormChange(
            "The user or group was dropped.",
            PeoplePages::drop,
            request -> List.of(dropped(request)),
            request -> list));
    pages.change(
        person + "/password",
        ofPerson("The password was set.", PeoplePages::password, PeoplePages::setPassword));
    pages.change(
        person + "/members",
        ofPerson("The member was added.", PeoplePages::member, PeoplePages::addMember));
    pages.change(
        person + "/members/{member}/drop",
        ofPerson("The member was removed.", PeoplePages::removal, PeoplePages::removeMember));
    pages.change(
        person + "/tokens/{id}/drop",
        ofPerson(
            "The token was dropped.",
            AccountPages::dropToken,
            request -> new DropToken(AccountPages.tokenId(request))));
  }

  private static Change created(
      String message,
      Function<UserRequest, Dialog> form,
      Function<UserRequest, Statement> statement) {
    return new FormChange(
        message,
        form,
        request -> List.of(statement.apply(request)),
        request -> request.text(NAME).map(PrincipalPath::of).orElse(PrincipalPath.list()));
  }

  private static Change ofPerson(
      String message,
      Function<UserRequest, Dialog> form,
      Function<UserRequest, Statement> statement) {
    return new FormChange(
        message,
        form,
        request -> List.of(statement.apply(request)),
        request -> PrincipalPath.of(PrincipalPath.name(request)));
  }

  private static Identifier name(UserRequest request) {
    return Identifier.of(request.required(NAME));
  }

  private static Dialog newUser(UserRequest request) {
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

  private static Statement createUser(UserRequest request) {
    return new CreateUser(name(request), request.text(PASSWORD).map(Secret::new));
  }

  private static Dialog newGroup(UserRequest request) {
    return new Dialog(
        "Create group",
        "",
        List.of(
            Field.text(NAME, "Name").need(),
            Field.checkbox(EXTERNAL, "The identity provider names its members")),
        "Create group",
        false);
  }

  private static Statement createGroup(UserRequest request) {
    return new CreateGroup(name(request), request.flag(EXTERNAL), List.of());
  }

  private static Dialog drop(UserRequest request) {
    Row person = PersonView.find(request);
    return new Dialog(
        "Drop " + person.text(1).toLowerCase(Locale.ROOT) + " " + person.text(0),
        "Grants, memberships, tokens and sessions are deleted, too. A user or group that owns objects"
            + " cannot be dropped.",
        List.of(),
        "Drop",
        true);
  }

  private static Statement dropped(UserRequest request) {
    Row person = PersonView.find(request);
    Identifier name = Identifier.of(person.text(0));
    return switch (PrincipalKind.valueOf(person.text(1))) {
      case USER -> new DropUser(name);
      case GROUP -> new DropGroup(name);
    };
  }

  private static Dialog password(UserRequest request) {
    return new Dialog(
        "Set the password of " + PersonView.find(request).text(0),
        "This ends all sessions of the user.",
        List.of(
            Field.secret(PASSWORD, "New password").need(),
            Field.checkbox(KEEP, "Keep the user's tokens")),
        "Set password",
        false);
  }

  private static Statement setPassword(UserRequest request) {
    return new AlterUserPassword(
        Identifier.of(PersonView.find(request).text(0)),
        new Secret(request.required(PASSWORD)),
        Optional.empty(),
        request.flag(KEEP));
  }

  private static Dialog member(UserRequest request) {
    List<String> names =
        request
            .rows("SELECT name FROM system.registry.principals ORDER BY name LIMIT " + SUGGESTED)
            .stream()
            .map(row -> row.text(0))
            .toList();
    return new Dialog(
        "Add a member to " + PersonView.find(request).text(0),
        "",
        List.of(Field.text(MEMBER, "User or group").need().suggestions(names)),
        "Add",
        false);
  }

  private static Statement addMember(UserRequest request) {
    return membership(request, true, request.required(MEMBER));
  }

  private static Dialog removal(UserRequest request) {
    return new Dialog(
        "Remove "
            + PrincipalPath.decoded(request.path(MEMBER))
            + " from "
            + PersonView.find(request).text(0),
        "",
        List.of(),
        "Remove",
        true);
  }

  private static Statement removeMember(UserRequest request) {
    return membership(request, false, PrincipalPath.decoded(request.path(MEMBER)));
  }

  private static Statement membership(UserRequest request, boolean add, String member) {
    Row found = PersonView.find(request, member);
    MemberRef ref =
        new MemberRef(PrincipalKind.valueOf(found.text(1)), Identifier.of(found.text(0)));
    return new AlterGroup(
        Identifier.of(PersonView.find(request).text(0)), List.of(new MembershipChange(add, ref)));
  }
}

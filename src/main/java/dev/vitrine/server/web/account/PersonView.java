package dev.vitrine.server.web.account;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.browse.Listing;
import java.util.List;
import java.util.Locale;

/**
 * A user or group.
 *
 * @param external whether an identity provider names the members
 * @param members of a group: name and kind
 * @param groups in which it is directly
 * @param owned its objects that the user may see: type and name
 * @param grants on objects that the user may see: privilege, type and name
 * @param tokens of a user, for admins and the user
 * @param denied why the user may not change it, or empty
 */
public record PersonView(
    String name,
    PrincipalKind kind,
    boolean external,
    List<Row> members,
    List<Row> groups,
    List<Row> owned,
    List<Row> grants,
    List<Row> tokens,
    String denied)
    implements View {
  /** Maximum rows of each list. */
  public static final int MOST = 500;

  private static final String LIMIT = " LIMIT " + MOST;
  private static final String MEMBERS =
      "SELECT member_name, member_kind FROM system.registry.group_members WHERE group_name = ?"
          + " ORDER BY member_kind, member_name"
          + LIMIT;
  private static final String GRANTS =
      "SELECT privilege, object_type, full_name, grantor FROM system.registry.grants"
          + " WHERE principal = ? AND inherited_from_type IS NULL"
          + " ORDER BY full_name, object_type, privilege"
          + LIMIT;

  private static final String OWNED =
      "SELECT 'CATALOG' AS object_type, catalog_name AS full_name"
          + " FROM system.registry.catalogs WHERE owner = ?"
          + " UNION ALL SELECT 'SCHEMA', catalog_name || '.' || schema_name"
          + " FROM system.registry.schemas WHERE owner = ?"
          + " UNION ALL SELECT 'MODEL', full_name FROM system.registry.models WHERE owner = ?"
          + " ORDER BY 2, 1"
          + LIMIT;

  static PersonView of(UserRequest request) {
    Row found = find(request);
    String name = found.text(0);
    PrincipalKind kind = PrincipalKind.valueOf(found.text(1));
    return new PersonView(
        name,
        kind,
        found.text(2).equals("YES"),
        kind == PrincipalKind.GROUP ? request.rows(MEMBERS, name) : List.of(),
        request.rows(AccountView.GROUPS, name),
        request.rows(OWNED, name, name, name),
        request.rows(GRANTS, name),
        request.rows(AccountView.TOKENS, name),
        Admin.denied(request));
  }

  /** The principal in the path: its name as stored, its kind, and whether it is external. */
  static Row find(UserRequest request) {
    return find(request, PrincipalPath.name(request));
  }

  /**
   * The principal of a name in any case, with the same columns.
   *
   * @throws VitrineException PRINCIPAL_NOT_FOUND when there is none
   */
  static Row find(UserRequest request, String name) {
    List<Row> found =
        request.rows(
            "SELECT name, kind, is_external FROM system.registry.principals WHERE LOWER(name) = ?",
            name.toLowerCase(Locale.ROOT));
    if (found.isEmpty()) {
      throw new VitrineException(
              ErrorCode.PRINCIPAL_NOT_FOUND, "User or group '" + name + "' does not exist.")
          .withHint("SHOW USERS and SHOW GROUPS list the existing ones.");
    }
    return found.get(0);
  }

  /** Whether it is a group. */
  public boolean isGroup() {
    return kind == PrincipalKind.GROUP;
  }

  /** The query of the members. */
  public String membersSql() {
    return Listing.filled(MEMBERS, name);
  }

  /** The query of the groups. */
  public String groupsSql() {
    return Listing.filled(AccountView.GROUPS, name);
  }

  /** The query of the owned objects. */
  public String ownedSql() {
    return Listing.filled(OWNED, name, name, name);
  }

  /** The query of the grants. */
  public String grantsSql() {
    return Listing.filled(GRANTS, name);
  }

  /** The address of a form that changes it. */
  public String change(String form) {
    return PrincipalPath.of(name) + "/" + form;
  }

  /** The address of the form that removes a member. */
  public String removal(String member) {
    return PrincipalPath.of(name)
        + "/members"
        + PrincipalPath.of(member).substring("/people".length())
        + "/drop";
  }

  @Override
  public String template() {
    return "account/person.jte";
  }

  @Override
  public String title() {
    return name;
  }
}

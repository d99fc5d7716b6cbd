package dev.vitrine.server.web.account;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.PointInTime.OrNow;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.TimePicker;
import dev.vitrine.server.web.past.PastPage;
import dev.vitrine.server.web.past.TodayNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user or group.
 *
 * @param external whether an identity provider names the members
 * @param at the time that is shown
 * @param members of a group: name and kind
 * @param groups in which it is directly
 * @param owned its objects that the user may see: type and name
 * @param grants on objects that the user may see: privilege, type and name
 * @param models names of today by names of then, of the models that exist; empty for the present
 * @param tokens of a user, for admins and the user
 * @param denied why the user may not change it, or empty
 */
public record PersonView(
    String name,
    PrincipalKind kind,
    boolean external,
    OrNow at,
    List<Row> members,
    List<Row> groups,
    List<Row> owned,
    List<Row> grants,
    Map<String, String> models,
    List<Row> tokens,
    String denied)
    implements View {
  private static final String MODEL = "MODEL";

  /** Maximum rows of each list. */
  public static final int MOST = 500;

  private static final String LIMIT = " LIMIT " + MOST;

  private static final String PRINCIPAL =
      "SELECT name, kind, is_external FROM system.registry.principals%s WHERE LOWER(name) = ?";

  private static final String MEMBERS =
      "SELECT member_name, member_kind FROM system.registry.group_members%s WHERE group_name = ?"
          + " ORDER BY member_kind, member_name"
          + LIMIT;

  private static final String GROUPS =
      "SELECT group_name FROM system.registry.group_members%s WHERE member_name = ?"
          + " ORDER BY group_name"
          + LIMIT;

  private static final String GRANTS =
      "SELECT privilege, object_type, full_name, grantor FROM system.registry.grants%s"
          + " WHERE principal = ? AND inherited_from_type IS NULL"
          + " ORDER BY full_name, object_type, privilege"
          + LIMIT;

  private static final String OWNED =
      "SELECT 'CATALOG' AS object_type, catalog_name AS full_name"
          + " FROM system.registry.catalogs%s WHERE owner = ?"
          + " UNION ALL SELECT 'SCHEMA', catalog_name || '.' || schema_name"
          + " FROM system.registry.schemas%s WHERE owner = ?"
          + " UNION ALL SELECT 'MODEL', full_name FROM system.registry.models%s WHERE owner = ?"
          + " ORDER BY 2, 1"
          + LIMIT;

  /** Shows the page of the present or of a point in time. */
  static WebResponse show(UserRequest request) {
    if (request.text(PointInTime.PARAMETER).isEmpty()) {
      return of(request, find(request), OrNow.NOW);
    }
    String name = PrincipalPath.name(request);
    return PastPage.checked(
        picker(name, OrNow.NOW),
        List.of(),
        () -> {
          OrNow at = new OrNow(PointInTime.of(request));
          return of(request, find(request, name, at), at);
        });
  }

  private static PersonView of(UserRequest request, Row found, OrNow at) {
    String name = found.text(0);
    PrincipalKind kind = PrincipalKind.valueOf(found.text(1));
    List<Row> owned = request.rows(at.in(OWNED), name, name, name);
    List<Row> grants = request.rows(at.in(GRANTS), name);
    return new PersonView(
        name,
        kind,
        found.text(2).equals("YES"),
        at,
        kind == PrincipalKind.GROUP ? request.rows(at.in(MEMBERS), name) : List.of(),
        request.rows(at.in(GROUPS), name),
        owned,
        grants,
        at.past().map(time -> TodayNames.of(request, time, models(owned, grants))).orElse(Map.of()),
        at.past().isPresent() ? List.of() : request.rows(AccountView.TOKENS, name),
        Admin.denied(request));
  }

  private static Set<String> models(List<Row> owned, List<Row> grants) {
    Set<String> names = new TreeSet<>();
    owned.stream().filter(row -> row.text(0).equals(MODEL)).forEach(row -> names.add(row.text(1)));
    grants.stream().filter(row -> row.text(1).equals(MODEL)).forEach(row -> names.add(row.text(2)));
    return names;
  }

  private static TimePicker picker(String name, OrNow at) {
    return new TimePicker(PrincipalPath.of(name), "", at.past(), false);
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
    return find(request, name, OrNow.NOW);
  }

  private static Row find(UserRequest request, String name, OrNow at) {
    List<Row> found = request.rows(at.in(PRINCIPAL), name.toLowerCase(Locale.ROOT));
    if (found.isEmpty()) {
      throw new VitrineException(
              ErrorCode.PRINCIPAL_NOT_FOUND,
              "User or group '"
                  + name
                  + (at.past().isEmpty() ? "' does not exist." : "' did not exist at this time."))
          .withHint("SHOW USERS and SHOW GROUPS list the existing ones.");
    }
    return found.get(0);
  }

  /** Whether it is a group. */
  public boolean isGroup() {
    return kind == PrincipalKind.GROUP;
  }

  /** The form for another time. */
  public TimePicker picker() {
    return picker(name, at);
  }

  /** The query of the principal. */
  public String sql() {
    return Listing.filled(at.in(PRINCIPAL), name.toLowerCase(Locale.ROOT));
  }

  /** The page of an object at the same time; empty if it has none. */
  public String href(String type, String full) {
    if (type.equals("METASTORE")) {
      return "";
    }
    String today =
        at.past().isPresent() && type.equals(MODEL) ? models.getOrDefault(full, "") : full;
    return today.isEmpty() ? "" : at.href(ObjectPath.of(today).href());
  }

  /** The query of the members. */
  public String membersSql() {
    return Listing.filled(at.in(MEMBERS), name);
  }

  /** The query of the groups. */
  public String groupsSql() {
    return Listing.filled(at.in(GROUPS), name);
  }

  /** The query of the owned objects. */
  public String ownedSql() {
    return Listing.filled(at.in(OWNED), name, name, name);
  }

  /** The query of the grants. */
  public String grantsSql() {
    return Listing.filled(at.in(GRANTS), name);
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

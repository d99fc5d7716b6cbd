package dev.vitrine.server.web.account;

import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.browse.Listing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Users and groups.
 *
 * @param query the text in names
 * @param denied why the user may not create one, or empty
 */
public record PeopleView(Listing list, String query, String denied) implements View {
  private static final String SQL =
      "SELECT name, kind, is_external FROM system.registry.principals"
          + " WHERE POSITION(CAST(? AS VARCHAR) IN LOWER(name)) > 0 ORDER BY name";

  static PeopleView of(UserRequest request) {
    String query = request.text("q").orElse("");
    return new PeopleView(
        Listing.of(
            request,
            PrincipalPath.list() + "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
            SQL,
            query.toLowerCase(Locale.ROOT)),
        query,
        Admin.denied(request));
  }

  @Override
  public String template() {
    return "account/people.jte";
  }

  @Override
  public String title() {
    return "People";
  }
}

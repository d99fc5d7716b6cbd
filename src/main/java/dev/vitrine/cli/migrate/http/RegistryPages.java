package dev.vitrine.cli.migrate.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the lists of a REST API that have pages. */
public final class RegistryPages {
  /** Models and versions that are listed in one run, together. */
  static final int MOST = 100_000;

  /** RegistryPages of a list, also of pages without objects. */
  static final int MOST_PAGES = 2_000;

  private final RegistryClient client;
  private final int mostPages;
  private int listed;

  public RegistryPages(RegistryClient client) {
    this(client, MOST_PAGES);
  }

  public RegistryPages(RegistryClient client, int mostPages) {
    this.client = client;
    this.mostPages = mostPages;
  }

  /**
   * The objects of all pages.
   *
   * @param list member of a page with its objects
   * @throws MigrationException when there are too many, or the list does not end
   */
  public List<JsonNode> all(String path, String list, Map<String, String> parameters)
      throws IOException {
    List<JsonNode> all = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    String token = "";
    for (int count = 1; count <= mostPages; count++) {
      Map<String, String> page = new HashMap<>(parameters);
      if (!token.isEmpty()) {
        page.put("page_token", token);
      }
      JsonNode response = client.get(path, page);
      for (JsonNode object : response.path(list)) {
        all.add(object);
        listed++;
      }
      if (listed > MOST) {
        throw new MigrationException(
            0, "The source lists more than " + MOST + " models and versions.");
      }
      token = response.path("next_page_token").asText("");
      if (token.isEmpty()) {
        return all;
      }
      if (!tokens.add(token)) {
        throw new MigrationException(0, path + " has a page that refers to an earlier page.");
      }
    }
    throw new MigrationException(0, path + " has more than " + mostPages + " pages.");
  }
}

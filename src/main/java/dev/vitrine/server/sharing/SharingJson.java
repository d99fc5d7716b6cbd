package dev.vitrine.server.sharing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.share.Published;
import dev.vitrine.server.rest.Json;
import java.util.List;
import java.util.Map;

/** The responses of the sharing endpoint. */
final class SharingJson {
  private SharingJson() {}

  static ObjectNode shares(List<Published.Share> shares) {
    ObjectNode answer = Json.object();
    ArrayNode array = answer.putArray("shares");
    shares.forEach(share -> array.add(share(share)));
    return answer;
  }

  static ObjectNode state(Published.State state) {
    return share(state.share()).put("revision", state.revision());
  }

  private static ObjectNode share(Published.Share share) {
    return Json.object().put("name", share.name()).put("comment", share.comment().orElse(null));
  }

  static ObjectNode model(Published.Model model) {
    ObjectNode node =
        Json.object()
            .put("schema", model.schema())
            .put("name", model.name())
            .put("comment", model.comment().orElse(null));
    tags(node, model.tags());
    ObjectNode aliases = node.putObject("aliases");
    model.aliases().forEach(aliases::put);
    ArrayNode versions = node.putArray("versions");
    model.versions().forEach(versions::add);
    return node;
  }

  /** A version whose files have these checksums, in order. */
  static ObjectNode version(Published.Version version, List<Checksums.Result> checksums) {
    ObjectNode node =
        Json.object()
            .put("version", version.number())
            .put("comment", version.comment().orElse(null));
    tags(node, version.tags());
    node.put("signature", version.signature().orElse(null));
    node.put("created_at", Json.millis(version.createdAt()));
    ArrayNode files = node.putArray("files");
    for (int i = 0; i < checksums.size(); i++) {
      Published.File file = version.files().get(i);
      files
          .addObject()
          .put("path", file.stored().path())
          .put("size", file.stored().size())
          .put("sha256", ((Checksums.Known) checksums.get(i)).sha256());
    }
    return node;
  }

  private static void tags(ObjectNode node, Map<String, String> tags) {
    ObjectNode members = node.putObject("tags");
    tags.forEach(members::put);
  }
}

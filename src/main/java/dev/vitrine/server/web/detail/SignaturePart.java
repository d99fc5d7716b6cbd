package dev.vitrine.server.web.detail;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import java.util.Optional;

/** The signature of a version, as a part of a page. */
public record SignaturePart(Optional<Signature> signature, String sql) implements DetailPart {
  private static final String QUERY =
      "SELECT signature FROM system.registry.versions WHERE full_name = ? AND version = ?";

  /** Reads it; empty for users who may not read the version. */
  public static SignaturePart of(Visit visit, QualifiedName model, long version) {
    String name = model.toString();
    return new SignaturePart(
        read(visit, name, version),
        "SELECT signature FROM versions WHERE full_name = "
            + SqlNames.literal(name)
            + " AND version = "
            + version);
  }

  static Optional<Signature> read(Visit visit, String model, long version) {
    List<Row> rows = visit.rows(QUERY, model, version);
    return rows.stream().findFirst().flatMap(row -> row.optional(0)).map(Signature::parse);
  }
}

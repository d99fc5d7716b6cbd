package dev.vitrine.server.web.detail;

import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import java.util.Optional;

/** The signature of a version, as a part of a page. */
public record SignaturePart(Optional<Signature> signature, String sql) implements DetailPart {
  private static final String COLUMNS =
      "SELECT direction, "
          + start("\"name\"")
          + ", "
          + start("\"type\"")
          + ", "
          + start("shape")
          + ", required, "
          + start("default_value")
          + " FROM system.registry.signature_columns%s WHERE full_name = ? AND version = ?"
          + " AND \"position\" <= "
          + (Signature.MOST_FIELDS + 1)
          + " ORDER BY direction, \"position\"";

  private static final String SIGNED =
      "SELECT version FROM system.registry.versions%s WHERE full_name = ? AND version = ?"
          + " AND signature IS NOT NULL";

  /** One character more than is shown, so that a page can report that there are more. */
  private static String start(String column) {
    return "SUBSTRING(" + column + " FROM 1 FOR " + (Signature.MOST_CHARACTERS + 1) + ")";
  }

  /** Reads it; empty for users who may not read the version. */
  public static SignaturePart of(UserRequest request, QualifiedName model, long version) {
    return of(request, model.toString(), version, "");
  }

  /** The signature that a version had, by the name of the model at that time. */
  public static SignaturePart of(UserRequest request, String model, long version, PointInTime at) {
    return of(request, model, version, at.clause());
  }

  private static SignaturePart of(UserRequest request, String model, long version, String asOf) {
    return new SignaturePart(
        read(request, model, version, asOf),
        "SELECT * FROM signature_columns"
            + asOf
            + " WHERE full_name = "
            + SqlNames.literal(model)
            + " AND version = "
            + version
            + " ORDER BY direction, \"position\"");
  }

  static Optional<Signature> read(UserRequest request, String model, long version) {
    return read(request, model, version, "");
  }

  /**
   * @param asOf the clause of a point in time; empty for the present
   */
  private static Optional<Signature> read(
      UserRequest request, String model, long version, String asOf) {
    List<Row> rows = request.rows(COLUMNS.replace("%s", asOf), model, version);
    return rows.isEmpty() && request.rows(SIGNED.replace("%s", asOf), model, version).isEmpty()
        ? Optional.empty()
        : Optional.of(Signature.of(rows));
  }
}

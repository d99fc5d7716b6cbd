package dev.vitrine.server.web.detail;

import dev.vitrine.server.web.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The signature of a version in tables.
 *
 * @param cut whether there are more fields than are shown
 */
public record Signature(
    List<SignatureField> inputs,
    List<SignatureField> outputs,
    List<SignatureField> params,
    boolean cut) {
  /** Fields of a table. */
  static final int MOST_FIELDS = 1_000;

  /** Characters of a name, type, shape or default. */
  static final int MOST_CHARACTERS = 2_000;

  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    params = List.copyOf(params);
  }

  /** Whether the text was in MLflow's format; if not, there are no fields. */
  public boolean readable() {
    return !inputs.isEmpty() || !outputs.isEmpty() || !params.isEmpty();
  }

  /** Tables of rows: direction, name, type, shape, required, default. */
  static Signature of(List<Row> rows) {
    List<SignatureField> inputs = new ArrayList<>();
    List<SignatureField> outputs = new ArrayList<>();
    List<SignatureField> params = new ArrayList<>();
    boolean cut = false;
    for (Row row : rows) {
      List<SignatureField> table =
          switch (row.text(0)) {
            case "INPUT" -> inputs;
            case "OUTPUT" -> outputs;
            case "PARAM" -> params;
            default -> throw new IllegalStateException(row.text(0));
          };
      if (table.size() == MOST_FIELDS) {
        cut = true;
      } else {
        table.add(field(row, table == params));
      }
    }
    return new Signature(inputs, outputs, params, cut);
  }

  private static SignatureField field(Row row, boolean isParam) {
    return new SignatureField(
        shortened(row.optional(1).orElse("")),
        shortened(row.text(2)) + row.optional(3).map(shape -> ", " + shortened(shape)).orElse(""),
        isParam ? "" : row.text(4),
        shortened(row.optional(5).orElse("")));
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}

package dev.vitrine.store.securable;

import static java.util.Objects.requireNonNull;

import dev.vitrine.store.vendor.Vendor;
import org.jdbi.v3.core.Handle;

/**
 * The texts by which models are found: one row per model, computed from the model, its tags and its
 * aliases. The data access objects of this package refresh it after each change of one of these.
 */
public final class ModelTexts {
  /** As in the migration that made the table. */
  private static final String TEXTS =
      """
      CHR(10) || m.name || CHR(10) || m.full_name || CHR(10)
        || COALESCE(REPLACE(m.comment, CHR(10), CHR(9)) || CHR(10), '')
        || COALESCE((SELECT STRING_AGG(
            REPLACE(t.tag_key || ':' || t.tag_value, CHR(10), CHR(9)) || CHR(10), '')
          FROM model_tags t WHERE t.model_id = m.id), '')""";

  private static final String ALIASES =
      """
      CHR(10)
        || COALESCE((SELECT STRING_AGG(REPLACE(a.alias, CHR(10), CHR(9)) || CHR(10), '')
          FROM aliases a WHERE a.model_id = m.id), '')""";

  private final Handle handle;
  private final Vendor vendor;

  /** Works in the transaction of a handle. */
  public ModelTexts(Handle handle, Vendor vendor) {
    this.handle = requireNonNull(handle);
    this.vendor = requireNonNull(vendor);
  }

  /** Computes the texts of a model that exists. The caller holds the lock of its row. */
  void refresh(long model) {
    String texts = lower(TEXTS);
    String aliases = lower(ALIASES);
    String update = "UPDATE model_texts SET texts = %s, alias_texts = %s WHERE model_id = :model";
    String insert =
        "INSERT INTO model_texts (model_id, texts, alias_texts) VALUES (:model, %s, %s)";
    if (run(update.formatted(texts, aliases), model) == 0) {
      run(insert.formatted(texts, aliases), model);
    }
  }

  private String lower(String text) {
    return "(SELECT " + vendor.lower(text) + " FROM models m WHERE m.id = :model)";
  }

  private int run(String sql, long model) {
    return handle.createUpdate(sql).bind("model", model).execute();
  }
}

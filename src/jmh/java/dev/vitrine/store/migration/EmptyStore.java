package dev.vitrine.store.migration;

import dev.vitrine.store.vendor.Vendor;
import javax.sql.DataSource;

/** Makes stores of older releases, to measure their migration. */
public final class EmptyStore {
  private EmptyStore() {}

  /** Makes the tables of an empty PostgreSQL database, up to a version of the schema. */
  public static void create(DataSource source, int version) {
    Migrations.all(Vendor.POSTGRESQL, source).target(Integer.toString(version)).load().migrate();
  }
}

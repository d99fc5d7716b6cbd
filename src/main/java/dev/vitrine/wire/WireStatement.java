package dev.vitrine.wire;

import dev.vitrine.session.Limits;
import dev.vitrine.session.Prepared;
import java.util.Optional;

/** A statement of a connection: its text if it is prepared, its limits, and its open rows. */
final class WireStatement {
  private final int id;
  private final String sql;
  private final Optional<Prepared> prepared;
  private volatile Limits limits = Limits.NONE;
  private Optional<OpenRows> rows = Optional.empty();

  WireStatement(int id, String sql, Optional<Prepared> prepared) {
    this.id = id;
    this.sql = sql;
    this.prepared = prepared;
  }

  int id() {
    return id;
  }

  String sql() {
    return sql;
  }

  Optional<Prepared> prepared() {
    return prepared;
  }

  Limits limits() {
    return limits;
  }

  void setLimits(Limits limits) {
    this.limits = limits;
  }

  Optional<OpenRows> rows() {
    return rows;
  }

  void open(OpenRows opened) {
    rows = Optional.of(opened);
  }

  void closeRows() {
    Optional<OpenRows> open = rows;
    rows = Optional.empty();
    open.ifPresent(OpenRows::close);
  }
}

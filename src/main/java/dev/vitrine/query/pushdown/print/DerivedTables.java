package dev.vitrine.query.pushdown.print;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Finds a query in a FROM that names a table outside of it, which H2 does not find there. */
public final class DerivedTables extends SqlBasicVisitor<Void> {
  private boolean correlated;

  private DerivedTables() {}

  public static boolean areCorrelated(SqlNode statement) {
    DerivedTables search = new DerivedTables();
    statement.accept(search);
    return search.correlated;
  }

  @Override
  public Void visit(SqlCall call) {
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      from(select.getFrom());
    }
    return super.visit(call);
  }

  private void from(SqlNode node) {
    if (node instanceof SqlJoin join) {
      from(join.getLeft());
      from(join.getRight());
    } else if (node.getKind() == SqlKind.AS) {
      from(((SqlCall) node).operand(0));
    } else if (node.isA(SqlKind.QUERY)) {
      Names names = new Names();
      node.accept(names);
      correlated |= !names.known.containsAll(names.used);
    }
  }

  /** The tables that a query has, and those that qualify its columns. */
  private static final class Names extends SqlBasicVisitor<Void> {
    private final Set<String> known = new HashSet<>();
    private final Set<String> used = new HashSet<>();

    @Override
    public Void visit(SqlIdentifier name) {
      if (name.names.size() == 2) {
        used.add(name.names.get(0));
      }
      return null;
    }

    @Override
    public Void visit(SqlCall call) {
      if (call instanceof SqlSelect select && select.getFrom() != null) {
        tables(select.getFrom());
      }
      return super.visit(call);
    }

    private void tables(SqlNode node) {
      if (node instanceof SqlJoin join) {
        tables(join.getLeft());
        tables(join.getRight());
      } else if (node instanceof SqlIdentifier name) {
        known.add(name.getSimple());
      } else if (node.getKind() == SqlKind.AS) {
        known.add(((SqlIdentifier) ((SqlCall) node).operand(1)).getSimple());
      }
    }
  }
}

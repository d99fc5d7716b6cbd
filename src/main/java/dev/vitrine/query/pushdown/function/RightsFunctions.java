package dev.vitrine.query.pushdown.function;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Binding;
import dev.vitrine.query.plan.Binding.Argument;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SelectSyntax;
import dev.vitrine.query.plan.SourceText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The session functions about privileges. For the caller they are sub-queries over the caller's
 * groups and privileges, so that {@code WHERE has_privilege('EXECUTE', 'MODEL', full_name)} is one
 * join in the store. For another principal they are a value that the session computes, because the
 * question may be refused.
 */
final class RightsFunctions {
  private static final String ONLY_CONSTANTS =
      "has_privilege about another principal, of arguments that are not constant,";

  private final List<Binding.Question> questions = new ArrayList<>();

  /** The questions for the session, in the order of their {@link PrivilegeQuestion}s. */
  List<Binding.Question> questions() {
    return List.copyOf(questions);
  }

  /** The replacement of the call, if it is one of these functions. */
  Optional<SqlNode> replace(SqlBasicCall call) {
    return switch (call.getOperator().getName().toUpperCase(Locale.ROOT)) {
      case "IS_MEMBER", "IS_ACCOUNT_GROUP_MEMBER" -> Optional.of(membership(call));
      case "HAS_PRIVILEGE" -> Optional.of(privilege(call));
      default -> Optional.empty();
    };
  }

  private static SqlNode membership(SqlBasicCall call) {
    if (call.operandCount() != 1) {
      throw wrongArguments(call, "the name of a group, as in is_member('data_scientists')");
    }
    return isIn(call.operand(0), Relation.ofMemberships());
  }

  private SqlNode privilege(SqlBasicCall call) {
    if (call.operandCount() != 3 && call.operandCount() != 4) {
      throw wrongArguments(
          call,
          "a privilege, a kind of object and its full name, as in"
              + " has_privilege('EXECUTE', 'MODEL', 'prod.ml_team.iris_model')");
    }
    SecurableType type = type(call.operand(1));
    Privilege privilege = privilege(call.operand(0), type);
    if (call.operandCount() == 3) {
      return isIn(call.operand(2), Relation.ofRight(privilege, type));
    }
    questions.add(
        new Binding.Question(
            privilege, type, argument(call.operand(2)), argument(call.operand(3))));
    return new PrivilegeQuestion(questions.size() - 1).createCall(call.getParserPosition());
  }

  private static SecurableType type(SqlNode node) {
    String word = literal(node, "kind of object").toUpperCase(Locale.ROOT);
    return switch (word) {
      case "METASTORE" -> SecurableType.METASTORE;
      case "CATALOG" -> SecurableType.CATALOG;
      case "SCHEMA", "DATABASE" -> SecurableType.SCHEMA;
      case "MODEL", "FUNCTION" -> SecurableType.MODEL;
      default ->
          throw new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE, "'" + word + "' is not a type of securable.")
              .withPosition(SourceText.position(node.getParserPosition()))
              .withHint("The types are METASTORE, CATALOG, SCHEMA and MODEL.");
    };
  }

  private static Privilege privilege(SqlNode node, SecurableType type) {
    String word = literal(node, "privilege");
    Privilege privilege =
        Privilege.named(word)
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.INVALID_PARAMETER_VALUE, "'" + word + "' is not a privilege.")
                        .withPosition(SourceText.position(node.getParserPosition()))
                        .withHint(
                            "The privileges are "
                                + names(Arrays.asList(Privilege.values()))
                                + "."));
    if (!Privilege.on(type).contains(privilege)) {
      throw new VitrineException(
              ErrorCode.PRIVILEGE_NOT_APPLICABLE,
              privilege.sql() + " does not apply to a " + type.noun() + ".")
          .withPosition(SourceText.position(node.getParserPosition()))
          .withHint("On a " + type.noun() + " there are " + names(Privilege.on(type)) + ".");
    }
    return privilege;
  }

  private static String names(List<Privilege> privileges) {
    return privileges.stream().map(Privilege::sql).collect(Collectors.joining(", "));
  }

  private static String literal(SqlNode node, String what) {
    if (node instanceof SqlCharStringLiteral text) {
      return text.getValueAs(String.class);
    }
    throw QueryRefusal.of(
        "A " + what + " that is not written as a string", node.getParserPosition());
  }

  private static Argument argument(SqlNode node) {
    if (node instanceof SqlCharStringLiteral text) {
      return new Argument.Text(text.getValueAs(String.class));
    }
    if (node instanceof SqlDynamicParam parameter) {
      return new Argument.Parameter(parameter.getIndex());
    }
    throw QueryRefusal.of(ONLY_CONSTANTS, node.getParserPosition());
  }

  /** Names are stored in lower case. A constant can be looked up, anything else is compared. */
  private static SqlNode isIn(SqlNode name, Relation relation) {
    SqlParserPos place = name.getParserPosition();
    SqlIdentifier column = new SqlIdentifier(relation.columns().get(0).name(), place);
    SqlIdentifier table = new SqlIdentifier(List.of(relation.schema(), relation.name()), place);
    if (name instanceof SqlCharStringLiteral || name instanceof SqlDynamicParam) {
      SqlNode key =
          name instanceof SqlCharStringLiteral text
              ? SqlLiteral.createCharString(
                  text.getValueAs(String.class).toLowerCase(Locale.ROOT), place)
              : SqlStdOperatorTable.LOWER.createCall(place, name);
      SqlNode found = SqlStdOperatorTable.EQUALS.createCall(place, column, key);
      return SqlStdOperatorTable.EXISTS.createCall(place, select(column, table, found));
    }
    SqlNode in =
        SqlStdOperatorTable.IN.createCall(
            place, SqlStdOperatorTable.LOWER.createCall(place, name), select(column, table, null));
    return SqlStdOperatorTable.IS_TRUE.createCall(place, in);
  }

  private static SqlSelect select(SqlNode column, SqlNode table, @Nullable SqlNode where) {
    return SelectSyntax.of(column.getParserPosition(), SqlNodeList.of(column), table, where);
  }

  private static VitrineException wrongArguments(SqlBasicCall call, String wanted) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            call.getOperator().getName() + " takes " + wanted + ".")
        .withPosition(SourceText.position(call.getParserPosition()))
        .withHint("Write the arguments in this order.");
  }
}

package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.rules.PrivilegeTables.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tries every action of docs/privileges.md with every interesting set of rights. */
final class PrivilegeMatrixTest {
  private static final int REPORTED = 100;

  /** One in so many cases is tried of what takes long; the sets of rights are in no order. */
  private static final int WIDE = 7;

  private static final PrivilegeTables TABLES = PrivilegeTables.read();

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyActionNeedsTheRightsOfItsRow(TestStore store) {
    tryAll(store, action -> !action.otherwise().equals("relation"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void modelsInFromNeedTheRightsOfTheirRow(TestStore store) {
    tryAll(store, action -> action.otherwise().equals("relation"));
  }

  private static void tryAll(TestStore store, Predicate<Action> chosen) {
    List<Action> actions = TABLES.actions().stream().filter(chosen).toList();
    TestRegistry registry = TestRegistry.open(store);
    MatrixGraph graph = new MatrixGraph(registry);
    List<String> problems = new ArrayList<>();
    int cases = 0;
    int allowed = 0;
    int given = 0;
    for (Map.Entry<Set<String>, Set<Action>> tried :
        new RightsSets(TABLES).of(actions).entrySet()) {
      Set<String> rights = tried.getKey();
      MatrixGraph.Holder holder = MatrixGraph.Holder.of(rights, given++);
      String user = graph.give(rights, holder);
      try (Client client = registry.as(user)) {
        for (Action action : tried.getValue()) {
          if ((isSlow(action) && rights.size() > 1) || (isWide(action) && given % WIDE != 0)) {
            continue;
          }
          cases++;
          allowed += TABLES.isAllowed(action, rights) ? 1 : 0;
          String answer = answer(client, MatrixGraph.statement(action, user));
          String expected = expected(action, rights);
          if (!answer.startsWith(expected)) {
            problems.add(
                "%s with %s of %s: expected %s, got %s"
                    .formatted(action.statement(), rights, holder, expected, answer));
          }
        }
      }
      graph.take(rights, holder);
    }
    System.out.println(
        "Privilege matrix on %s: %d cases with %d sets of rights, %d of them allowed, %d wrong"
            .formatted(store, cases, given, allowed, problems.size()));
    assertThat(problems.stream().limit(REPORTED).toList())
        .as("%d wrong", problems.size())
        .isEmpty();
  }

  /** Hashing a password takes its time on purpose; a few cases must do. */
  private static boolean isSlow(Action action) {
    return action.statement().contains("PASSWORD");
  }

  /** H2 takes long to prepare the widest relation; some of the cases must do. */
  private static boolean isWide(Action action) {
    return action.statement().toUpperCase(Locale.ROOT).contains("EFFECTIVE");
  }

  private static String expected(Action action, Set<String> rights) {
    if (TABLES.isAllowed(action, rights)) {
      return "allowed";
    }
    boolean visible = TABLES.isVisible(action.names(), rights);
    return switch (action.otherwise()) {
      case "hidden" -> "no rows";
      case "absent" ->
          action.statement().contains("PROVIDER") ? "PROVIDER_NOT_FOUND" : "TOKEN_NOT_FOUND";
      case "no share" -> "SHARE_NOT_FOUND";
      case "no recipient" -> "RECIPIENT_NOT_FOUND";
      case "dropped" -> "MODEL_NOT_FOUND";
      case "relation" ->
          visible || TABLES.isKnown(action.names(), rights)
              ? "INSUFFICIENT_PRIVILEGES"
              : "TABLE_OR_VIEW_NOT_FOUND";
      case "asked" -> visible ? "INSUFFICIENT_PRIVILEGES" : "no rows";
      case "taken" -> visible ? "INSUFFICIENT_PRIVILEGES" : TABLES.taken(rights);
      case "left out" -> visible ? "no rows" : TABLES.unresolved(action.names(), rights);
      case "refused" ->
          visible ? "INSUFFICIENT_PRIVILEGES" : TABLES.unresolved(action.names(), rights);
      default -> throw new IllegalArgumentException(action.otherwise());
    };
  }

  private static String answer(Client client, String statement) {
    if (statement.startsWith("SELECT") || statement.startsWith("SHOW")) {
      return client
          .attempt(statement)
          .map(failure -> bare(failure.message()))
          .orElseGet(() -> client.lastCount() == 0 ? "no rows" : "allowed");
    }
    client.begin();
    String answer =
        client.attempt(statement).map(failure -> bare(failure.message())).orElse("allowed");
    client.rollback();
    return answer;
  }

  /** Without the bracket before the condition. */
  private static String bare(String message) {
    return message.substring(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void privilegesApplyWhereTheTableSays(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m; CREATE USER u");
    for (String privilege : TABLES.privileges()) {
      for (String level : PrivilegeTables.LEVELS) {
        for (String word : List.of(privilege, privilege.replace(' ', '_'))) {
          String grant = "GRANT " + word + " ON " + MatrixGraph.securable(level) + " TO u";
          String revoke = "REVOKE " + word + " ON " + MatrixGraph.securable(level) + " FROM u";
          if (TABLES.isGrantable(privilege, level)) {
            assertThat(admin.attempt(grant)).as(grant).isEmpty();
            assertThat(admin.attempt(revoke)).as(revoke).isEmpty();
          } else {
            admin.failsWith("PRIVILEGE_NOT_APPLICABLE", grant);
            admin.failsWith("PRIVILEGE_NOT_APPLICABLE", revoke);
          }
        }
      }
    }
  }

  @Test
  void errorsHaveTheirSqlStates() {
    TABLES
        .errors()
        .forEach(
            (condition, sqlState) ->
                assertThat(ErrorCode.valueOf(condition).sqlState())
                    .as(condition)
                    .isEqualTo(sqlState));
  }
}

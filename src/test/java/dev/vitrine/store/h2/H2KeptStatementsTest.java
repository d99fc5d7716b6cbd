package dev.vitrine.store.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Statements that stay prepared on H2 never return the rows of an earlier execution: each change is
 * seen by the next look-up, in every session, whichever connection it gets.
 */
final class H2KeptStatementsTest {
  private static final QualifiedName MODEL = QualifiedName.of("c", "s", "m");

  @Test
  void eachLookUpSeesTheLastCommit() {
    try (Engine engine = Engine.open("jdbc:vitrine:mem:" + UUID.randomUUID());
        Session admin = engine.connect("admin")) {
      run(
          admin,
          "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m; CREATE USER alice;"
              + " CREATE GROUP g; ALTER GROUP g ADD USER alice;"
              + " GRANT USE CATALOG ON CATALOG c TO g; GRANT USE SCHEMA ON SCHEMA c.s TO g");
      Random random = new Random(17);
      boolean member = true;
      boolean granted = false;
      @Nullable String tag = null;
      try (Session one = engine.connect("alice");
          Session other = engine.connect("alice")) {
        for (int round = 0; round < 300; round++) {
          switch (random.nextInt(3)) {
            case 0 -> {
              run(admin, "ALTER GROUP g " + (member ? "DROP" : "ADD") + " USER alice");
              member = !member;
            }
            case 1 -> {
              run(
                  admin,
                  granted
                      ? "REVOKE EXECUTE ON MODEL c.s.m FROM g"
                      : "GRANT EXECUTE ON MODEL c.s.m TO g");
              granted = !granted;
            }
            default -> {
              tag = "v" + round;
              run(admin, "ALTER MODEL c.s.m SET TAGS ('t' = '" + tag + "')");
            }
          }
          for (Session reader : List.of(one, other)) {
            assertThat(tag(reader)).as("round %d", round).isEqualTo(member && granted ? tag : null);
          }
          assertThat(tag(admin)).isEqualTo(tag);
        }
      }
    }
  }

  /** An uncommitted change is seen by its own transaction, and by no other. */
  @Test
  void transactionsAreIsolated() {
    try (Engine engine = Engine.open("jdbc:vitrine:mem:" + UUID.randomUUID());
        Session writer = engine.connect("admin");
        Session reader = engine.connect("admin")) {
      run(writer, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
      for (int round = 0; round < 50; round++) {
        String before = tag(reader);
        writer.setAutoCommit(false);
        run(writer, "ALTER MODEL c.s.m SET TAGS ('t' = 'v" + round + "')");
        assertThat(tag(writer)).isEqualTo("v" + round);
        assertThat(tag(reader)).isEqualTo(before);
        if (round % 2 == 0) {
          writer.commit();
          assertThat(tag(reader)).isEqualTo("v" + round);
        } else {
          writer.rollback();
          assertThat(tag(reader)).isEqualTo(before);
          assertThat(tag(writer)).isEqualTo(before);
        }
        writer.setAutoCommit(true);
      }
    }
  }

  private static void run(Session session, String sql) {
    session.execute(sql, List.of(), Limits.NONE);
  }

  /** The tag of the model, or null for a user who may not see it. */
  private static @Nullable String tag(Session session) {
    try {
      return session.execute(new ReadModel(MODEL), Limits.NONE).tags().get("t");
    } catch (VitrineException hidden) {
      return null;
    }
  }
}

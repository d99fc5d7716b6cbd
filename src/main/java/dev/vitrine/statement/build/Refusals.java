package dev.vitrine.statement.build;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlParser.RefusedChangeContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RefusedDefaultVersionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RefusedDenyContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RefusedFileStageContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RefusedGrantOptionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RefusedReplaceContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RefusedStageContext;
import dev.vitrine.statement.text.StatementText;
import java.util.Locale;
import org.antlr.v4.runtime.Token;

/** Errors of deliberately unsupported statements, with alternatives as hints. */
final class Refusals extends VitrineSqlBaseVisitor<VitrineException> {
  private final StatementText source;

  Refusals(StatementText source) {
    this.source = source;
  }

  @Override
  public VitrineException visitRefusedReplace(RefusedReplaceContext statement) {
    return refused(
        "CREATE OR REPLACE is not supported.",
        statement.feature,
        "Use CREATE … IF NOT EXISTS, and ALTER MODEL … ADD VERSION for new content; to start again,"
            + " DROP MODEL first.");
  }

  @Override
  public VitrineException visitRefusedGrantOption(RefusedGrantOptionContext statement) {
    return refused(
        "GRANT OPTION is not supported.",
        statement.feature,
        "Grant MANAGE on the securable: it includes granting and revoking.");
  }

  @Override
  public VitrineException visitRefusedDeny(RefusedDenyContext statement) {
    return refused(
        "DENY is not supported: there are no negative grants.",
        statement.feature,
        "Use REVOKE, and SHOW EFFECTIVE GRANTS to see which grant gives a privilege.");
  }

  @Override
  public VitrineException visitRefusedDefaultVersion(RefusedDefaultVersionContext statement) {
    return refused(
        "Models have no default version.",
        statement.feature,
        "Use an alias: ALTER MODEL … VERSION … SET ALIAS champion.");
  }

  @Override
  public VitrineException visitRefusedStage(RefusedStageContext statement) {
    return refused(
        "Versions have no stages.",
        statement.feature,
        "Use an alias: ALTER MODEL … VERSION … SET ALIAS production.");
  }

  @Override
  public VitrineException visitRefusedFileStage(RefusedFileStageContext statement) {
    return refused(
        "Stages of files are not supported.",
        statement.feature,
        "Name the source by its URI: ALTER MODEL … ADD VERSION FROM 's3://…'.");
  }

  @Override
  public VitrineException visitRefusedChange(RefusedChangeContext statement) {
    return refused(
        source.text(statement.feature).toUpperCase(Locale.ROOT)
            + " is not supported: the registry's relations are read-only.",
        statement.feature,
        "Use CREATE MODEL, ALTER MODEL, DROP MODEL, GRANT and REVOKE.");
  }

  private VitrineException refused(String problem, Token feature, String hint) {
    return source.error(ErrorCode.UNSUPPORTED_FEATURE, problem, feature).withHint(hint);
  }
}

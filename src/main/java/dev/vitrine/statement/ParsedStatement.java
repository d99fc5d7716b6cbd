package dev.vitrine.statement;

import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.build.BoundParameters;
import dev.vitrine.statement.build.ParameterTypes;
import dev.vitrine.statement.build.StatementBuilder;
import dev.vitrine.statement.generated.VitrineSqlParser.SingleStatementContext;
import dev.vitrine.statement.text.StatementText;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.statement.tree.ProviderStatement.DescribeProvider;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviderShares;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviders;
import dev.vitrine.statement.tree.ShareStatement.CreateRecipient;
import dev.vitrine.statement.tree.ShareStatement.DescribeRecipient;
import dev.vitrine.statement.tree.ShareStatement.DescribeShare;
import dev.vitrine.statement.tree.ShareStatement.RotateRecipientToken;
import dev.vitrine.statement.tree.ShareStatement.ShowAllInShare;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipientGrants;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipients;
import dev.vitrine.statement.tree.ShareStatement.ShowShareGrants;
import dev.vitrine.statement.tree.ShareStatement.ShowShares;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import dev.vitrine.statement.tree.ShowStatement.ShowAliases;
import dev.vitrine.statement.tree.ShowStatement.ShowCatalogs;
import dev.vitrine.statement.tree.ShowStatement.ShowCreateModel;
import dev.vitrine.statement.tree.ShowStatement.ShowDroppedModels;
import dev.vitrine.statement.tree.ShowStatement.ShowEffectiveGrants;
import dev.vitrine.statement.tree.ShowStatement.ShowGrants;
import dev.vitrine.statement.tree.ShowStatement.ShowGroups;
import dev.vitrine.statement.tree.ShowStatement.ShowModels;
import dev.vitrine.statement.tree.ShowStatement.ShowSchemas;
import dev.vitrine.statement.tree.ShowStatement.ShowSessions;
import dev.vitrine.statement.tree.ShowStatement.ShowTags;
import dev.vitrine.statement.tree.ShowStatement.ShowTokens;
import dev.vitrine.statement.tree.ShowStatement.ShowUsers;
import dev.vitrine.statement.tree.ShowStatement.ShowVersions;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** A governance statement whose {@code ?} may still lack their values. Immutable. */
public final class ParsedStatement implements ParsedText {
  private static final Set<Class<? extends Statement>> RETURNING_ROWS =
      Set.of(
          CreateRecipient.class,
          CreateToken.class,
          Describe.class,
          DescribeProvider.class,
          DescribeRecipient.class,
          DescribeShare.class,
          RotateRecipientToken.class,
          ShowAliases.class,
          ShowAllInShare.class,
          ShowCatalogs.class,
          ShowCreateModel.class,
          ShowDroppedModels.class,
          ShowEffectiveGrants.class,
          ShowGrants.class,
          ShowGroups.class,
          ShowModels.class,
          ShowProviderShares.class,
          ShowProviders.class,
          ShowRecipientGrants.class,
          ShowRecipients.class,
          ShowSchemas.class,
          ShowSessions.class,
          ShowShareGrants.class,
          ShowShares.class,
          ShowTags.class,
          ShowTokens.class,
          ShowUsers.class,
          ShowVersions.class);

  private final StatementText source;
  private final SingleStatementContext tree;
  private final List<Token> marks;
  private final List<DataType> parameterTypes;
  private final Statement model;

  /**
   * @param marks the {@code ?}, in the order of the text
   */
  ParsedStatement(StatementText source, SingleStatementContext tree, List<Token> marks) {
    this.source = source;
    this.tree = tree;
    this.marks = List.copyOf(marks);
    ParameterTypes types = new ParameterTypes();
    this.model = new StatementBuilder(source, types).build(tree);
    this.parameterTypes = types.inOrder();
  }

  @Override
  public Position position() {
    return source.position(tree.getStart());
  }

  @Override
  public boolean returnsRows() {
    return RETURNING_ROWS.contains(kind());
  }

  /** Which statement it is. */
  public Class<? extends Statement> kind() {
    return model.getClass();
  }

  /** The type of each {@code ?}, in the order of the text: VARCHAR, BIGINT or DOUBLE. */
  public List<DataType> parameterTypes() {
    return parameterTypes;
  }

  /**
   * The statement with these values for its {@code ?}.
   *
   * @throws VitrineException UNBOUND_PARAMETER where there are too few, INVALID_PARAMETER_VALUE
   *     where there are too many or one is of the wrong type
   */
  public Statement bind(List<?> parameters) {
    if (parameters.size() > parameterTypes.size()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The statement takes "
                  + parameterTypes.size()
                  + " parameters and was given "
                  + parameters.size()
                  + ".")
          .withPosition(position());
    }
    if (parameterTypes.isEmpty()) {
      return model;
    }
    return new StatementBuilder(source, new BoundParameters(source, marks, parameters)).build(tree);
  }
}

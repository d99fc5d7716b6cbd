package dev.vitrine.statement.build;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.statement.PrivilegeWords;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.generated.VitrineSqlParser.AlterGroupContext;
import dev.vitrine.statement.generated.VitrineSqlParser.AlterUserPasswordContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateGroupContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateTokenContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateUserContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropGroupContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropTokenContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropUserContext;
import dev.vitrine.statement.generated.VitrineSqlParser.GrantPrivilegesContext;
import dev.vitrine.statement.generated.VitrineSqlParser.MemberListContext;
import dev.vitrine.statement.generated.VitrineSqlParser.MembershipChangeContext;
import dev.vitrine.statement.generated.VitrineSqlParser.PasswordOptionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.PrivilegesContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RevokePrivilegesContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TerminateSessionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TokenOptionContext;
import dev.vitrine.statement.tree.AccountStatement.AlterGroup;
import dev.vitrine.statement.tree.AccountStatement.AlterUserPassword;
import dev.vitrine.statement.tree.AccountStatement.CreateGroup;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.statement.tree.AccountStatement.CreateUser;
import dev.vitrine.statement.tree.AccountStatement.DropGroup;
import dev.vitrine.statement.tree.AccountStatement.DropToken;
import dev.vitrine.statement.tree.AccountStatement.DropUser;
import dev.vitrine.statement.tree.AccountStatement.TerminateSession;
import dev.vitrine.statement.tree.MemberRef;
import dev.vitrine.statement.tree.MembershipChange;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.statement.tree.SecurableStatement.RevokePrivileges;
import dev.vitrine.statement.tree.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.RuleContext;

/** Builds the statements on privileges and principals. */
final class SecurityStatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final ClauseBuilder clauses;

  SecurityStatementBuilder(ClauseBuilder clauses) {
    this.clauses = clauses;
  }

  @Override
  public Statement visitGrantPrivileges(GrantPrivilegesContext statement) {
    return new GrantPrivileges(
        privileges(statement.privileges()),
        clauses.securable(statement.securable()),
        clauses.name(statement.name()));
  }

  @Override
  public Statement visitRevokePrivileges(RevokePrivilegesContext statement) {
    return new RevokePrivileges(
        privileges(statement.privileges()),
        clauses.securable(statement.securable()),
        clauses.name(statement.name()));
  }

  @Override
  public Statement visitCreateUser(CreateUserContext statement) {
    return new CreateUser(
        clauses.name(statement.name()),
        Optional.ofNullable(statement.string()).map(clauses::string).map(Secret::new));
  }

  @Override
  public Statement visitAlterUserPassword(AlterUserPasswordContext statement) {
    return new AlterUserPassword(
        clauses.name(statement.name()),
        new Secret(clauses.string(statement.string())),
        clauses
            .once(statement.passwordOption(), VitrineSqlLexer.OLD)
            .map(PasswordOptionContext::string)
            .map(clauses::string)
            .map(Secret::new),
        clauses.once(statement.passwordOption(), VitrineSqlLexer.KEEP).isPresent());
  }

  @Override
  public Statement visitDropUser(DropUserContext statement) {
    return new DropUser(clauses.name(statement.name()));
  }

  @Override
  public Statement visitCreateGroup(CreateGroupContext statement) {
    return new CreateGroup(
        clauses.name(statement.name()),
        statement.EXTERNAL() != null,
        statement.memberList().stream().flatMap(this::members).toList());
  }

  @Override
  public Statement visitAlterGroup(AlterGroupContext statement) {
    return new AlterGroup(
        clauses.name(statement.name()),
        statement.membershipChange().stream().flatMap(this::changes).toList());
  }

  @Override
  public Statement visitDropGroup(DropGroupContext statement) {
    return new DropGroup(clauses.name(statement.name()));
  }

  @Override
  public Statement visitCreateToken(CreateTokenContext statement) {
    return new CreateToken(
        clauses
            .once(statement.tokenOption(), VitrineSqlLexer.COMMENT)
            .map(TokenOptionContext::string)
            .map(clauses::string),
        clauses
            .once(statement.tokenOption(), VitrineSqlLexer.LIFETIME)
            .map(TokenOptionContext::number)
            .map(clauses::number));
  }

  @Override
  public Statement visitDropToken(DropTokenContext statement) {
    return new DropToken(clauses.number(statement.number()));
  }

  @Override
  public Statement visitTerminateSession(TerminateSessionContext statement) {
    return new TerminateSession(
        statement.name() == null
            ? clauses.string(statement.string())
            : clauses.name(statement.name()).value());
  }

  /** {@link PrivilegeWords} has made sure that each of them is one. */
  private static Set<Privilege> privileges(PrivilegesContext privileges) {
    return privileges.privilege().stream()
        .map(
            privilege ->
                privilege.word().stream()
                    .map(RuleContext::getText)
                    .collect(Collectors.joining(" ")))
        .map(name -> Privilege.named(name).orElseThrow())
        .collect(Collectors.toSet());
  }

  private Stream<MembershipChange> changes(MembershipChangeContext changes) {
    boolean add = changes.ADD() != null;
    return changes.memberList().stream()
        .flatMap(this::members)
        .map(member -> new MembershipChange(add, member));
  }

  private Stream<MemberRef> members(MemberListContext members) {
    PrincipalKind kind = members.USER() == null ? PrincipalKind.GROUP : PrincipalKind.USER;
    return members.name().stream().map(name -> new MemberRef(kind, clauses.name(name)));
  }
}

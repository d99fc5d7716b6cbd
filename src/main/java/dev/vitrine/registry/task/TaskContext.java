package dev.vitrine.registry.task;

import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.share.ShareResponse;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.Positioned;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.audit.AuditRow.AuditObject;
import dev.vitrine.store.history.RetentionDao;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.principal.MetastoreDao;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.principal.SessionDao;
import dev.vitrine.store.principal.TokenDao;
import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.securable.DroppedDao;
import dev.vitrine.store.securable.FileDao;
import dev.vitrine.store.securable.GrantDao;
import dev.vitrine.store.securable.LookUpDao;
import dev.vitrine.store.securable.NamePath;
import dev.vitrine.store.securable.RegistrationDao;
import dev.vitrine.store.securable.SecurableDao;
import dev.vitrine.store.securable.TagDao;
import dev.vitrine.store.securable.VersionContentDao;
import dev.vitrine.store.securable.VersionDao;
import dev.vitrine.store.share.RecipientDao;
import dev.vitrine.store.share.ShareDao;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The context of one run of a task. Not shared between threads. */
public final class TaskContext {
  private final Caller caller;
  private final CallerAuthentication evidence;
  private final StoreTransaction transaction;
  private final Authorship stamp;
  private final Optional<ShareResponse> response;
  private final Resolver resolver;
  private final RecentRights recentRights;
  private final @Nullable String sharingEndpoint;
  private Optional<AuditObject> subject = Optional.empty();
  private Optional<String> fullName = Optional.empty();
  private final Map<String, Object> details = new LinkedHashMap<>();
  private final Set<AfterCommit> consequences = EnumSet.noneOf(AfterCommit.class);
  private Supplier<AuditRow> auditRow =
      () -> {
        throw new IllegalStateException("not set");
      };
  private boolean audited;

  /**
   * @param recentRights rights that earlier calls of the session have read
   * @param response the response of a provider, if the statement has awaited one
   * @param catalog the session's current catalog
   * @param schema the session's current schema
   * @param sharingEndpoint URL of the sharing endpoint of this server; null if none is known
   */
  public TaskContext(
      Caller caller,
      CallerAuthentication evidence,
      StoreTransaction transaction,
      Authorship stamp,
      RecentRights recentRights,
      @Nullable ShareResponse response,
      String catalog,
      String schema,
      @Nullable String sharingEndpoint) {
    this.caller = caller;
    this.evidence = evidence;
    this.transaction = transaction;
    this.stamp = stamp;
    this.recentRights = recentRights;
    this.response = Optional.ofNullable(response);
    this.resolver = new Resolver(caller, transaction, catalog, schema);
    this.sharingEndpoint = sharingEndpoint;
  }

  /** The object of the statement, for the audit row; empty if it has none. */
  public Optional<AuditObject> subject() {
    return subject;
  }

  public Caller caller() {
    return caller;
  }

  public CallerAuthentication evidence() {
    return evidence;
  }

  /** Sets how the audit row of the statement is made. */
  public void setAuditRow(Supplier<AuditRow> row) {
    auditRow = row;
  }

  /**
   * The audit row of the statement, for a task that inserts it together with its last change. Its
   * object and parameters must have been set before.
   */
  public AuditRow takeAuditRow() {
    requireNotAudited();
    audited = true;
    return auditRow.get();
  }

  /** Values that are set later would be missing in the audit row. */
  private void requireNotAudited() {
    if (audited) {
      throw new IllegalStateException("the audit row has been taken");
    }
  }

  /** Whether the task has inserted the audit row. */
  public boolean audited() {
    return audited;
  }

  /** Registers an action after the commit of the statement. */
  public void causes(AfterCommit consequence) {
    consequences.add(consequence);
  }

  /** The actions after the commit of the statement. */
  public Set<AfterCommit> consequences() {
    return Set.copyOf(consequences);
  }

  public StoreTransaction transaction() {
    return transaction;
  }

  /** Begins to write, and locks the row of an object until the transaction ends. */
  public void lock(ResolvedObject target) {
    transaction.writing();
    transaction.securables().lock(target.type(), target.id());
  }

  public SecurableDao securables() {
    return transaction.securables();
  }

  public VersionDao versions() {
    return transaction.versions();
  }

  public VersionContentDao versionContents() {
    return transaction.versions().contents();
  }

  public TagDao tags() {
    return transaction.tags();
  }

  public GrantDao grants() {
    return transaction.grants();
  }

  public DroppedDao dropped() {
    return transaction.dropped();
  }

  public RetentionDao retention() {
    return transaction.retention();
  }

  public PrincipalDao principals() {
    return transaction.principals();
  }

  public MetastoreDao metastore() {
    return transaction.metastore();
  }

  public RegistrationDao registrations() {
    return transaction.registrations();
  }

  public FileDao files() {
    return transaction.files();
  }

  public LookUpDao lookUps() {
    return transaction.lookUps();
  }

  public TokenDao tokens() {
    return transaction.tokens();
  }

  public SessionDao sessions() {
    return transaction.sessions();
  }

  public ShareDao shares() {
    return transaction.shares();
  }

  public RecipientDao recipients() {
    return transaction.recipients();
  }

  /**
   * URL of the sharing endpoint of this server; empty if none is known, as in embedded sessions.
   */
  public Optional<String> sharingEndpoint() {
    return Optional.ofNullable(sharingEndpoint);
  }

  /** The response of a provider; empty before the statement has awaited one. */
  public Optional<ShareResponse> response() {
    return response;
  }

  public Authorship stamp() {
    return stamp;
  }

  public Resolver resolver() {
    return resolver;
  }

  /** A resolver that sees with the eyes of another principal. */
  public Resolver resolverFor(Caller other) {
    return resolver.as(other);
  }

  /** The full name of that, whether or not there is such an object; empty if it names nothing. */
  public Optional<String> fullName() {
    return fullName;
  }

  /** Additional parameters of the audit row. */
  public Map<String, Object> details() {
    return Collections.unmodifiableMap(details);
  }

  /** Adds a parameter to the statement's audit row. */
  public void addAuditParameter(String name, Object value) {
    requireNotAudited();
    details.put(name, value);
  }

  /** Makes the statement's audit row belong to the target, which was made just now. */
  public void created(ResolvedObject target, long id) {
    requireNotAudited();
    subject = Optional.of(new AuditObject(target.type(), id));
    fullName = Optional.of(target.fullName());
  }

  /** Resolves an existing object; the statement's audit row will belong to it. */
  public ResolvedObject require(SecurableRef ref) {
    ResolvedObject target = resolver.look(ref);
    if (ref.name().isPresent()) {
      return require(target, ref.name().get());
    }
    // The metastore and the current catalog have no name in the text.
    return require(target, Identifier.of(target.fullName()));
  }

  public ResolvedObject requireModel(QualifiedName name) {
    return require(resolver.lookModel(name), name);
  }

  /**
   * Finds a version of an existing model. The next {@link #requireRecentModel} of the session uses
   * the rights that were read.
   */
  public VersionLookUp requireVersion(QualifiedName name, long version) {
    NamePath path = resolver.modelPath(name);
    return require(name, path, registrations().find(caller, path, version));
  }

  /** The same with the files of the version. */
  public VersionLookUp requireVersionWithFiles(QualifiedName name, long version) {
    NamePath path = resolver.modelPath(name);
    return require(name, path, registrations().findWithFiles(caller, path, version));
  }

  private VersionLookUp require(QualifiedName name, NamePath path, RegistrationDao.Found found) {
    ResolvedObject model = require(resolver.model(path, found.path()), name);
    recentRights.keep(caller, model);
    return new VersionLookUp(model, found.version(), found.files());
  }

  /** Resolves an existing model, with the rights that the call before has read if there are any. */
  public ResolvedObject requireRecentModel(QualifiedName name) {
    Optional<ResolvedObject> recent = recentRights.take(caller, resolver.modelPath(name));
    return recent.isPresent() ? require(recent.get(), name) : requireModel(name);
  }

  public ResolvedObject require(ResolvedObject target, Positioned name) {
    note(target);
    return resolver.require(target, name);
  }

  /** Makes the statement's audit row belong to the target, if that exists. */
  public void note(ResolvedObject target) {
    requireNotAudited();
    if (target.access().isPresent()) {
      subject = Optional.of(new AuditObject(target.type(), target.id()));
    }
    fullName = Optional.of(target.fullName()).filter(name -> !name.isEmpty());
  }

  /**
   * Checks what an operation needs on a target.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES, or READ_ONLY_CATALOG when the operation
   *     changes the content of a shared catalog
   */
  public void authorize(Operation operation, ResolvedObject target) {
    if (target.reserved()) {
      throw new VitrineException(
              ErrorCode.INSUFFICIENT_PRIVILEGES,
              "'" + target.fullName() + "' is reserved and cannot be changed.")
          .withHint("It belongs to Vitrine. Use an object of a catalog of your own.");
    }
    Authorizer.check(operation, target.access().orElseThrow(), caller.name());
    if (target.shared() && operation.changesContent(target.type())) {
      throw readOnly(target);
    }
  }

  /** The error of a change of the content of a shared catalog. */
  public static VitrineException readOnly(ResolvedObject target) {
    return new VitrineException(
            ErrorCode.READ_ONLY_CATALOG,
            "Catalog '" + target.catalog() + "' follows a share and is read-only.")
        .withHint("Its content can only be changed by the provider. Privileges can be granted.");
  }

  /**
   * The principal of a name.
   *
   * @throws VitrineException PRINCIPAL_NOT_FOUND
   */
  public PrincipalRow principal(Identifier name) {
    return transaction
        .principals()
        .find(name.value())
        .orElseThrow(
            () ->
                name.at(
                    new VitrineException(
                            ErrorCode.PRINCIPAL_NOT_FOUND,
                            "User or group '" + name.value() + "' does not exist.")
                        .withHint("SHOW USERS and SHOW GROUPS list the principals.")));
  }

  /** The principal of a name and kind. */
  public PrincipalRow principal(PrincipalKind kind, Identifier name) {
    PrincipalRow found = principal(name);
    if (found.kind() != kind) {
      throw name.at(
          new VitrineException(
                  ErrorCode.PRINCIPAL_NOT_FOUND,
                  "'" + name.value() + "' is not a " + kind.name().toLowerCase(Locale.ROOT) + ".")
              .withHint("It is a " + found.kind().name().toLowerCase(Locale.ROOT) + "."));
    }
    return found;
  }
}

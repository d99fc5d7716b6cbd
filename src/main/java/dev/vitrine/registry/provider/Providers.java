package dev.vitrine.registry.provider;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Principals;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.share.ShareCredential;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.share.ShareResponse;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.store.provider.ProviderRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.util.Optional;

/** Shared code of the statements on providers. */
final class Providers {
  private Providers() {}

  /**
   * The provider, if it exists and the caller may see it: its owner and admins do.
   *
   * @throws VitrineException INVALID_IDENTIFIER when the store cannot compare the name
   */
  static Optional<ProviderRow> visible(Identifier name, TaskContext context) {
    if (StorableText.flaw(name.value()).isPresent()) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_IDENTIFIER, "The name contains an invalid character.")
              .withHint(StorableText.HINT));
    }
    Optional<ProviderRow> found = context.transaction().providers().find(name.value());
    return found.filter(
        provider ->
            context.caller().holders().contains(provider.ownerId())
                || Principals.mayDo(Operation.CHANGE_PROVIDER_OF_ANOTHER, context));
  }

  /**
   * The provider, which the caller may change and use.
   *
   * @throws VitrineException PROVIDER_NOT_FOUND, also when it belongs to another principal
   */
  static ProviderRow require(Identifier name, TaskContext context) {
    return visible(name, context)
        .orElseThrow(
            () ->
                name.at(
                    new VitrineException(
                            ErrorCode.PROVIDER_NOT_FOUND,
                            "Provider '" + name.value() + "' does not exist.")
                        .withHint(
                            "SHOW PROVIDERS lists providers. Providers of other owners are not"
                                + " listed.")));
  }

  /** The same, locked until the transaction ends. */
  static ProviderRow lock(Identifier name, TaskContext context) {
    ProviderRow found = require(name, context);
    context.transaction().writing();
    return context
        .transaction()
        .providers()
        .lockRow(found.id())
        .filter(locked -> locked.ownerId() == found.ownerId())
        .orElseThrow(StoreConflictException::new);
  }

  /** The activation file of a statement. */
  static ShareCredential credential(Secret activation, TaskContext context) {
    ShareCredential credential = ShareCredential.parse(activation.value());
    context.addAuditParameter("endpoint", credential.endpoint());
    return credential;
  }

  /** The credential for a provider. */
  static ShareCredential credential(ProviderRow provider) {
    return new ShareCredential(provider.endpoint(), provider.token(), Optional.empty());
  }

  /**
   * The response to a request; empty if it was not sent yet.
   *
   * @throws VitrineException the error of a request that failed; SERIALIZATION_FAILURE when the
   *     response is to another request, since the provider was changed
   */
  static Optional<ShareResponse> response(ShareRequest request, TaskContext context) {
    Optional<ShareResponse> response = context.response();
    if (response.isPresent() && !response.get().request().equals(request)) {
      throw new VitrineException(
              ErrorCode.SERIALIZATION_FAILURE, "The provider was changed at the same time.")
          .withHint("Try again.");
    }
    if (response.isPresent() && response.get() instanceof ShareResponse.Failed failed) {
      throw failed.error();
    }
    return response;
  }
}

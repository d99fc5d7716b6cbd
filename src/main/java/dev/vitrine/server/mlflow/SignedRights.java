package dev.vitrine.server.mlflow;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage.Permission;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.artifact.SignedUrls.Grant;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.statement.tree.Call.OpenFiles;

/**
 * Signs urls, and lets them be used only while the users for whom they were made have the rights:
 * the store is asked each time.
 */
final class SignedRights {
  private final Engine engine;
  private final SignedUrls urls;

  SignedRights(Engine engine, SignedUrls urls) {
    this.engine = requireNonNull(engine);
    this.urls = requireNonNull(urls);
  }

  /** The text of a url for what was opened. */
  String sign(Method method, Outcome.Opened opened, FilePath path, String detail) {
    return urls.sign(new Grant(method, opened.right(), opened.set(), path, detail));
  }

  /** The text that names an upload in parts. */
  String name(Outcome.Opened opened, FilePath path, String detail) {
    return urls.name(new Grant(Method.PARTS, opened.right(), opened.set(), path, detail));
  }

  /**
   * The upload in parts that a text names. Who continues it has to be asked for their own rights.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES when it names none
   */
  Grant upload(String text) {
    return urls.check(text, Method.PARTS);
  }

  /**
   * What a url may be used for at this moment.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES when it is not signed, has expired, or the
   *     right is gone, without telling the last two apart
   */
  Grant check(String text, Method method) {
    Grant grant = urls.check(text, method);
    require(grant);
    return grant;
  }

  private void require(Grant grant) {
    if (!engine.permits(grant.right(), grant.set(), access(grant.method()))) {
      throw SignedUrls.expired();
    }
  }

  /** For a file that arrives by a url: that the right holds still when all of it is there. */
  Permission still(Grant grant) {
    return () -> require(grant);
  }

  /** The same of who signed in to send a file. */
  Permission still(Outcome.Opened opened) {
    return () -> {
      if (!engine.permits(opened.right(), opened.set(), OpenFiles.Access.WRITE)) {
        throw SignedUrls.expired();
      }
    };
  }

  private static OpenFiles.Access access(Method method) {
    return switch (method) {
      case GET -> OpenFiles.Access.READ;
      case PUT, PART, ABORT, PARTS -> OpenFiles.Access.WRITE;
    };
  }
}

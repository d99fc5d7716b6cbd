package dev.vitrine.jdbc.transport;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP clients, shared by connections so that sockets are kept and used again. Only connections
 * hold them: without any, a client, its thread and the driver's class loader can be collected.
 */
public final class HttpClients {
  /** Time limit of connecting. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** By the file of root certificates; empty for those that Java trusts. */
  private static final Map<String, WeakReference<HttpClient>> OPEN = new ConcurrentHashMap<>();

  private HttpClients() {}

  public static synchronized HttpClient of(ServerAddress server) throws SQLException {
    String file = server.rootCertificate();
    HttpClient open = known(file);
    if (open == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              // Nothing here blocks; switching threads would cost more than reading a small
              // response.
              .executor(Runnable::run)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT_TIMEOUT);
      if (!file.isEmpty()) {
        builder.sslContext(trusting(Path.of(file)));
      }
      open = builder.build();
      OPEN.put(file, new WeakReference<>(open));
    }
    return open;
  }

  private static @Nullable HttpClient known(String file) {
    WeakReference<HttpClient> reference = OPEN.get(file);
    return reference == null ? null : reference.get();
  }

  private static SSLContext trusting(Path file) throws SQLException {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      int number = 0;
      for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        roots.setCertificateEntry("root" + number, root);
        number++;
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(roots);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw SqlErrors.caused(
          SqlErrors.cannotConnect("The root certificates in " + file + " cannot be used."), e);
    }
  }
}

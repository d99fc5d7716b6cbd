package dev.vitrine.share;

import dev.vitrine.share.ShareException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * GET requests to one provider. Redirects are not followed, proxies are not used, and addresses are
 * checked where the connection is made. Each request has a time limit that also ends a response
 * that arrives byte by byte.
 */
final class ShareHttp {
  private static final int NOT_MODIFIED = 304;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Attempts of a request while the provider limits their number. */
  private static final int ATTEMPTS = 4;

  /** The longest pause that a provider can ask for, in seconds. */
  private static final long LONGEST_PAUSE = 5;

  private final ShareCredential credential;
  private final AddressRules rules;
  private final SSLSocketFactory tls;

  ShareHttp(ShareCredential credential, ShareSettings settings, SSLSocketFactory tls) {
    this.credential = credential;
    this.rules = new AddressRules(settings);
    this.tls = tls;
  }

  /** Reads the body of a response. */
  @FunctionalInterface
  interface Body<T> {
    T read(InputStream bytes) throws IOException;
  }

  /**
   * Sends a request.
   *
   * @param path encoded, with the query
   * @param known ETag of the content that the caller has; null if none
   * @param within time for the whole response
   * @param body reads a response of status 200
   * @return null if the content is the known one
   * @throws InterruptedException when the thread was interrupted
   */
  <T> @Nullable T get(String path, @Nullable String known, Duration within, Body<T> body)
      throws ShareException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(path, known, within, body);
      } catch (BusyException busy) {
        if (attempt == ATTEMPTS) {
          throw new ShareException(
                  Reason.UNREACHABLE, "The provider limits the number of requests.")
              .withCause(busy);
        }
        TimeUnit.SECONDS.sleep(busy.seconds);
      }
    }
  }

  /** The provider asks to wait. */
  private static final class BusyException extends Exception {
    @Serial private static final long serialVersionUID = 1;
    private final long seconds;

    BusyException(long seconds) {
      this.seconds = seconds;
    }
  }

  private <T> @Nullable T attempt(
      String path, @Nullable String known, Duration within, Body<T> body)
      throws ShareException, BusyException, InterruptedException {
    RequestLimit limit = new RequestLimit(within);
    HttpURLConnection connection = null;
    try {
      connection = open(path, limit);
      limit.start(connection);
      if (known != null) {
        connection.setRequestProperty("If-None-Match", "\"" + known + "\"");
      }
      int status = connection.getResponseCode();
      if (status == NOT_MODIFIED && known != null) {
        return null;
      }
      if (status == TOO_MANY_REQUESTS) {
        throw new BusyException(delay(connection.getHeaderField("Retry-After")));
      }
      if (status != HttpURLConnection.HTTP_OK) {
        throw refusal(status);
      }
      // Not closed here: disconnect() also ends a connection that the JDK keeps for other requests,
      // but only while the stream is not closed.
      InputStream bytes = limit.checking(connection.getInputStream());
      return body.read(bytes);
    } catch (ShareException failure) {
      throw failure;
    } catch (ForbiddenAddressException forbidden) {
      throw new ShareException(Reason.UNREACHABLE, forbidden.problem()).withCause(forbidden);
    } catch (IOException failure) {
      if (Thread.interrupted()) {
        throw new InterruptedException("The request was cancelled.");
      }
      throw new ShareException(
              Reason.UNREACHABLE, limit.problem().orElseGet(() -> described(failure)))
          .withCause(failure);
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
      limit.close();
    }
  }

  /** In seconds; a second without a usable header. */
  private static long delay(@Nullable String header) {
    return header != null && header.matches("[0-9]{1,6}")
        ? Math.min(Math.max(Long.parseLong(header), 1), LONGEST_PAUSE)
        : 1;
  }

  /** A sentence without any text of the provider. */
  private static String described(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "The host name of the provider is unknown.";
    }
    if (failure instanceof SSLException) {
      return "The TLS connection to the provider failed; its certificate may be invalid.";
    }
    if (failure instanceof SocketTimeoutException) {
      return "The provider did not respond in time.";
    }
    return "The connection to the provider failed ("
        + failure.getClass().getSimpleName().replace("Exception", "").toLowerCase(Locale.ROOT)
        + ").";
  }

  private HttpURLConnection open(String path, RequestLimit limit) throws IOException {
    URL url = URI.create(credential.endpoint() + path).toURL();
    String host = url.getHost();
    if (url.getProtocol().equals("http")) {
      url = ofThisMachine(url);
    }
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(new CheckedSockets(rules, host, tls, limit));
    }
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) ShareLimits.CONNECT.toMillis());
    connection.setReadTimeout((int) ShareLimits.REQUEST.toMillis());
    connection.setRequestProperty("Authorization", "Bearer " + credential.token());
    connection.setRequestProperty("Accept", "*/*");
    connection.setRequestProperty("Connection", "close");
    return connection;
  }

  /** Plain HTTP is for tests on this machine only; the address is resolved once. */
  private URL ofThisMachine(URL url) throws IOException {
    InetAddress address = InetAddress.getByName(url.getHost());
    if (!address.isLoopbackAddress()) {
      throw new ForbiddenAddressException("The endpoint of the provider is not an https URL.");
    }
    rules.require(url.getHost(), address);
    String host = address.getHostAddress();
    return new URL(
        "http", host.contains(":") ? "[" + host + "]" : host, url.getPort(), url.getFile());
  }

  private static ShareException refusal(int status) {
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return new ShareException(
          status == UNAUTHORIZED ? Reason.UNAUTHORIZED : Reason.REFUSED,
          "The provider does not accept the token.");
    }
    if (status == NOT_FOUND) {
      return new ShareException(
          Reason.NOT_FOUND, "The provider does not share that with this token.");
    }
    return new ShareException(
        Reason.UNREACHABLE,
        status / 100 == 3
            ? "The provider redirects requests, which is not allowed."
            : "The provider responded with HTTP status " + status + ".");
  }
}

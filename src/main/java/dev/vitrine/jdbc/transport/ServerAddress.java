package dev.vitrine.jdbc.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a URL and the credentials for them. No text of it contains a secret.
 *
 * @param shown the URL without its secrets
 * @param endpoints URLs of the servers; the first that responds is used
 * @param authorization the Authorization header of each request
 * @param compress whether large responses are compressed
 * @param rootCertificate PEM file of trusted certificates; empty for those that Java trusts
 */
public record ServerAddress(
    String shown,
    List<URI> endpoints,
    String authorization,
    boolean compress,
    String rootCertificate,
    String catalog,
    String schema) {
  private static final String PREFIX = "jdbc:vitrine://";

  /** Default port of a server. */
  private static final int DEFAULT_PORT = 8080;

  private static final String PATH = "/avatica";
  private static final Set<String> NAMES =
      Set.of(
          "user",
          "password",
          "accessToken",
          "catalog",
          "schema",
          "ssl",
          "sslRootCert",
          "allowPlaintext",
          "compress");

  /** Characters allowed in the header: visible ASCII. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  /** A host name that containers have, but URIs do not. */
  private static final Pattern UNDERSCORED =
      Pattern.compile("([A-Za-z0-9._-]*_[A-Za-z0-9._-]*)(:.*)?");

  private static final Pattern PORT = Pattern.compile(".*:(\\d+)");
  private static final int LAST_PORT = 65_535;

  private static final Set<String> SECRET = Set.of("password", "accessToken");

  /** Reads {@code jdbc:vitrine://HOST[:PORT][,HOST[:PORT]…][/CATALOG[/SCHEMA]][?NAME=VALUE&…]}. */
  public static ServerAddress parse(String url, Properties given, String defaultUser)
      throws SQLException {
    String rest = url.substring(PREFIX.length());
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    Properties all = query(question < 0 ? "" : rest.substring(question + 1));
    for (String name : given.stringPropertyNames()) {
      all.setProperty(name, given.getProperty(name));
    }
    List<String> parts = new ArrayList<>();
    for (String part : place.split("/", -1)) {
      parts.add(decode(part));
    }
    if (parts.size() > 3) {
      throw malformed();
    }
    List<URI> endpoints = endpoints(parts.get(0), Boolean.parseBoolean(all.getProperty("ssl")));
    requirePrivacy(endpoints, all);
    return new ServerAddress(
        PREFIX + place + withoutSecrets(question < 0 ? "" : rest.substring(question + 1)),
        endpoints,
        authorization(all, defaultUser),
        compress(endpoints, all),
        all.getProperty("sslRootCert", ""),
        all.getProperty("catalog", part(parts, 1)),
        all.getProperty("schema", part(parts, 2)));
  }

  /** The servers, without unknown hosts with an underscore if there are others. */
  private static List<URI> endpoints(String authorities, boolean tls) throws SQLException {
    List<URI> endpoints = new ArrayList<>();
    SQLException unknown = null;
    for (String authority : authorities.split(",", -1)) {
      checkPort(authority);
      try {
        endpoints.add(endpoint(authority, tls));
      } catch (UnknownHostException e) {
        String host = authority.replaceFirst(":.*", "");
        unknown = SqlErrors.caused(SqlErrors.cannotConnect("The host " + host + " is unknown."), e);
      }
    }
    if (endpoints.isEmpty() && unknown != null) {
      throw unknown;
    }
    return endpoints;
  }

  private static URI endpoint(String authority, boolean tls)
      throws SQLException, UnknownHostException {
    try {
      URI uri =
          new URI((tls ? "https://" : "http://") + addressed(authority, tls) + PATH)
              .parseServerAuthority();
      if (uri.getHost() == null || uri.getUserInfo() != null) {
        throw malformed();
      }
      int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      return new URI(uri.getScheme(), null, uri.getHost(), port, PATH, null, null);
    } catch (URISyntaxException e) {
      throw malformed();
    }
  }

  private static void checkPort(String authority) throws SQLException {
    Matcher port = PORT.matcher(authority);
    if (port.matches()
        && (port.group(1).length() > 5
            || Integer.parseInt(port.group(1)) < 1
            || Integer.parseInt(port.group(1)) > LAST_PORT)) {
      throw SqlErrors.cannotConnect("The port " + port.group(1) + " is not between 1 and 65535.");
    }
  }

  /**
   * The authority with an address in place of a host name with an underscore, which the HTTP client
   * does not accept. TLS needs the name, and no certificate can have such a name.
   */
  private static String addressed(String authority, boolean tls)
      throws SQLException, UnknownHostException {
    Matcher name = UNDERSCORED.matcher(authority);
    if (!name.matches()) {
      return authority;
    }
    if (tls) {
      throw SqlErrors.cannotConnect(
          "The host name "
              + name.group(1)
              + " has an underscore, which TLS does not allow. Hint: give the server another name.");
    }
    InetAddress address = InetAddress.getByName(name.group(1));
    String host = address.getHostAddress();
    String port = name.group(2) == null ? "" : name.group(2);
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + port;
  }

  private static void requirePrivacy(List<URI> endpoints, Properties all) throws SQLException {
    boolean secret =
        SECRET.stream().anyMatch(name -> !all.getProperty(name, "").isEmpty())
            && !Boolean.parseBoolean(all.getProperty("allowPlaintext"));
    for (URI endpoint : endpoints) {
      if (secret && endpoint.getScheme().equals("http") && !isThisMachine(endpoint.getHost())) {
        throw SqlErrors.cannotConnect(
            "The password would be sent to "
                + endpoint.getAuthority()
                + " unencrypted. Hint: add ssl=true, or allowPlaintext=true if the connection"
                + " is protected otherwise.");
      }
    }
  }

  /** Within one machine there is nothing to gain. */
  private static boolean compress(List<URI> endpoints, Properties all) {
    String wanted = all.getProperty("compress", "");
    return wanted.isEmpty()
        ? endpoints.stream().anyMatch(endpoint -> !isThisMachine(endpoint.getHost()))
        : Boolean.parseBoolean(wanted);
  }

  /** By the name only; the address of a name can change. */
  private static boolean isThisMachine(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static String authorization(Properties all, String defaultUser) throws SQLException {
    // Files and environments often add the end of a line.
    String token = all.getProperty("accessToken", "").strip();
    if (!token.isEmpty()) {
      if (!TOKEN.matcher(token).matches()) {
        throw SqlErrors.cannotConnect(
            "The accessToken has characters that no access token has. Hint: give the token alone,"
                + " in one line.");
      }
      return "Bearer " + token;
    }
    String user = all.getProperty("user", "");
    String pair = (user.isBlank() ? defaultUser : user) + ":" + all.getProperty("password", "");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static Properties query(String text) throws SQLException {
    Properties properties = new Properties();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = equals < 0 ? pair : pair.substring(0, equals);
        if (!NAMES.contains(name)) {
          throw unknown(name, properties);
        }
        properties.setProperty(name, equals < 0 ? "true" : decode(pair.substring(equals + 1)));
      }
    }
    return properties;
  }

  /** What follows a password can be a part of it, so it is not shown. */
  private static SQLException unknown(String name, Properties before) {
    return SqlErrors.invalidArgument(
        SECRET.stream().anyMatch(before::containsKey)
            ? "The URL has an unknown connection property after the password or token. Hint: write"
                + " & in a value as %26."
            : "There is no connection property '" + name + "'.");
  }

  private static String withoutSecrets(String query) {
    String kept =
        Stream.of(query.split("&", -1))
            .filter(pair -> SECRET.stream().noneMatch(name -> pair.startsWith(name + "=")))
            .collect(Collectors.joining("&"));
    return kept.isEmpty() ? "" : "?" + kept;
  }

  /** Null if the URL has no such part, or an empty one. */
  private static @Nullable String part(List<String> parts, int index) {
    return parts.size() > index && !parts.get(index).isEmpty() ? parts.get(index) : null;
  }

  private static String decode(String text) throws SQLException {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static SQLException malformed() {
    return SqlErrors.cannotConnect(
        "The URL of a server is jdbc:vitrine://HOST[:PORT][,…][/CATALOG[/SCHEMA]][?NAME=VALUE&…].");
  }

  /** Hosts and ports, for messages. */
  public String places() {
    return endpoints.stream().map(URI::getAuthority).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return shown;
  }
}

package dev.vitrine.share;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS sockets that check each address at the moment they connect to it. A host name is not
 * resolved a second time, so a name that resolves to another address later does not pass the check.
 */
final class CheckedSockets extends SSLSocketFactory {
  private final AddressRules rules;
  private final String checkedHost;
  private final SSLSocketFactory tls;
  private final RequestLimit limit;

  CheckedSockets(AddressRules rules, String host, SSLSocketFactory tls, RequestLimit limit) {
    this.rules = rules;
    this.checkedHost = host;
    this.tls = tls;
    this.limit = limit;
  }

  private final class CheckedSocket extends Socket {
    CheckedSocket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      InetAddress address = ((InetSocketAddress) endpoint).getAddress();
      if (address == null) {
        throw new UnknownHostException(checkedHost);
      }
      rules.require(checkedHost, address);
      super.connect(endpoint, timeout);
    }
  }

  /** The connection: the HTTP client of the JDK connects it, and then adds TLS to it. */
  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new CheckedSocket();
    limit.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(connected, host, port, autoClose);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw unchecked();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unchecked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw unchecked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unchecked();
  }

  private static IOException unchecked() {
    return new IOException("a connection without a check of its address is not possible");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}

package dev.vitrine.server.front;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response, which must keep a minimum data rate while the server waits for the
 * client. Time in which the client waits for the server does not count.
 */
final class PacedExchange implements TrafficWatch.Watched {
  private final TrafficLimits limits;

  /** These three are asked for here, since a request that is complete has none of them any more. */
  private final HttpChannel channel;

  private final Executor threads;
  private final EndPoint endPoint;
  private final Body request;
  private final Answer response;

  PacedExchange(Request request, Response response, TrafficLimits limits) {
    this.limits = limits;
    this.channel = HttpChannel.from(request);
    this.threads = request.getComponents().getExecutor();
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    this.request = new Body(request);
    this.response = new Answer(this.request, response);
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  @Override
  public void check(long now) {
    request.pace.check(now);
    response.pace.check(now);
  }

  /** The state of one direction; guarded by this. */
  private abstract class Pace {
    private long bytes;
    private long waited;
    private long since;
    private boolean waiting;

    /** The server begins to wait for the client. */
    synchronized void await(long expected) {
      bytes += expected;
      since = System.nanoTime();
      waiting = true;
    }

    /** The awaited action of the client has happened. */
    synchronized void go() {
      if (waiting) {
        waited += System.nanoTime() - since;
        waiting = false;
      }
    }

    synchronized void moved(long more) {
      bytes += more;
    }

    void check(long now) {
      synchronized (this) {
        long current = now - since;
        if (!waiting
            || current <= 0
            || !limits.isTooSlow(bytes, waited + current, stalled(current))) {
          return;
        }
        waiting = false;
      }
      end();
    }

    /** Duration of the current wait without progress. */
    abstract long stalled(long current);

    abstract void end();
  }

  /** The request, whose body fails when it arrives too slowly. */
  private final class Body extends Request.Wrapper {
    private volatile Content.@Nullable Chunk failure;

    private final Pace pace =
        new Pace() {
          @Override
          long stalled(long current) {
            return current;
          }

          @Override
          void end() {
            failure = Content.Chunk.from(new TooSlowException(), true);
            // Wakes the reader that waits for the next bytes; the response can still be sent.
            Runnable wake = channel.onIdleTimeout(new TimeoutException("too slow")).action();
            if (wake != null) {
              threads.execute(wake);
            }
          }
        };

    private Body(Request wrapped) {
      super(wrapped);
    }

    @Override
    public Content.Chunk read() {
      if (failure != null) {
        return failure;
      }
      Content.Chunk chunk = super.read();
      if (chunk != null) {
        pace.moved(chunk.remaining());
      }
      return chunk;
    }

    @Override
    public void demand(Runnable available) {
      if (failure != null) {
        threads.execute(available);
        return;
      }
      pace.await(0);
      super.demand(
          () -> {
            pace.go();
            available.run();
          });
    }
  }

  /** The response, whose connection is closed when it is read too slowly. */
  private final class Answer extends Response.Wrapper {
    private final Pace pace =
        new Pace() {
          /** Progress within one write is not observable; the average rate bounds it. */
          @Override
          long stalled(long current) {
            return 0;
          }

          @Override
          void end() {
            endPoint.close(new TimeoutException("The response is read too slowly"));
          }
        };

    private Answer(Request request, Response wrapped) {
      super(request, wrapped);
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
      pace.await(bytes == null ? 0 : bytes.remaining());
      super.write(
          last,
          bytes,
          new Callback.Nested(callback) {
            @Override
            public void succeeded() {
              pace.go();
              super.succeeded();
            }

            @Override
            public void failed(Throwable cause) {
              pace.go();
              super.failed(cause);
            }
          });
    }
  }
}

package dev.vitrine.server.front;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads bodies without a thread, and hands a request on once its body is there. Files are not
 * buffered: their requests are handed on at once. All must keep the minimum data rate.
 */
public final class BodyGate extends Handler.Wrapper {
  /** Maximum bytes of JSON. */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * Maximum bytes of a message; one more byte is passed on, so that the route can refuse it in its
   * own protocol.
   */
  private static final int MOST_OF_MESSAGE = (8 << 20) + 1;

  private final TrafficLimits limits;
  private final TrafficWatch watch;
  private final Callers callers;
  private final BufferBudget budget;

  /** Reads bodies within these limits. */
  public BodyGate(TrafficLimits limits, TrafficWatch watch, Callers callers) {
    this.limits = limits;
    this.watch = watch;
    this.callers = callers;
    this.budget = new BufferBudget(limits.bufferedBytes());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    PacedExchange exchange = new PacedExchange(request, response, limits);
    watch.add(exchange);
    Callback done = Callback.from(callback, () -> watch.remove(exchange));
    RequestKind kind = RequestKind.of(request);
    if (kind.isTransfer() || !hasBody(request)) {
      return super.handle(exchange.request(), exchange.response(), done);
    }
    if (kind != RequestKind.MESSAGE && request.getLength() > MOST_BYTES) {
      Refusal.BODY_TOO_LARGE.send(request, exchange.response(), done);
      return true;
    }
    int most = kind == RequestKind.MESSAGE ? MOST_OF_MESSAGE : MOST_BYTES;
    new Arrival(exchange, done, callers.of(request), most).run();
    return true;
  }

  static boolean hasBody(Request request) {
    return request.getLength() > 0
        || (request.getLength() < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }

  private void handOn(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        throw new IllegalStateException("a request has no handler");
      }
    } catch (Exception failure) {
      Response.writeError(request, response, callback, failure);
    }
  }

  /** A body that is arriving. One thread at a time runs it. */
  private final class Arrival implements Runnable {
    private final PacedExchange exchange;
    private final Callback callback;
    private final String caller;
    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long taken;

    private Arrival(PacedExchange exchange, Callback callback, String caller, int most) {
      this.exchange = exchange;
      this.callback = Callback.from(callback, this::giveBack);
      this.caller = caller;
      this.most = most;
    }

    private void giveBack() {
      budget.give(caller, taken);
    }

    @Override
    public void run() {
      Request request = exchange.request();
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          fail(request, chunk.getFailure());
          return;
        }
        boolean last = chunk.isLast();
        try {
          if (!keep(chunk)) {
            return;
          }
        } finally {
          chunk.release();
        }
        if (last || bytes.size() == MOST_OF_MESSAGE) {
          arrived(request);
          return;
        }
      }
    }

    /** Whether the body may be received. */
    private boolean keep(Content.Chunk chunk) {
      int size = chunk.remaining();
      switch (budget.take(caller, size)) {
        case YES -> taken += size;
        case CALLER_HAS_ENOUGH -> {
          refuse(Refusal.BUFFERS_OF_CALLER_FULL);
          return false;
        }
        case ALL_GONE -> {
          refuse(Refusal.BUFFERS_FULL);
          return false;
        }
      }
      byte[] more = new byte[size];
      chunk.getByteBuffer().get(more);
      int kept = most == MOST_OF_MESSAGE ? Math.min(size, most - bytes.size()) : size;
      bytes.write(more, 0, kept);
      if (bytes.size() > most) {
        refuse(Refusal.BODY_TOO_LARGE);
        return false;
      }
      return true;
    }

    private void arrived(Request request) {
      handOn(
          new Arrived(request, ByteBuffer.wrap(bytes.toByteArray())),
          exchange.response(),
          callback);
    }

    private void fail(Request request, Throwable failure) {
      if (failure instanceof TooSlowException) {
        refuse(Refusal.TOO_SLOW);
      } else {
        Response.writeError(request, exchange.response(), callback, failure);
      }
    }

    private void refuse(Refusal refusal) {
      refusal.send(exchange.request(), exchange.response(), callback);
    }
  }

  /** A request whose body is in memory. */
  private static final class Arrived extends Request.Wrapper {
    private final Content.Source body;

    private Arrived(Request wrapped, ByteBuffer bytes) {
      super(wrapped);
      this.body = Content.Source.from(bytes);
    }

    @Override
    public Content.Chunk read() {
      return body.read();
    }

    @Override
    public void demand(Runnable available) {
      body.demand(available);
    }

    @Override
    public void fail(Throwable failure) {
      body.fail(failure);
    }
  }
}

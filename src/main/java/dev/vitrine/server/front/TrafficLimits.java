package dev.vitrine.server.front;

import java.time.Duration;

/**
 * Bounds on connections and requests. A caller is a user name, a token or, without credentials, a
 * source address.
 *
 * @param connections open TCP connections; when there are more, the one that has been idle longest
 *     is closed, and if none is idle, the new one gets 503
 * @param connectionsOfSource the same per source address, except trusted proxies; a further one
 *     gets 429
 * @param headers how long a request's headers may take to arrive, 408; and twice as long, how long
 *     a connection may stay open without a first request
 * @param grace how long a body or a response may take regardless of its size
 * @param stall how long a body or a response may make no progress
 * @param bytesPerSecond minimum average rate of bodies and responses after the grace time; slower
 *     bodies get 408, connections of slower readers are closed
 * @param requests concurrent requests; further ones wait
 * @param requestsOfCaller the same per caller
 * @param transfers concurrent uploads and downloads of files; further ones wait
 * @param transfersOfCaller the same per caller
 * @param turn how long a request waits for its turn before it gets 503
 * @param bufferedBytes bytes of bodies and responses in memory for slow clients; a further body
 *     gets 503. One caller may have half of it.
 */
public record TrafficLimits(
    int connections,
    int connectionsOfSource,
    Duration headers,
    Duration grace,
    Duration stall,
    int bytesPerSecond,
    int requests,
    int requestsOfCaller,
    int transfers,
    int transfersOfCaller,
    Duration turn,
    long bufferedBytes) {
  /** Maximum bytes of buffered bodies and responses. */
  private static final long MOST_BUFFERED = 256L << 20;

  /** Buffered bodies and responses use at most this fraction of the heap (1/8). */
  private static final int PART_OF_HEAP = 8;

  /** The limits of a server without options. */
  public static final TrafficLimits DEFAULT =
      new TrafficLimits(
          4_096,
          1_024,
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          1_024,
          192,
          64,
          64,
          16,
          Duration.ofSeconds(30),
          Math.min(MOST_BUFFERED, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));

  /** The same limits with other numbers of connections. */
  public TrafficLimits withConnections(int all, int ofSource) {
    return new TrafficLimits(
        all,
        ofSource,
        headers,
        grace,
        stall,
        bytesPerSecond,
        requests,
        requestsOfCaller,
        transfers,
        transfersOfCaller,
        turn,
        bufferedBytes);
  }

  /** The same limits with other times and another rate. */
  public TrafficLimits withPace(
      Duration ofHeaders, Duration otherGrace, Duration otherStall, int otherBytesPerSecond) {
    return new TrafficLimits(
        connections,
        connectionsOfSource,
        ofHeaders,
        otherGrace,
        otherStall,
        otherBytesPerSecond,
        requests,
        requestsOfCaller,
        transfers,
        transfersOfCaller,
        turn,
        bufferedBytes);
  }

  /** The same limits with other numbers of requests and transfers. */
  public TrafficLimits withRequests(int all, int ofCaller, int files, int filesOfCaller) {
    return new TrafficLimits(
        connections,
        connectionsOfSource,
        headers,
        grace,
        stall,
        bytesPerSecond,
        all,
        ofCaller,
        files,
        filesOfCaller,
        turn,
        bufferedBytes);
  }

  /** The same limits with another time to wait. */
  public TrafficLimits withTurn(Duration other) {
    return new TrafficLimits(
        connections,
        connectionsOfSource,
        headers,
        grace,
        stall,
        bytesPerSecond,
        requests,
        requestsOfCaller,
        transfers,
        transfersOfCaller,
        other,
        bufferedBytes);
  }

  /** The same limits with another number of bytes in memory. */
  public TrafficLimits withBufferedBytes(long bytes) {
    return new TrafficLimits(
        connections,
        connectionsOfSource,
        headers,
        grace,
        stall,
        bytesPerSecond,
        requests,
        requestsOfCaller,
        transfers,
        transfersOfCaller,
        turn,
        bytes);
  }

  /** Whether so many bytes took too long, none of them for the last while. */
  boolean isTooSlow(long bytes, long nanos, long nanosWithoutProgress) {
    long allowed = grace.toNanos() + (long) (bytes * 1e9 / bytesPerSecond);
    return nanos > allowed || nanosWithoutProgress > stall.toNanos();
  }
}

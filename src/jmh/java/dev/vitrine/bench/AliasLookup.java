package dev.vitrine.bench;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Resolving an alias over and over, in a JVM that does nothing else. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 3, time = 1)
public class AliasLookup {
  /** The system property that names the database. */
  static final String URL = "vitrine.bench.url";

  /** Who asks. */
  @Param public Reader reader;

  private Sides sides;
  private Sides.Asked asked;

  /** Connects both sides. */
  @Setup(Level.Trial)
  public void open() throws SQLException {
    sides = Sides.open(System.getProperty(URL), reader);
    asked = sides.ask(ListQuestions.RESOLVE_ALIAS);
    asked.requireEqual();
  }

  /** Closes both sides. */
  @TearDown(Level.Trial)
  public void close() throws SQLException {
    asked.close();
    sides.close();
  }

  /** Hand-written SQL through pgjdbc. */
  @Benchmark
  public int byHand() throws SQLException {
    return asked.handWritten();
  }

  /** Vitrine, prepared. */
  @Benchmark
  public int prepared() throws SQLException {
    return asked.prepared();
  }
}

package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Nothing about terms recurses: all of it works at the depth limit on a thread with a small stack.
class DeepTermsTest {
  private static final long STACK_BYTES = 256 * 1024;

  @Test
  void everyOperationWorksAtTheDepthLimit() throws InterruptedException {
    onASmallStack(() -> exercise(TermLimits.MAX_DEPTH));
  }

  @Test
  void everyOperationWorksOnAVirtualThread() throws InterruptedException {
    Failures failures = new Failures();
    Thread thread =
        Thread.ofVirtual().uncaughtExceptionHandler(failures).start(() -> exercise(100_000));
    thread.join();
    failures.rethrow();
  }

  private static void exercise(int levels) {
    Term deep = nested(levels, "core");
    byte[] bytes = Etf.encode(deep);
    Term read = ((Decoded.Ok) Etf.decode(bytes)).term();
    assertThat(read.equals(deep)).isTrue();
    assertThat(read.hashCode()).isEqualTo(deep.hashCode());
    assertThat(TermOrder.BY_VALUE.compare(read, deep)).isZero();
    assertThat(TermOrder.MAP_KEYS.compare(read, deep)).isZero();
    assertThat(Arrays.equals(Etf.encode(read), bytes)).isTrue();
    assertThat(read.toString()).hasSize(TermLimits.MAX_PRINTED_CHARACTERS + 3).endsWith("...");

    Term other = nested(levels, "cord");
    assertThat(read.equals(other)).isFalse();
    assertThat(TermOrder.BY_VALUE.compare(read, other)).isPositive();
  }

  /// Every kind of compound inside every other, at its beginning or at its end.
  private static Term nested(int levels, String core) {
    Term term = Atom.of(core);
    for (int i = 0; i < levels; i++) {
      term =
          switch (i % 6) {
            case 0 -> Tuple.of(term);
            case 1 -> ListTerm.of(term, Int.of(1));
            case 2 -> MapTerm.of(term, Int.of(1));
            case 3 -> Tuple.of(term, Int.of(1));
            case 4 -> MapTerm.of(Int.of(1), term);
            default -> ListTerm.improper(List.of(Int.of(1), term), Int.of(1));
          };
    }
    return term;
  }

  @Test
  void oneLevelMoreIsMalformed() {
    TermWriter out = new TermWriter();
    out.putVersion();
    for (int i = 0; i <= TermLimits.MAX_DEPTH; i++) {
      out.putTuple(1);
    }
    out.putNil();
    assertThat(Etf.decode(out.toBytes()))
        .isEqualTo(
            new Malformed("terms nested deeper than 1048576 levels", 1 + 2 * TermLimits.MAX_DEPTH));
  }

  @Test
  void aTermThatNobodyWouldReadIsNotWritten() {
    Term deep = nested(TermLimits.MAX_DEPTH + 1, "core");
    assertThatThrownBy(() -> Etf.encode(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a term nested deeper than 1048576 levels");
  }

  @Test
  void aListOfTailsIsOneListHoweverLong() {
    int elements = 1_000_000;
    TermWriter out = new TermWriter();
    out.putVersion();
    List<Term> expected = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      out.putList(1);
      out.putInteger(i);
      expected.add(Int.of(i));
    }
    out.putNil();
    assertThat(Etf.decode(out.toBytes()))
        .isEqualTo(new Decoded.Ok(ListTerm.of(expected), out.size()));
  }

  @Test
  void randomDeepTermsComeBackEqual() throws InterruptedException {
    onASmallStack(() -> {
      for (int seed = 0; seed < 20; seed++) {
        Term deep = new RandomTerms(new SplittableRandom(seed)).deep(10_000);
        byte[] bytes = Etf.encode(deep);
        assertThat(Etf.decode(bytes).equals(new Decoded.Ok(deep, bytes.length)))
            .as("seed %d", seed)
            .isTrue();
      }
    });
  }

  private static void onASmallStack(Runnable work) throws InterruptedException {
    Failures failures = new Failures();
    Thread thread = new Thread(null, work, "small stack", STACK_BYTES);
    thread.setUncaughtExceptionHandler(failures);
    thread.start();
    thread.join();
    failures.rethrow();
  }

  private static final class Failures implements Thread.UncaughtExceptionHandler {
    private volatile Throwable failure;

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
      failure = e;
    }

    void rethrow() {
      if (failure != null) {
        throw new AssertionError("on " + STACK_BYTES + " bytes of stack", failure);
      }
    }
  }
}

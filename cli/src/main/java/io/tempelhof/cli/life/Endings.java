package io.tempelhof.cli.life;

import io.tempelhof.cli.console.Terminal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jline.utils.Signals;

/// How SIGTERM and Ctrl-C end a program: the first of them in good order, which takes some seconds,
/// a second one at once.
public final class Endings {
  private static final int SIGNALLED = 128;
  private static final int INT = 2;
  private static final int TERM = 15;

  private final IntConsumer inOrder;
  private final IntConsumer atOnce;
  private final AtomicBoolean ending = new AtomicBoolean();

  /// @param inOrder ends the program with that exit code, and what it has to do before that
  /// @param atOnce ends it with that exit code
  Endings(IntConsumer inOrder, IntConsumer atOnce) {
    this.inOrder = inOrder;
    this.atOnce = atOnce;
  }

  /// From now on signals end this program so. Ctrl-C is left alone where nobody is at a terminal:
  /// it may be ignored on purpose.
  public static void install() {
    Endings endings = new Endings(System::exit, Runtime.getRuntime()::halt);
    Signals.register("TERM", () -> endings.signalled(TERM));
    if (Terminal.isThere()) {
      Signals.register("INT", () -> endings.signalled(INT));
    }
  }

  /// A signal has come.
  void signalled(int signal) {
    IntConsumer how = ending.compareAndSet(false, true) ? inOrder : atOnce;
    how.accept(SIGNALLED + signal);
  }
}

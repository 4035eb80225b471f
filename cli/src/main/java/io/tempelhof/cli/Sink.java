package io.tempelhof.cli;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Self;
import org.jspecify.annotations.Nullable;

/// Counts. {@code {start, Pid, Ref, N}} makes it count the next N messages of any kind and then
/// send {@code {Ref, done}} to {@code Pid}. A {@code gen_server} call {@code count}, itself never
/// counted, answers how many messages it ever counted. Messages that come while nothing is to be
/// counted are ignored.
final class Sink implements Body {
  static final String NAME = "sink";

  private static final Atom START = Atom.of("start");
  private static final Atom DONE = Atom.of("done");
  private static final Atom COUNT = Atom.of("count");

  private long counted;
  private @Nullable Order order;

  /// What is being counted for whom.
  private record Order(Pid to, Ref ref, long until) {}

  @Override
  public void run(Self self) {
    while (true) {
      Term message = self.receive();
      if (GenMessage.of(message) instanceof GenMessage.Call(From from, Object request)
          && request.equals(COUNT)) {
        from.reply(self, Int.of(counted));
      } else if (order != null) {
        counted++;
        finish(self, order);
      } else if (message instanceof Tuple start && start.is(START, 4)) {
        begin(self, start);
      }
    }
  }

  private void begin(Self self, Tuple start) {
    if (start.at(1) instanceof Pid to
        && start.at(2) instanceof Ref ref
        && start.at(3) instanceof Int(long messages)
        && messages >= 0) {
      order = new Order(to, ref, counted + messages);
      finish(self, order);
    }
  }

  private void finish(Self self, Order current) {
    if (counted == current.until()) {
      order = null;
      self.send(current.to(), Tuple.of(current.ref(), DONE));
    }
  }
}

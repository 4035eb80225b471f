package io.tempelhof.cli;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Self;

/// Says back what it is told: for every {@code {From, Term}} it sends {@code {EchoPid, Term}} to
/// the pid {@code From}, and it answers every {@code gen_server} call with the request itself.
/// Anything else is ignored.
public final class Echo implements Body {
  /// Under which it is registered.
  public static final String NAME = "echo";

  @Override
  public void run(Self self) {
    while (true) {
      Term message = self.receive();
      if (GenMessage.of(message) instanceof GenMessage.Call(From from, Object request)) {
        from.reply(self, request);
      } else if (message instanceof Tuple said
          && said.arity() == 2
          && said.at(0) instanceof Pid from) {
        self.send(from, Tuple.of(self.pid(), said.at(1)));
      }
    }
  }
}

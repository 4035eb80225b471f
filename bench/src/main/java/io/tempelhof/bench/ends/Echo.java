package io.tempelhof.bench.ends;

import io.tempelhof.runtime.From;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.Server;

/// A server that answers with what it is given.
public final class Echo implements Server<Echo.Say> {
  /// What it is given.
  public record Say(long number) implements Call<Long> {}

  @Override
  public Object handleCall(Say say, From from) {
    return say.number();
  }
}

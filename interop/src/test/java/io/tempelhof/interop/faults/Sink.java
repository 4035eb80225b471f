package io.tempelhof.interop.faults;

import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Self;
import java.util.HashMap;
import java.util.Map;

/// Hears {@link Talker}s, and counts what was not the next word of the one who spoke.
final class Sink implements Body {
  static final String NAME = "sink";

  private final Map<String, Long> due = new HashMap<>();
  private volatile long received;
  private volatile long disorder;

  @Override
  public void run(Self self) {
    long heard = 0;
    long wrong = 0;
    while (true) {
      Talker.Word word = self.receive(Talker.Word.class);
      wrong += word.number() == due.getOrDefault(word.by(), 0L) ? 0 : 1;
      due.put(word.by(), word.number() + 1);
      disorder = wrong;
      received = ++heard;
    }
  }

  /// For any thread, as is {@link #disorder}.
  long received() {
    return received;
  }

  long disorder() {
    return disorder;
  }
}

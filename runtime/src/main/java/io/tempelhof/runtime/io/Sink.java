package io.tempelhof.runtime.io;

import io.tempelhof.core.term.Pid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the text goes that processes print to a node's {@link User}. Called by one thread at a
/// time, or by several at once for formatted text of other nodes; whoever prints waits for it.
@FunctionalInterface
public interface Sink {
  /// @param from the process that prints, here or elsewhere
  /// @param text one or many lines, or a part of one
  void write(Pid from, String text);

  /// The log, a line for each line.
  Sink LOG =
      new Sink() {
        private static final Logger LOGGER = LoggerFactory.getLogger(User.class);

        @Override
        public void write(Pid from, String text) {
          text.lines().forEach(line -> LOGGER.info("{}: {}", from, line));
        }
      };
}

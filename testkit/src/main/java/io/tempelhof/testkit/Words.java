package io.tempelhof.testkit;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Processes;
import java.util.List;
import java.util.Optional;

/// How failures say things.
final class Words {
  private static final int LENGTH_MAX = 300;
  private static final int MESSAGES_MAX = 20;

  private Words() {}

  /// A process and what it is doing.
  static String process(Processes processes, Pid pid) {
    Optional<ProcessInfo> info = processes.info(pid);
    if (info.isEmpty()) {
      return pid + " on " + processes.node() + ", which has just ended";
    }
    String name = info.get().name() == null ? "" : " \"" + info.get().name() + "\"";
    return pid
        + name
        + " on "
        + processes.node()
        + " is "
        + info.get().state()
        + ", with "
        + info.get().mailbox()
        + " messages in its mailbox";
  }

  /// One message, cut to a length.
  static String message(Term message) {
    String text = message.toString();
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "...";
  }

  /// Some messages, one a line.
  static void messages(StringBuilder text, String title, List<Term> messages) {
    if (messages.isEmpty()) {
      text.append("\n  ").append(title).append(": nothing");
      return;
    }
    text.append("\n  ").append(title).append(':');
    messages.stream()
        .limit(MESSAGES_MAX)
        .forEach(message -> text.append("\n    ").append(message(message)));
    if (messages.size() > MESSAGES_MAX) {
      text.append("\n    ... and ").append(messages.size() - MESSAGES_MAX).append(" more");
    }
  }
}

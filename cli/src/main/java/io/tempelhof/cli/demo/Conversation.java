package io.tempelhof.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a caller asks one worker, and whether the answers are right. It begins anew, under the next
/// number, whenever the worker is reported gone: what is open then may be lost, and that is known.
final class Conversation {
  private final int node;
  private final Deque<Open> open = new ArrayDeque<>();
  private long number = 1;
  private long asked;
  private long forgotten;

  /// An ask that waits for its answer.
  private record Open(long sequence, long expected, long since) {}

  /// @param node the worker's
  Conversation(int node) {
    this.node = node;
  }

  int node() {
    return node;
  }

  /// How many asks wait for their answers.
  int waiting() {
    return open.size();
  }

  boolean isCalm() {
    return open.isEmpty();
  }

  /// When the ask that has waited longest was made; {@code Long.MAX_VALUE} if none waits.
  long waitingSince() {
    return open.isEmpty() ? Long.MAX_VALUE : open.getFirst().since();
  }

  /// Asks one more question.
  Talker.Action.Say ask(long question, long now) {
    asked++;
    open.addLast(new Open(asked, Speech.answer(node, asked, question), now));
    return new Talker.Action.Say(node, number, asked, question);
  }

  /// What an answer adds to the count of right and wrong.
  TalkCount judge(Speech.Answer answer) {
    long sequence = answer.sequence();
    if (answer.conversation() < number) {
      return TalkCount.NONE;
    }
    if (answer.conversation() > number || sequence > asked) {
      return TalkCount.WRONG;
    }
    if (sequence < firstOpen()) {
      return sequence > forgotten ? TalkCount.DISORDER : TalkCount.NONE;
    }
    long missing = 0;
    while (firstOpen() < sequence) {
      open.removeFirst();
      missing++;
    }
    boolean right = open.removeFirst().expected() == answer.answer();
    return TalkCount.missing(missing).plus(right ? TalkCount.RIGHT : TalkCount.WRONG);
  }

  private long firstOpen() {
    return open.isEmpty() ? Long.MAX_VALUE : open.getFirst().sequence();
  }

  /// Waits no longer for what is open: late answers to it are no disorder.
  ///
  /// @return how many asks that were
  int giveUp() {
    int given = open.size();
    open.clear();
    forgotten = asked;
    return given;
  }

  /// The worker is reported gone.
  void beginAnew() {
    open.clear();
    number++;
    asked = 0;
    forgotten = 0;
  }
}

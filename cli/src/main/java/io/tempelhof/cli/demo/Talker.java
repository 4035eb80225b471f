package io.tempelhof.cli.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Decides whom a caller calls and when, and judges the answers. Pure: time and chance are passed
/// in.
///
/// Partners are taken up one at a time, asked in turn in small bursts (a burst of two can be
/// reordered, a single ask cannot), and while {@link Tuning#swapping} one of them is exchanged now
/// and then. A caller never waits: an ask that stays without an answer is given up after {@link
/// #ANSWER_WITHIN}.
final class Talker {

  /// What the caller is to do.
  sealed interface Action {
    /// The partner: to be watched from now on, no longer, or asked.
    int node();

    record Adopt(int node) implements Action {}

    record Release(int node) implements Action {}

    record Say(int node, long conversation, long sequence, long question) implements Action {}
  }

  /// How much is to be said.
  record Tuning(int partners, double asksPerSecond, boolean swapping) {
    static final Tuning SILENT = new Tuning(0, 0, false);
  }

  /// An ask without an answer for so long counts as unanswered.
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private static final int BURST = 2;

  private final int self;
  private final int nodes;
  private final long adoptEvery;
  private final long swapEvery;
  private final RandomGenerator random;
  private final Map<Integer, Conversation> conversations = new HashMap<>();
  private final List<Conversation> partners = new ArrayList<>();

  private Tuning tuning = Tuning.SILENT;
  private int turn;
  private long nextBurst;
  private long nextAdopt;
  private long nextSwap;
  private TalkCount count = TalkCount.NONE;

  /// @param self the own number, 1 to {@code nodes}
  Talker(int self, DemoPlan plan, RandomGenerator random) {
    this.self = self;
    this.nodes = plan.nodes();
    this.adoptEvery = plan.adoptEvery().toNanos();
    this.swapEvery = plan.swapEvery().toNanos();
    this.random = random;
  }

  /// What has been asked of one node since it was last reported gone.
  private static final class Conversation {
    final int node;
    final Deque<Open> open = new ArrayDeque<>();
    long number = 1;
    long asked;
    long forgotten;

    Conversation(int node) {
      this.node = node;
    }

    /// What is still open will not be waited for; late answers are no disorder.
    int forget() {
      int given = open.size();
      open.clear();
      forgotten = asked;
      return given;
    }

    /// What is still open may be lost, and that is known.
    void begin() {
      open.clear();
      number++;
      asked = 0;
      forgotten = 0;
    }
  }

  /// An ask that waits for its answer.
  private record Open(long sequence, long expected, long since) {}

  void tune(Tuning wanted, long now) {
    tuning = wanted;
    nextBurst = now + jitter(burstEvery());
    nextAdopt = now + jitter(adoptEvery);
    nextSwap = now + jitter(swapEvery);
  }

  /// What is due now.
  void step(long now, Consumer<Action> out) {
    giveUpTheUnanswered(now, out);
    if (partners.size() > tuning.partners()) {
      releaseQuietOnes(out);
    }
    if (partners.size() < wantedPartners() && now >= nextAdopt) {
      adopt(out);
      nextAdopt = now + adoptEvery;
    } else if (swaps() && now >= nextSwap) {
      swap(out);
      nextSwap = now + swapEvery;
    }
    if (speaks() && now >= nextBurst) {
      sayBurst(now, out);
      nextBurst = Math.max(nextBurst + burstEvery(), now);
    }
  }

  /// When {@link #step} has something to do next; {@code Long.MAX_VALUE} for never.
  long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (Conversation partner : partners) {
      if (!partner.open.isEmpty()) {
        next = Math.min(next, partner.open.getFirst().since() + ANSWER_WITHIN.toNanos());
      }
    }
    next = partners.size() < wantedPartners() ? Math.min(next, nextAdopt) : next;
    next = swaps() ? Math.min(next, nextSwap) : next;
    return speaks() ? Math.min(next, nextBurst) : next;
  }

  /// An answer has come.
  void answered(Speech.Answer answer) {
    long wrong = 0;
    long disorder = 0;
    long missing = 0;
    long right = 0;
    Conversation with = conversations.get(answer.worker());
    if (with == null
        || answer.conversation() > with.number
        || (answer.conversation() == with.number && answer.sequence() > with.asked)) {
      wrong = 1;
    } else if (answer.conversation() < with.number) {
      // Late, and counted out when the partner was reported gone.
    } else if (with.open.isEmpty() || answer.sequence() < with.open.getFirst().sequence()) {
      disorder = answer.sequence() > with.forgotten ? 1 : 0;
    } else {
      while (with.open.getFirst().sequence() < answer.sequence()) {
        with.open.removeFirst();
        missing++;
      }
      Open asked = with.open.removeFirst();
      right = asked.expected() == answer.answer() ? 1 : 0;
      wrong = 1 - right;
    }
    count = count.plus(new TalkCount(0, 1, right, wrong, disorder, missing, 0, 0));
  }

  /// The partner is reported gone.
  void gone(int node) {
    Conversation with = conversations.get(node);
    if (with != null && partners.remove(with)) {
      with.begin();
      count = count.plus(new TalkCount(0, 0, 0, 0, 0, 0, 0, 1));
    }
  }

  /// The nodes called at present, in the order they were taken up.
  List<Integer> partners() {
    return partners.stream().map(partner -> partner.node).toList();
  }

  /// How many asks wait for their answers.
  int waiting() {
    return partners.stream().mapToInt(partner -> partner.open.size()).sum();
  }

  TalkCount count() {
    return count;
  }

  private int wantedPartners() {
    return Math.min(tuning.partners(), nodes - 1);
  }

  private boolean speaks() {
    return tuning.asksPerSecond() > 0 && !partners.isEmpty() && tuning.partners() > 0;
  }

  private boolean swaps() {
    return tuning.swapping() && !partners.isEmpty() && nodes - 1 > partners.size();
  }

  private long burstEvery() {
    return tuning.asksPerSecond() == 0
        ? 0
        : (long) (BURST * Duration.ofSeconds(1).toNanos() / tuning.asksPerSecond());
  }

  private long jitter(long upTo) {
    return upTo == 0 ? 0 : random.nextLong(upTo);
  }

  private void giveUpTheUnanswered(long now, Consumer<Action> out) {
    for (Conversation partner : List.copyOf(partners)) {
      if (!partner.open.isEmpty()
          && now - partner.open.getFirst().since() >= ANSWER_WITHIN.toNanos()) {
        int given = partner.forget();
        count = count.plus(new TalkCount(0, 0, 0, 0, 0, 0, given, 0));
        release(partner, out);
      }
    }
  }

  private void releaseQuietOnes(Consumer<Action> out) {
    for (Conversation partner : List.copyOf(partners)) {
      if (partners.size() > tuning.partners() && partner.open.isEmpty()) {
        release(partner, out);
      }
    }
  }

  private void release(Conversation partner, Consumer<Action> out) {
    partners.remove(partner);
    out.accept(new Action.Release(partner.node));
  }

  private void adopt(Consumer<Action> out) {
    List<Integer> taken = partners();
    int node;
    do {
      node = 1 + random.nextInt(nodes);
    } while (node == self || taken.contains(node));
    partners.add(conversations.computeIfAbsent(node, Conversation::new));
    out.accept(new Action.Adopt(node));
  }

  private void swap(Consumer<Action> out) {
    List<Conversation> quiet = partners.stream().filter(p -> p.open.isEmpty()).toList();
    if (!quiet.isEmpty() && partners.size() >= wantedPartners()) {
      Conversation leaving = quiet.get(random.nextInt(quiet.size()));
      adopt(out);
      release(leaving, out);
    }
  }

  private void sayBurst(long now, Consumer<Action> out) {
    turn = (turn + 1) % partners.size();
    Conversation partner = partners.get(turn);
    for (int i = 0; i < BURST; i++) {
      long sequence = ++partner.asked;
      long question = random.nextLong();
      long expected = Speech.answer(partner.node, sequence, question);
      partner.open.addLast(new Open(sequence, expected, now));
      out.accept(new Action.Say(partner.node, partner.number, sequence, question));
    }
    count = count.plus(new TalkCount(BURST, 0, 0, 0, 0, 0, 0, 0));
  }
}

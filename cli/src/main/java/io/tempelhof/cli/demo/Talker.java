package io.tempelhof.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Decides whom a caller calls and when; each {@link Conversation} judges the answers. Pure: time
/// and chance are passed in.
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
  ///
  /// @param asksPerSecond of this caller, to all its partners
  /// @param swapping exchange a partner now and then
  record Tuning(int partners, double asksPerSecond, boolean swapping) implements Caller.Heard {
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
      releaseCalmOnes(out);
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
      if (!partner.isCalm()) {
        next = Math.min(next, partner.waitingSince() + ANSWER_WITHIN.toNanos());
      }
    }
    next = partners.size() < wantedPartners() ? Math.min(next, nextAdopt) : next;
    next = swaps() ? Math.min(next, nextSwap) : next;
    return speaks() ? Math.min(next, nextBurst) : next;
  }

  /// An answer has come.
  void answered(Speech.Answer answer) {
    Conversation with = conversations.get(answer.worker());
    count = count.plus(TalkCount.received(1));
    count = count.plus(with == null ? TalkCount.WRONG : with.judge(answer));
  }

  /// The partner is reported gone.
  void gone(int node) {
    Conversation with = conversations.get(node);
    if (with != null && partners.remove(with)) {
      with.beginAnew();
      count = count.plus(TalkCount.PARTNER_LOST);
    }
  }

  /// The nodes called at present, in the order they were taken up.
  List<Integer> partners() {
    return partners.stream().map(Conversation::node).toList();
  }

  /// How many asks wait for their answers.
  int waiting() {
    return partners.stream().mapToInt(Conversation::waiting).sum();
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
      if (!partner.isCalm() && now - partner.waitingSince() >= ANSWER_WITHIN.toNanos()) {
        count = count.plus(TalkCount.unanswered(partner.giveUp()));
        release(partner, out);
      }
    }
  }

  private void releaseCalmOnes(Consumer<Action> out) {
    for (Conversation partner : List.copyOf(partners)) {
      if (partners.size() > tuning.partners() && partner.isCalm()) {
        release(partner, out);
      }
    }
  }

  private void release(Conversation partner, Consumer<Action> out) {
    partners.remove(partner);
    out.accept(new Action.Release(partner.node()));
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
    List<Conversation> calm = partners.stream().filter(Conversation::isCalm).toList();
    if (!calm.isEmpty() && partners.size() >= wantedPartners()) {
      Conversation leaving = calm.get(random.nextInt(calm.size()));
      adopt(out);
      release(leaving, out);
    }
  }

  private void sayBurst(long now, Consumer<Action> out) {
    turn = (turn + 1) % partners.size();
    Conversation partner = partners.get(turn);
    for (int i = 0; i < BURST; i++) {
      out.accept(partner.ask(random.nextLong(), now));
    }
    count = count.plus(TalkCount.sent(BURST));
  }
}

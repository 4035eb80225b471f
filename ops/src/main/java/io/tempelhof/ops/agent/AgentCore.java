package io.tempelhof.ops.agent;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.Bucket;
import io.tempelhof.ops.agent.AgentMessage.Collect;
import io.tempelhof.ops.agent.AgentMessage.Collected;
import io.tempelhof.ops.agent.AgentMessage.Reports;
import io.tempelhof.ops.agent.AgentOutput.Reported;
import io.tempelhof.ops.agent.AgentOutput.RoundOver;
import io.tempelhof.ops.agent.AgentOutput.ToAgent;
import io.tempelhof.ops.agent.AgentOutput.ToNode;
import io.tempelhof.ops.agent.Gathering.Branch;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import io.tempelhof.ops.report.Reporter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an agent decides. Steps only: no threads, no clocks; times are nanoseconds of a clock that
/// never goes back. Nothing is left to do while nobody observes.
///
/// Limits: it gathers 64 sub-trees at once, others are refused; remembers what it told 8 observers,
/// for 10 s each; a further one, or one that comes back later, is told everything again.
final class AgentCore {
  static final int GATHERINGS_MAX = 64;
  static final int OBSERVERS_MAX = 8;

  /// Reports in one message.
  static final int PART_MAX = 16;

  /// More nodes than this are not named as lost; all report everything in place of that.
  static final int LOST_MAX = 256;

  static final long ROUND_MILLIS = 1_800;

  /// The depth of a client's question: all its peers together are one bucket, with this number.
  public static final int WHOLE_CLUSTER = -1;

  private static final long MILLI = 1_000_000;

  /// So long reports wait for others to travel with.
  private static final long FLUSH_NANOS = 20 * MILLI;

  /// Who has not begun to answer by then is replaced.
  private static final long FIRST_WORD_NANOS = 400 * MILLI;

  /// So many are tried in a bucket.
  private static final int ATTEMPTS_MAX = 3;

  /// What a branch gets of the time its parent has left, so that its gaps are told in time.
  private static final double SHARE_OF_TIME = 0.85;

  /// It makes no sense to ask anybody for less time.
  private static final long BUDGET_MIN_MILLIS = 20;

  private static final long MEMORY_NANOS = 10_000 * MILLI;

  private record Memory(Reporter reporter, long until) {}

  private final Pid self;
  private final Surroundings around;
  private final Consumer<AgentOutput> outputs;
  private final Relay relay;
  private final List<Gathering> gatherings = new ArrayList<>();
  private final Map<Pid, Memory> memories = new LinkedHashMap<>();
  private long tasks;

  AgentCore(Pid self, Surroundings around, Consumer<AgentOutput> outputs) {
    this.self = self;
    this.around = around;
    this.outputs = outputs;
    this.relay = new Relay(self, around, outputs);
  }

  /// Hears something and does what follows from it.
  void step(AgentInput input, long now) {
    switch (input) {
      case AgentInput.Begin begin -> begin(begin, now);
      case AgentInput.Put put -> relay.put(put);
      case AgentInput.Heard(Collect collect) -> collect(collect, now);
      case AgentInput.Heard(Reports reports) -> reports(reports, now);
      case AgentInput.Heard(Collected collected) -> collected(collected, now);
      case AgentInput.Heard(AgentMessage.Ask ask) -> relay.ask(ask);
      case AgentInput.Heard(AgentMessage.Answer answer) -> relay.answer(answer);
      case AgentInput.Timer() -> {}
    }
    expire(now);
  }

  /// When {@link AgentInput.Timer} is due; {@link Long#MAX_VALUE} for never.
  long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (Gathering gathering : gatherings) {
      next = Math.min(next, gathering.nextDeadline());
    }
    for (Memory memory : memories.values()) {
      next = Math.min(next, memory.until());
    }
    return next;
  }

  private void begin(AgentInput.Begin begin, long now) {
    boolean many = begin.lost().size() > LOST_MAX;
    start(
        new Collect(
            AgentMessage.VERSION,
            self,
            begin.round(),
            around.look().client() ? WHOLE_CLUSTER : 0,
            ROUND_MILLIS,
            begin.connections(),
            begin.all() || many,
            many ? List.of() : begin.lost(),
            self,
            0,
            Map.of()),
        now);
  }

  private void collect(Collect asked, long now) {
    if (asked.depth() < 0 || asked.depth() > NodeId.BITS || asked.lost().size() > LOST_MAX) {
      return;
    }
    if (gatherings.size() >= GATHERINGS_MAX) {
      String prefix = Prefix.of(around.look().self().id(), asked.depth());
      List<Gap> gap = List.of(new Gap(prefix, name(), Gap.REFUSED));
      var refusal = new Collected(AgentMessage.VERSION, asked.task(), gap, 0, Map.of());
      outputs.accept(new ToAgent(asked.parent(), refusal));
      return;
    }
    start(asked, now);
  }

  private String name() {
    return self.node().text();
  }

  private void start(Collect asked, long now) {
    Observation seen = around.look();
    long budget = Math.clamp(asked.budgetMillis(), 0, ROUND_MILLIS) * MILLI;
    Gathering gathering = new Gathering(asked, now + budget);
    gatherings.add(gathering);
    if (!seen.client()) {
      // At once: it is also the word that this node has begun.
      gathering.take(List.of(own(asked, seen, now)), now);
    }
    for (Bucket bucket : seen.buckets()) {
      if (bucket.bucket() >= asked.depth()) {
        branch(gathering, bucket, now);
      }
    }
  }

  private NodeReport own(Collect asked, Observation seen, long now) {
    long millis = around.clockMillis();
    if (!asked.connections()) {
      return Reporter.brief(seen, around.figures(), asked.round(), millis);
    }
    Memory known = memories.remove(asked.observer());
    Reporter reporter = known == null ? new Reporter() : known.reporter();
    if (memories.size() >= OBSERVERS_MAX) {
      memories.remove(memories.keySet().iterator().next());
    }
    memories.put(asked.observer(), new Memory(reporter, now + MEMORY_NANOS));
    boolean whole = asked.all() || asked.lost().contains(name());
    return reporter.report(seen, around.figures(), asked.round(), whole, millis);
  }

  /// Who is asked changes from round to round, so that the work does.
  private void branch(Gathering gathering, Bucket bucket, long now) {
    List<NodeName> peers = new ArrayList<>();
    bucket.peers().stream().filter(around::connected).forEach(peers::add);
    if (peers.isEmpty()) {
      if (bucket.contacts() > 0) {
        gathering.miss(new Gap(bucket.prefix(), name(), Gap.NO_PEER));
      }
      return;
    }
    Collections.rotate(peers, (int) (gathering.asked.round() % peers.size()));
    ask(
        gathering,
        new Branch(
            bucket.bucket(),
            bucket.prefix(),
            peers.subList(0, Math.min(ATTEMPTS_MAX, peers.size()))),
        now);
  }

  private void ask(Gathering gathering, Branch branch, long now) {
    long budget = (long) ((gathering.deadline - now) * SHARE_OF_TIME) / MILLI;
    NodeName delegate = budget < BUDGET_MIN_MILLIS ? null : branch.next();
    if (delegate == null) {
      gathering.miss(new Gap(branch.prefix, name(), Gap.NO_ANSWER));
      return;
    }
    Collect asked = gathering.asked;
    long task = ++tasks;
    branch.deadline = Math.min(gathering.deadline, now + FIRST_WORD_NANOS);
    gathering.open.put(task, branch);
    outputs.accept(
        new ToNode(
            delegate,
            new Collect(
                AgentMessage.VERSION,
                asked.observer(),
                asked.round(),
                branch.bucket + 1,
                budget,
                asked.connections(),
                asked.all(),
                lostBelow(asked, branch.prefix),
                self,
                task,
                Map.of())));
  }

  private List<String> lostBelow(Collect asked, String prefix) {
    String cluster = around.look().cluster();
    return asked.lost().stream().filter(name -> Prefix.matches(prefix, cluster, name)).toList();
  }

  private @Nullable Gathering gathering(long task) {
    for (Gathering gathering : gatherings) {
      if (gathering.open.containsKey(task)) {
        return gathering;
      }
    }
    return null;
  }

  private void reports(Reports said, long now) {
    Gathering gathering = gathering(said.task());
    if (gathering == null || said.reports().size() > PART_MAX) {
      return;
    }
    Branch branch = gathering.open.get(said.task());
    if (branch != null && !branch.heard) {
      branch.heard = true;
      branch.deadline = gathering.deadline;
    }
    gathering.take(said.reports(), now + FLUSH_NANOS);
  }

  private void collected(Collected said, long now) {
    Gathering gathering = gathering(said.task());
    if (gathering == null) {
      return;
    }
    Branch branch = gathering.open.remove(said.task());
    if (branch != null && !branch.heard && branch.attempts < branch.candidates.size()) {
      ask(gathering, branch, now);
    } else {
      gathering.miss(said.gaps(), said.further());
    }
  }

  private void expire(long now) {
    for (Iterator<Gathering> all = gatherings.iterator(); all.hasNext(); ) {
      Gathering gathering = all.next();
      replaceSilent(gathering, now);
      boolean over = gathering.open.isEmpty() || gathering.deadline <= now;
      while (gathering.waiting() > 0
          && (over || gathering.flushAt() <= now || gathering.waiting() >= PART_MAX)) {
        pass(gathering.asked, gathering.part(PART_MAX));
      }
      if (over) {
        all.remove();
        end(gathering);
      }
    }
    memories.values().removeIf(memory -> memory.until() <= now);
  }

  private void replaceSilent(Gathering gathering, long now) {
    List<Long> due = new ArrayList<>();
    gathering.open.forEach((task, branch) -> {
      if (branch.deadline <= now) {
        due.add(task);
      }
    });
    for (long task : due) {
      Branch silent = gathering.open.remove(task);
      if (silent != null && !silent.heard) {
        ask(gathering, silent, now);
      } else if (silent != null) {
        gathering.miss(new Gap(silent.prefix, name(), Gap.NO_ANSWER));
      }
    }
  }

  private boolean ownObserver(Collect asked) {
    return asked.task() == 0 && asked.parent().equals(self);
  }

  private void pass(Collect asked, List<NodeReport> part) {
    outputs.accept(
        ownObserver(asked)
            ? new Reported(part)
            : new ToAgent(
                asked.parent(), new Reports(AgentMessage.VERSION, asked.task(), part, Map.of())));
  }

  private void end(Gathering gathering) {
    Collect asked = gathering.asked;
    outputs.accept(
        ownObserver(asked)
            ? new RoundOver(asked.round(), gathering.gaps(), gathering.further())
            : new ToAgent(
                asked.parent(),
                new Collected(
                    AgentMessage.VERSION,
                    asked.task(),
                    gathering.gaps(),
                    gathering.further(),
                    Map.of())));
  }
}

package io.tempelhof.ops.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.ObservedNode;
import io.tempelhof.ops.report.Figures;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of a node: a process that answers questions about the node and, for whoever observes
/// from here, gathers the reports of the whole cluster. Safe for use by any thread.
public final class Agent {
  /// The name it is registered under, on every node.
  public static final String NAME = "tempelhof_ops";

  /// How often an observer's rounds begin.
  public static final Duration ROUND = Duration.ofSeconds(2);

  /// Questions of this node that wait for an answer.
  private static final int ASKED_MAX = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Atom REQUESTED = Atom.of("requested");
  private static final TermMapping<AgentMessage> MESSAGES = TermMapping.of(AgentMessage.class);
  private static final byte[] TOO_LONG =
      "{\"error\":\"the answer is too long; ask for less with limit\"}".getBytes(UTF_8);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);

  /// Who gathers the reports of the cluster. Called by the agent's process: it must not wait.
  public interface Observer {
    /// Whether the next round is wanted; if not, nothing is done until {@link Agent#observe}.
    boolean wanted();

    /// Whether reports are to name connections, and to be differences.
    boolean connections();

    /// Whether it holds nothing yet.
    boolean holdsNothing();

    /// Nodes whose last report it has not got.
    List<String> lost();

    /// Reports have come.
    void reported(List<NodeReport> reports);

    /// The round is over.
    ///
    /// @param gaps parts of the cluster that have not reported
    /// @param further how many more than those named
    void roundOver(long round, List<Gap> gaps, int further, Duration took);
  }

  /// What came of a question.
  ///
  /// @param status as of HTTP
  /// @param document JSON
  public record Answer(int status, String document) {}

  private final ObservedNode node;
  private final Queue<AgentInput> inputs = new ConcurrentLinkedQueue<>();
  private final Map<Long, CompletableFuture<Answer>> asked = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final LongAdder ignored = new LongAdder();
  private volatile @Nullable Observer observer;
  private volatile boolean idle = true;

  private Agent(ObservedNode node) {
    this.node = node;
  }

  /// Starts the agent of a node.
  ///
  /// @throws io.tempelhof.runtime.NameTakenException if it has one
  public static Agent start(ObservedNode node) {
    Agent agent = new Agent(node);
    node.processes().spawn(NAME, self -> agent.new Life(self).live());
    return agent;
  }

  /// The node it speaks for.
  public ObservedNode node() {
    return node;
  }

  /// Messages that could not be read.
  public long ignored() {
    return ignored.sum();
  }

  /// Whether nothing is being gathered, neither for this node nor for others.
  public boolean idle() {
    return idle;
  }

  /// Begins rounds for this observer, which ends when it does not want the next one. There is one
  /// at a time; the same one may be named again.
  public void observe(Observer wanting) {
    observer = wanting;
    node.processes().send(NAME, REQUESTED);
  }

  /// Asks a node, this one or another, by way of the peers. Never completes exceptionally: what
  /// comes to nothing has the status 504, or 503 if too much is being asked.
  public CompletableFuture<Answer> ask(NodeName target, Question question, Duration timeout) {
    if (asked.size() >= ASKED_MAX) {
      return CompletableFuture.completedFuture(
          error(503, "too many questions are being asked; try again"));
    }
    long number = numbers.incrementAndGet();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    asked.put(number, answer);
    inputs.add(new AgentInput.Put(number, target, question));
    node.processes().send(NAME, REQUESTED);
    Answer late = error(504, target + " has not answered in time; is it up?");
    return answer
        .completeOnTimeout(late, timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> asked.remove(number));
  }

  private static Answer error(int status, String line) {
    return new Answer(status, "{\"error\":\"" + line + "\"}");
  }

  /// What only the process itself touches.
  private final class Life implements Surroundings {
    private final Self self;
    private final AgentCore core;
    private final Answers answers = new Answers(node);
    private @Nullable Observation seen;
    private long seenAt;
    private Map<String, Long> figures = new HashMap<>();
    private boolean observing;
    private boolean inRound;
    private long round;
    private long roundBegan = System.nanoTime() - ROUND.toNanos();

    Life(Self self) {
      this.self = self;
      this.core = new AgentCore(self.pid(), this, this::perform);
    }

    void live() {
      while (true) {
        long now = System.nanoTime();
        long deadline = Math.min(core.nextDeadline(), nextRound());
        idle = deadline == Long.MAX_VALUE;
        Optional<Term> message =
            deadline == Long.MAX_VALUE
                ? Optional.of(self.receive())
                : self.receive(Duration.ofNanos(Math.max(0, deadline - now)));
        message.ifPresent(this::heard);
        drain();
        core.step(new AgentInput.Timer(), System.nanoTime());
        beginRound();
      }
    }

    private void heard(Term message) {
      if (message.equals(REQUESTED)) {
        observing |= observer != null;
        return;
      }
      AgentMessage said = MESSAGES.match(message);
      if (said == null) {
        ignored.increment();
        LOG.debug("{}: ignored {}", node.processes().node(), message);
      } else {
        core.step(new AgentInput.Heard(said), System.nanoTime());
      }
    }

    private void drain() {
      AgentInput input;
      while ((input = inputs.poll()) != null) {
        core.step(input, System.nanoTime());
      }
    }

    private long nextRound() {
      if (!observing || inRound) {
        return Long.MAX_VALUE;
      }
      return roundBegan + ROUND.toNanos();
    }

    private void beginRound() {
      Observer wanting = observer;
      if (wanting == null || !observing || inRound || System.nanoTime() - nextRound() < 0) {
        return;
      }
      if (!wanting.wanted()) {
        observing = false;
        return;
      }
      roundBegan = System.nanoTime();
      inRound = true;
      core.step(
          new AgentInput.Begin(
              ++round, wanting.connections(), wanting.holdsNothing(), wanting.lost()),
          roundBegan);
    }

    private void perform(AgentOutput output) {
      switch (output) {
        case AgentOutput.ToNode(NodeName to, AgentMessage message) -> {
          if (connected(to)) {
            self.trySend(NAME, to, message);
          }
        }
        case AgentOutput.ToAgent(Pid to, AgentMessage message) -> {
          if (to.node().equals(self.pid().node())) {
            self.send(to, message);
          } else if (node.processes().nodes().find(to.node()).isPresent()) {
            self.trySend(to, message);
          }
        }
        case AgentOutput.Asked(long number, Question question, List<Pid> path) -> {
          var answered =
              answers.answer(question).thenAccept(given -> answered(number, path, given));
          if (question instanceof Question.Leave) {
            // Only once the answer is on its way.
            answered.join();
            drain();
            node.leave();
          }
        }
        case AgentOutput.Answered(long number, int status, byte[] document) -> {
          CompletableFuture<Answer> waiting = asked.get(number);
          if (waiting != null) {
            waiting.complete(new Answer(status, new String(document, UTF_8)));
          }
        }
        case AgentOutput.Reported(List<NodeReport> reports) -> {
          Observer wanting = observer;
          if (wanting != null) {
            wanting.reported(reports);
          }
        }
        case AgentOutput.RoundOver(long over, List<Gap> gaps, int further) -> {
          inRound = false;
          Observer wanting = observer;
          if (wanting != null) {
            Duration took = Duration.ofNanos(System.nanoTime() - roundBegan);
            wanting.roundOver(over, gaps, further, took);
          }
        }
      }
    }

    /// On any thread: the answer goes on its way from the agent's own.
    private void answered(long number, List<Pid> path, Answer given) {
      byte[] document = given.document().getBytes(UTF_8);
      AgentMessage.Answer answer =
          document.length > Relay.DOCUMENT_MAX
              ? Relay.answer(number, path, 413, TOO_LONG)
              : Relay.answer(number, path, given.status(), document);
      inputs.add(new AgentInput.Heard(answer));
      node.processes().send(NAME, REQUESTED);
    }

    private Observation observation() {
      long now = System.nanoTime();
      Observation last = seen;
      if (last == null || now - seenAt > LOOK_AGAIN_AFTER.toNanos()) {
        last = node.observe();
        seen = last;
        seenAt = now;
        figures = Figures.of(last, node.processes());
      }
      return last;
    }

    @Override
    public Observation look() {
      return observation();
    }

    @Override
    public Map<String, Long> figures() {
      observation();
      return figures;
    }

    @Override
    public boolean connected(NodeName other) {
      return node.processes().nodes().find(other.atom()).isPresent();
    }

    @Override
    public long clockMillis() {
      return System.currentTimeMillis();
    }
  }
}

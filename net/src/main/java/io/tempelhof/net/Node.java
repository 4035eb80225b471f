package io.tempelhof.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.tempelhof.core.association.AssociationSettings;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeCore;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.node.NodeSettings;
import io.tempelhof.core.node.NodeSnapshot;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.epmd.EpmdClient;
import io.tempelhof.net.epmd.EpmdReply;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.NodeKind;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.io.Sink;
import io.tempelhof.runtime.io.User;
import io.tempelhof.runtime.rpc.Exports;
import io.tempelhof.runtime.rpc.Rex;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node on the network: a name, a listener, the processes that live on it, and its place in the
/// overlay. One JVM can hold many; they share event loops and descriptors.
///
/// ```java
/// try (Node berlin = Node.start(NodeOptions.of("berlin@127.0.0.1"))) {
///   berlin.spawn("echo", self -> ...);
/// }
/// ```
public final class Node implements AutoCloseable {
  /// The outcome of {@link #ping}.
  ///
  /// @param pong the node is there and lets us talk to it
  /// @param failure why it could not be dialled; null if the dial worked
  /// @param why one line; empty for a pong
  public record Ping(boolean pong, @Nullable DialFailure failure, String why) {
    private static final Ping PONG = new Ping(true, null, "");
  }

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long GOODBYE_SECONDS = 2;
  private static final Duration EPMD_PATIENCE = Duration.ofSeconds(2);

  private final NodeOptions options;
  private final int creation;
  private final Address address;
  private final Counters counters;
  private final Associations associations;
  private final EpmdClient epmd;
  private final Dialer dialer;
  private final NodeDriver driver;
  private final Lookout lookout;
  private final SeedLog seedLog = new SeedLog();
  private final Exports exports;
  private final User user;
  private final List<Consumer<NodeEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Runnable pressed = this::press;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  /// What {@link #close} has to undo, last first.
  private final Deque<Runnable> undo;

  /// @param port where it listens
  /// @param undo what is done when it is closed
  Node(
      NodeOptions options,
      Identity identity,
      EventLoopGroup loops,
      int port,
      Counters counters,
      Deque<Runnable> undo) {
    this.options = options;
    this.counters = counters;
    this.undo = undo;
    creation = identity.creation();
    Address advertised = options.advertise();
    address = advertised != null ? advertised : new Address(name().host(), port);
    EventLoop home = loops.next();
    associations =
        new Associations(
            identity,
            settings(options),
            Options.DEFAULT
                .withEncodeLocal(options.encodeLocal())
                .withMailboxLimit(options.mailboxLimit())
                .withTime(options.time()),
            home,
            counters,
            this::tell);
    epmd = new EpmdClient(loops, options.epmdPort());
    dialer =
        new Dialer(
            loops,
            new Locator(epmd),
            associations,
            options.descriptors(),
            options.loops().line(),
            options.faults(),
            counters,
            (node, failure) -> tell(new NodeInput.DialFailed(node, failure)));
    driver =
        new NodeDriver(
            home, core(), associations, dialer, options.descriptors(), counters, this::happened);
    lookout = new Lookout(processes(), driver, home);
    options.descriptors().watch(pressed);
    NetKernel.start(processes());
    exports = Exports.of(processes());
    NetKernel.export(exports);
    Rex.start(processes(), exports);
    user = User.start(processes());
  }

  private NodeCore core() {
    NodeSettings settings = NodeSettings.of(options.cluster()).with(options.profile());
    NodeRecord self =
        new NodeRecord(
            NodeId.of(options.cluster(), name()),
            name(),
            creation,
            System.currentTimeMillis(),
            address,
            JvmDomain.complete(options.domain(), name()),
            0);
    return new NodeCore(
        options.client() ? settings.asClient() : settings,
        self,
        new SplittableRandom(RANDOM.nextLong()));
  }

  /// Starts a node; returns when it listens, has a name and, unless it is a client, is registered
  /// with EPMD. The seeds among the options are joined in the background; {@link #onEvent} tells.
  ///
  /// @throws NodeStartException if something outside this program stands in the way
  public static Node start(NodeOptions options) throws NodeStartException {
    return new NodeStart(options).run();
  }

  private void tell(NodeInput input) {
    driver.tell(input);
  }

  private void press() {
    driver.press();
  }

  /// Its name, which stays the same for as long as it lives.
  public NodeName name() {
    return options.name();
  }

  /// Distinguishes this incarnation of the name from earlier ones.
  public int creation() {
    return creation;
  }

  /// Where others reach this node.
  public Address address() {
    return address;
  }

  /// Where sockets lead and processes find other nodes.
  Associations associations() {
    return associations;
  }

  /// The processes that live on this node.
  public Processes processes() {
    return associations.processes();
  }

  /// The functions of this node that other nodes may call.
  public Exports exports() {
    return exports;
  }

  /// From now on what processes print goes there: those of this node, and those that work on behalf
  /// of this node elsewhere. Until then, {@link Sink#LOG}.
  public void output(Sink sink) {
    user.sink(sink);
  }

  /// Starts a process on this node.
  public Pid spawn(Body body) {
    return processes().spawn(body);
  }

  /// Starts a process that is registered under this name from its first moment.
  public Pid spawn(String name, Body body) {
    return processes().spawn(name, body);
  }

  /// Joins the cluster these nodes belong to, in the background; {@link #onEvent} tells how it
  /// goes. A seed that cannot be reached is tried again for as long as the node lives.
  public void join(Seed... seeds) {
    join(List.of(seeds));
  }

  /// The same.
  public void join(List<Seed> seeds) {
    tell(new NodeInput.Join(List.copyOf(seeds)));
  }

  /// Asks the overlay where a node is, past what this one knows itself. Answered within 5 s, never
  /// exceptionally.
  public CompletableFuture<LookupResult> lookup(NodeName target) {
    return driver.lookup(target);
  }

  /// The nodes registered with the EPMD of this machine, by the parts of their names before the
  /// {@code @}, with their ports; fails with {@link io.tempelhof.net.epmd.EpmdException} if there
  /// is none.
  public CompletableFuture<Map<String, Integer>> registeredHere() {
    return epmd.names(InetAddress.getLoopbackAddress(), EPMD_PATIENCE)
        .thenApply(listed ->
            listed.nodes().stream()
                .collect(
                    Collectors.toMap(
                        EpmdReply.Listed.Node::name,
                        EpmdReply.Listed.Node::port,
                        (one, _) -> one,
                        TreeMap::new)));
  }

  /// All members of the cluster, found by asking peers and then kept current by what becomes of
  /// members. The first answer may take some seconds; never exceptionally.
  public CompletableFuture<Members> members() {
    return driver.members();
  }

  /// The members of our cluster this node has a connection with just now, in order; Erlang's {@code
  /// nodes()}. The whole cluster: {@link #members}.
  public List<NodeName> nodes() {
    return nodes(NodeKind.VISIBLE);
  }

  /// The nodes of that kind, in order: {@link NodeKind#VISIBLE} and {@link NodeKind#HIDDEN} ones
  /// this node has a connection with, or those {@link NodeKind#KNOWN} to it. Not to be called on an
  /// event loop.
  public List<NodeName> nodes(NodeKind kind) {
    return switch (kind) {
      case VISIBLE, HIDDEN ->
          processes().nodes().connected(kind).stream()
              .map(node -> NodeName.of(node.text()))
              .sorted()
              .toList();
      case KNOWN -> driver.contacts().join().stream().map(NodeRecord::name).sorted().toList();
    };
  }

  /// Whether that node, a genuine Erlang one or ours, can be connected and answers; within 15 s,
  /// never exceptionally, also when this node is closed meanwhile.
  ///
  /// @throws io.tempelhof.runtime.ClosedException if this node is closed already
  public CompletableFuture<Ping> ping(NodeName target) {
    return Errand.start(
            processes(),
            self ->
                NetKernel.ask(self, target)
                    .map(why -> dialer.explain(target, why))
                    .orElse(Ping.PONG))
        .exceptionally(_ -> new Ping(false, null, "this node was closed"));
  }

  /// Makes a connection to that node and keeps it, however long nothing is said, until {@link
  /// #unpin}. One that breaks is made again by the next signal to that node, not before.
  public void pin(NodeName target) {
    associations.pin(target, true);
  }

  /// The connection to that node may be collected again when it falls idle.
  public void unpin(NodeName target) {
    associations.pin(target, false);
  }

  /// Has the round trips of all open connections measured, which keeps none of them open: {@link
  /// #status} tells them as the answers come.
  public void probe() {
    associations.probe();
  }

  /// What the node looks like now. Not to be called on an event loop.
  public NodeStatus status() {
    return statusLater().join();
  }

  private static AssociationSettings settings(NodeOptions options) {
    AssociationSettings settings =
        AssociationSettings.DEFAULT
            .withIdle(options.idleTimeout())
            .withCheck(options.checkInterval())
            .withErlangTickTime(options.erlangTickTime())
            .withPatience(options.profile().patience());
    return options.client() ? settings.sleepless() : settings;
  }

  /// What the node looks like when its overlay has time to say so; also from an event loop.
  public CompletableFuture<NodeStatus> statusLater() {
    return driver.snapshot().thenApply(seen -> status(seen.overlay().contactsPerBucket()));
  }

  /// The state of its overlay, as tools see it; also from an event loop.
  public CompletableFuture<NodeSnapshot> overlayLater() {
    return driver.snapshot();
  }

  private NodeStatus status(List<Integer> contacts) {
    return new NodeStatus(
        name(),
        creation,
        address,
        options.cluster(),
        options.client(),
        contacts.stream().mapToInt(Integer::intValue).sum(),
        associations.open(),
        associations.sleeping(),
        associations.queued(),
        counters.counts(),
        counters.dropped(),
        counters.dialFailures(),
        counters.closed());
  }

  /// Calls {@code listener} with what happens from now on, on an event loop: it must not block.
  public void onEvent(Consumer<NodeEvent> listener) {
    listeners.add(listener);
  }

  private void happened(NodeEvent happened) {
    switch (happened) {
      case NodeEvent.Joined joined -> {
        LOG.info("{} joined with {} peers", name(), joined.peers());
        lookout.joined();
      }
      case NodeEvent.SeedUnreachable seed -> seedLog.unreachable(name(), seed, Clock.now());
      case NodeEvent.NameTaken taken -> {
        LOG.error("{}: a node of this name is alive, says {}: closing", name(), taken.by());
        closeSoon();
      }
      case NodeEvent.NameLost lost -> {
        LOG.error("{}: {}, which gave it this name, is lost: closing", name(), lost.namer());
        closeSoon();
      }
      case NodeEvent.OfMember(MemberEvent event) -> {
        member(event);
        lookout.heard(event);
      }
      case NodeEvent.Left _ -> left.complete(null);
    }
    listeners.forEach(listener -> listener.accept(happened));
  }

  private void member(MemberEvent event) {
    String change =
        switch (event) {
          case MemberEvent.Up _ -> "up";
          case MemberEvent.Down(_, var cause) -> cause.word();
          case MemberEvent.Suspected _ -> "suspected";
          case MemberEvent.Refuted _ -> "refuted";
        };
    LOG.debug("{}: {} is {}", name(), event.node().name(), change);
    if (FlightEvents.mayBeRecorded()) {
      new FlightEvents.MemberChanged(name().toString(), event.node().name().toString(), change)
          .commit();
    }
  }

  /// Keeps the connection with the node that gave this one its name. When it breaks the name may be
  /// another's.
  void holdOnTo(NodeName namer) {
    spawn(self -> {
      self.monitor(NetKernel.NAME, namer);
      self.receive(Down.class);
      happened(new NodeEvent.NameLost(namer));
    });
  }

  private void closeSoon() {
    Thread.ofPlatform().name("tempelhof-close").start(this::close);
  }

  /// Says goodbye to the neighbours; completes when all have been told, at most 2 s later. The node
  /// should then be closed.
  public CompletableFuture<Void> leave() {
    tell(new NodeInput.Leave());
    return left.completeOnTimeout(null, GOODBYE_SECONDS, TimeUnit.SECONDS);
  }

  /// Ends all processes and connections. Shared event loops go on while other nodes use them. Not
  /// to be called on an event loop.
  @Override
  public void close() {
    List<Runnable> steps;
    synchronized (undo) {
      steps = List.copyOf(undo);
      undo.clear();
    }
    steps.forEach(Runnable::run);
  }

  void stop() {
    options.descriptors().unwatch(pressed);
    processes().close();
    driver.stop();
    dialer.close();
    associations.close();
  }

  @Override
  public String toString() {
    return name() + " at " + address;
  }
}

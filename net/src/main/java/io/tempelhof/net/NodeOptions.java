package io.tempelhof.net;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.Profile;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.fault.Faults;
import io.tempelhof.runtime.MailboxLimit;
import io.tempelhof.runtime.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a node is started with. {@link #of} gives what works on this machine; each {@code with}
/// gives a copy that differs in one thing.
public final class NodeOptions {
  /// The cluster of nodes that name none.
  public static final String DEFAULT_CLUSTER = "tempelhof";

  /// Where EPMD listens unless the environment says otherwise.
  public static final int DEFAULT_EPMD_PORT = 4369;

  /// The environment variable that says where EPMD listens, as for Erlang.
  public static final String EPMD_PORT_ENVIRONMENT = "ERL_EPMD_PORT";

  /// After which an idle direct connection is closed.
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(60);

  /// How often a sleeping association asks its other end.
  public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofSeconds(60);

  /// As Erlang's {@code net_ticktime}.
  public static final Duration DEFAULT_ERLANG_TICK_TIME = Duration.ofSeconds(60);

  private static final int CLUSTER_LENGTH_MAX = 64;

  // Changed by `with` only, on the copy it has just made.
  private NodeName name;
  private @Nullable Cookie cookie;
  private String cluster = DEFAULT_CLUSTER;
  private int port;
  private @Nullable String bind;
  private @Nullable Address advertise;
  private int epmdPort = epmdPort(System.getenv(EPMD_PORT_ENVIRONMENT));
  private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
  private Duration checkInterval = DEFAULT_CHECK_INTERVAL;
  private Duration erlangTickTime = DEFAULT_ERLANG_TICK_TIME;
  private boolean client;
  private Profile profile = Profile.DEFAULT;
  private FailureDomain domain = FailureDomain.UNDECLARED;
  private List<Seed> seeds = List.of();
  private List<Seed> namers = List.of();
  private boolean encodeLocal;
  private MailboxLimit mailboxLimit = MailboxLimit.NONE;
  private EventLoops loops = EventLoops.shared();
  private DescriptorBudget descriptors = DescriptorBudget.shared();
  private Time time = Time.REAL;
  private @Nullable Faults faults;

  private NodeOptions(NodeName name) {
    this.name = name;
  }

  /// The defaults for a node of that name. {@code undefined@HOST} stands for no name: the node
  /// starts by asking one of the {@link #namers} for a name {@code ...@HOST}. As for Erlang, such a
  /// node is a client, and its name is gone for good when its connection with the node that gave it
  /// breaks.
  ///
  /// @throws IllegalArgumentException if it is no {@code NAME@HOST}, or the environment names no
  ///   port for EPMD
  public static NodeOptions of(String name) {
    return new NodeOptions(NodeName.of(name));
  }

  private NodeOptions with(Consumer<NodeOptions> change) {
    NodeOptions copy = new NodeOptions(name);
    copy.cookie = cookie;
    copy.cluster = cluster;
    copy.port = port;
    copy.bind = bind;
    copy.advertise = advertise;
    copy.epmdPort = epmdPort;
    copy.idleTimeout = idleTimeout;
    copy.checkInterval = checkInterval;
    copy.erlangTickTime = erlangTickTime;
    copy.client = client;
    copy.profile = profile;
    copy.domain = domain;
    copy.seeds = seeds;
    copy.namers = namers;
    copy.encodeLocal = encodeLocal;
    copy.mailboxLimit = mailboxLimit;
    copy.loops = loops;
    copy.descriptors = descriptors;
    copy.time = time;
    copy.faults = faults;
    change.accept(copy);
    return copy;
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }

  /// Its name; that of a node without one is `undefined`.
  public NodeName name() {
    return name;
  }

  /// Under another name.
  public NodeOptions withName(NodeName other) {
    return with(o -> o.name = other);
  }

  /// The secret of the cluster. Without one, {@link CookieFile#find()} is asked at the start.
  public @Nullable Cookie cookie() {
    return cookie;
  }

  /// With this cookie in place of the user's own.
  public NodeOptions withCookie(Cookie secret) {
    return with(o -> o.cookie = secret);
  }

  /// Nodes of other clusters are plain Erlang neighbours.
  public String cluster() {
    return cluster;
  }

  /// @throws IllegalArgumentException unless it has 1 to 64 printable ASCII characters
  public NodeOptions withCluster(String other) {
    require(
        !other.isEmpty()
            && other.length() <= CLUSTER_LENGTH_MAX
            && other.chars().allMatch(c -> c > ' ' && c < 127),
        "a cluster name has 1 to 64 printable ASCII characters, not: " + other);
    return with(o -> o.cluster = other);
  }

  /// The port to listen on, 0 for any free one.
  public int port() {
    return port;
  }

  /// @throws IllegalArgumentException unless it is 0 to 65535
  public NodeOptions withPort(int number) {
    require(number >= 0 && number <= 65535, "no port: " + number);
    return with(o -> o.port = number);
  }

  /// The address to listen on. Without one, that which the host of the name resolves to.
  public @Nullable String bind() {
    return bind;
  }

  /// Listening on this address in place of the one its host resolves to.
  public NodeOptions withBind(String address) {
    return with(o -> o.bind = address);
  }

  /// Where others reach this node, if not where it listens (containers, NAT).
  public @Nullable Address advertise() {
    return advertise;
  }

  /// Telling others to reach it there: for containers and NAT.
  public NodeOptions withAdvertise(Address address) {
    return with(o -> o.advertise = address);
  }

  /// The port in {@value #EPMD_PORT_ENVIRONMENT}, if it is set.
  ///
  /// @throws IllegalArgumentException if it is none; the message is one line for a user
  static int epmdPort(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      return DEFAULT_EPMD_PORT;
    }
    boolean port = given.matches("[0-9]{1,5}") && Integer.parseInt(given) <= 65535;
    require(port, EPMD_PORT_ENVIRONMENT + " is no port: " + given);
    return Integer.parseInt(given);
  }

  /// Where EPMD listens, on every host: what {@value #EPMD_PORT_ENVIRONMENT} of the environment
  /// says, else {@value #DEFAULT_EPMD_PORT}.
  public int epmdPort() {
    return epmdPort;
  }

  /// @throws IllegalArgumentException unless it is 1 to 65535
  public NodeOptions withEpmdPort(int number) {
    require(number > 0 && number <= 65535, "no EPMD port: " + number);
    return with(o -> o.epmdPort = number);
  }

  /// After which a direct connection without signals is closed (±20 %).
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /// @throws IllegalArgumentException unless it is positive
  public NodeOptions withIdleTimeout(Duration time) {
    require(time.isPositive(), "the idle timeout must be positive, not " + time);
    return with(o -> o.idleTimeout = time);
  }

  /// How often a node with which there are links or monitors, and no connection, is asked whether
  /// it still knows of them (±20 %).
  public Duration checkInterval() {
    return checkInterval;
  }

  /// @throws IllegalArgumentException unless it is positive
  public NodeOptions withCheckInterval(Duration time) {
    require(time.isPositive(), "the check interval must be positive, not " + time);
    return with(o -> o.checkInterval = time);
  }

  /// After which a genuine Erlang node that says nothing is given up; it gets four ticks in that
  /// time (Erlang's {@code net_ticktime}). It may differ from theirs, but must be longer than a
  /// quarter of it: so seldom do they tick.
  public Duration erlangTickTime() {
    return erlangTickTime;
  }

  /// @throws IllegalArgumentException unless it is at least a second
  public NodeOptions withErlangTickTime(Duration time) {
    require(time.toSeconds() >= 1, "the tick time must be at least a second, not " + time);
    return with(o -> o.erlangTickTime = time);
  }

  /// A client is in nobody's buckets, is never spoken of, and is not registered with EPMD.
  public boolean client() {
    return client || name.isUndefined();
  }

  /// As a client node, which nobody hears of.
  public NodeOptions withClient(boolean is) {
    return with(o -> o.client = is);
  }

  /// How much time other nodes are given before they count as dead.
  public Profile profile() {
    return profile;
  }

  /// With another patience.
  public NodeOptions withProfile(Profile other) {
    return with(o -> o.profile = other);
  }

  /// What fails together with this node. Where nothing is declared, the JVM it runs in and the host
  /// of its name.
  public FailureDomain domain() {
    return domain;
  }

  /// Declaring what it would go down with.
  public NodeOptions withDomain(FailureDomain declared) {
    return with(o -> o.domain = declared);
  }

  /// Where the node begins to join its cluster; with none it waits for {@link Node#join}.
  public List<Seed> seeds() {
    return seeds;
  }

  /// Joining the cluster of these nodes when it has started.
  public NodeOptions withSeeds(List<Seed> nodes) {
    List<Seed> copy = List.copyOf(nodes);
    return with(o -> o.seeds = copy);
  }

  /// Whom a node without a name asks for one, in this order until one gives it; with none, the
  /// {@link #seeds}.
  public List<Seed> namers() {
    return namers.isEmpty() ? seeds : namers;
  }

  /// Asking these for a name, where it has none.
  public NodeOptions withNamers(List<Seed> nodes) {
    List<Seed> copy = List.copyOf(nodes);
    return with(o -> o.namers = copy);
  }

  /// Whether messages between processes of this node pass through the codec, too.
  public boolean encodeLocal() {
    return encodeLocal;
  }

  /// Passing local messages through the codec too: for tests.
  public NodeOptions withEncodeLocal(boolean does) {
    return with(o -> o.encodeLocal = does);
  }

  /// What every process's mailbox holds, unless the process says otherwise.
  public MailboxLimit mailboxLimit() {
    return mailboxLimit;
  }

  /// With this limit of mailboxes, until a process sets another.
  public NodeOptions withMailboxLimit(MailboxLimit limit) {
    return with(o -> o.mailboxLimit = limit);
  }

  /// The threads that carry the node's sockets and timers.
  public EventLoops loops() {
    return loops;
  }

  /// On these event loops in place of the JVM's.
  public NodeOptions withLoops(EventLoops others) {
    return with(o -> o.loops = others);
  }

  /// The file descriptors its sockets may take.
  public DescriptorBudget descriptors() {
    return descriptors;
  }

  /// Taking file descriptors from this budget in place of the JVM's.
  public NodeOptions withDescriptors(DescriptorBudget other) {
    return with(o -> o.descriptors = other);
  }

  /// The time by which its processes wait. Its sockets know real time only.
  public Time time() {
    return time;
  }

  /// Waiting by this clock in place of the JVM's: for tests.
  public NodeOptions withTime(Time other) {
    return with(o -> o.time = other);
  }

  /// What is wrong with its links, for tests; null costs nothing.
  public @Nullable Faults faults() {
    return faults;
  }

  /// With faults on its links: for tests.
  public NodeOptions withFaults(Faults injected) {
    return with(o -> o.faults = injected);
  }
}

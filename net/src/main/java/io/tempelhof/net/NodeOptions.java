package io.tempelhof.net;

import io.tempelhof.core.node.NodeInput.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.term.NodeName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node is started with. {@link #of} gives one that works on this machine; each {@code with}
/// changes one thing.
///
/// @param cookie without one, {@link Cookie#find()} is asked at the start
/// @param cluster nodes of other clusters are plain Erlang neighbours
/// @param port the listener's, 0 for any free one
/// @param bind the address to listen on; without one, the address the host of the name resolves to
/// @param advertise where others reach this node, if not where it listens (containers, NAT)
/// @param epmdPort of every host, 4369 unless changed everywhere
/// @param idleTimeout after which a direct connection without signals is closed (±20 %)
/// @param client in nobody's buckets, never spoken of
/// @param domain what fails together with this node
/// @param seeds where to begin; empty starts a cluster of one. More can be given to {@link
///   Node#join}
/// @param encodeLocal every local message passes through the codec too
public record NodeOptions(
    NodeName name,
    @Nullable Cookie cookie,
    String cluster,
    int port,
    @Nullable String bind,
    @Nullable Address advertise,
    int epmdPort,
    Duration idleTimeout,
    boolean client,
    FailureDomain domain,
    List<Seed> seeds,
    boolean encodeLocal,
    EventLoops loops,
    DescriptorBudget descriptors) {

  public static final String DEFAULT_CLUSTER = "tempelhof";
  public static final int DEFAULT_EPMD_PORT = 4369;
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_CLUSTER_LENGTH = 64;

  public NodeOptions {
    seeds = List.copyOf(seeds);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("no port: " + port);
    }
    if (epmdPort < 1 || epmdPort > 65535) {
      throw new IllegalArgumentException("no EPMD port: " + epmdPort);
    }
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("the idle timeout must be positive, not " + idleTimeout);
    }
    if (cluster.isEmpty()
        || cluster.length() > MAX_CLUSTER_LENGTH
        || !cluster.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "a cluster name has 1 to 64 printable ASCII characters: " + cluster);
    }
  }

  /// The defaults for a node of that name.
  ///
  /// @throws IllegalArgumentException if it is no {@code NAME@HOST}
  public static NodeOptions of(String name) {
    return new NodeOptions(
        NodeName.of(name),
        null,
        DEFAULT_CLUSTER,
        0,
        null,
        null,
        DEFAULT_EPMD_PORT,
        DEFAULT_IDLE_TIMEOUT,
        false,
        FailureDomain.UNDECLARED,
        List.of(),
        false,
        EventLoops.shared(),
        DescriptorBudget.shared());
  }

  public NodeOptions withCookie(Cookie cookie) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withCluster(String cluster) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withPort(int port) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withBind(String bind) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withAdvertise(Address advertise) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withEpmdPort(int epmdPort) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withIdleTimeout(Duration idleTimeout) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withClient(boolean client) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withDomain(FailureDomain domain) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withSeeds(List<Seed> seeds) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withEncodeLocal(boolean encodeLocal) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withLoops(EventLoops loops) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }

  public NodeOptions withDescriptors(DescriptorBudget descriptors) {
    return new NodeOptions(
        name,
        cookie,
        cluster,
        port,
        bind,
        advertise,
        epmdPort,
        idleTimeout,
        client,
        domain,
        seeds,
        encodeLocal,
        loops,
        descriptors);
  }
}

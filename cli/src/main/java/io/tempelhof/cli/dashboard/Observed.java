package io.tempelhof.cli.dashboard;

import io.tempelhof.cli.console.BuildVersion;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.NodeSnapshot;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.OverlayView;
import io.tempelhof.core.overlay.PeerReason;
import io.tempelhof.core.overlay.Vitals;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeStatus;
import io.tempelhof.ops.MemberNews;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.Bucket;
import io.tempelhof.ops.Observation.Kind;
import io.tempelhof.ops.Observation.OpenConnection;
import io.tempelhof.ops.ObservedNode;
import io.tempelhof.ops.agent.Prefix;
import io.tempelhof.runtime.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A node on the network as `ops` sees it.
public final class Observed implements ObservedNode {
  /// Nodes remembered as out of reach.
  private static final int SUSPECTS_MAX = 1_024;

  private final Node node;
  private final boolean alone;
  private final Runnable ending;
  private final Set<NodeName> suspects = ConcurrentHashMap.newKeySet();

  /// @param alone it is to join nobody, and so has joined
  /// @param ending what an operator's order to leave does
  public Observed(Node node, boolean alone, Runnable ending) {
    this.node = node;
    this.alone = alone;
    this.ending = ending;
    listen(this::learned);
  }

  private void learned(MemberNews news) {
    if (news.what() != MemberNews.What.SUSPECTED) {
      suspects.remove(news.node());
    } else if (suspects.size() < SUSPECTS_MAX) {
      suspects.add(news.node());
    }
  }

  @Override
  public void listen(Consumer<MemberNews> listener) {
    node.onEvent(event -> {
      if (event instanceof NodeEvent.OfMember(MemberEvent member)) {
        listener.accept(new MemberNews(member.node().name(), what(member)));
      }
    });
  }

  private static MemberNews.What what(MemberEvent event) {
    return switch (event) {
      case MemberEvent.Up _ -> MemberNews.What.UP;
      case MemberEvent.Down(_, var cause) ->
          switch (cause) {
            case DEAD -> MemberNews.What.DIED;
            case LEFT -> MemberNews.What.LEFT;
            case RESTARTED -> MemberNews.What.RESTARTED;
          };
      case MemberEvent.Suspected _ -> MemberNews.What.SUSPECTED;
      case MemberEvent.Refuted _ -> MemberNews.What.REFUTED;
    };
  }

  @Override
  public Processes processes() {
    return node.processes();
  }

  @Override
  public CompletableFuture<LookupResult> lookup(NodeName target) {
    return node.lookup(target);
  }

  @Override
  public void probe() {
    node.probe();
  }

  @Override
  public void leave() {
    Thread.ofPlatform().name("leave").start(ending);
  }

  @Override
  public Observation observe() {
    CompletableFuture<NodeStatus> later = node.statusLater();
    NodeSnapshot overlay = node.overlayLater().join();
    NodeStatus status = later.join();
    Map<NodeName, OverlayView.Peer> peers =
        overlay.overlay().peers().stream()
            .collect(Collectors.toMap(OverlayView.Peer::name, Function.identity(), (a, _) -> a));
    return new Observation(
        overlay.self(),
        status.cluster(),
        BuildVersion.get(),
        status.client(),
        alone || joined(overlay),
        overlay.phase() == NodeSnapshot.Phase.LEFT,
        status.connections().stream()
            .map(open -> connection(open, peers.get(open.node()), overlay, status))
            .toList(),
        buckets(overlay),
        overlay.overlay().neighbourhood(),
        overlay.overlay().vitals().watchers(),
        overlay.overlay().peers().stream()
            .filter(OverlayView.Peer::watched)
            .map(OverlayView.Peer::name)
            .toList(),
        suspects.stream().sorted().toList(),
        counters(overlay.overlay().vitals(), status),
        status.dropped(),
        status.closed(),
        status.dialFailures());
  }

  private static boolean joined(NodeSnapshot overlay) {
    return switch (overlay.phase()) {
      case MEMBER -> true;
      case NEW, JOINING, LEFT -> false;
    };
  }

  private static Map<String, Long> counters(Vitals vitals, NodeStatus status) {
    Map<String, Long> counters = new TreeMap<>();
    counters.put("suspicions", vitals.suspicions());
    counters.put("refutations", vitals.refutations());
    counters.put("deaths_refused", vitals.deathsRefused());
    counters.put("deaths_voted", vitals.deathsVoted());
    counters.put("deaths_expired", vitals.deathsExpired());
    counters.put("notices_sent", vitals.noticesSent());
    counters.put("reunions", vitals.reunions());
    counters.put("stalls", vitals.stalls());
    status
        .counts()
        .forEach((counter, n) -> counters.put(counter.name().toLowerCase(Locale.ROOT), n));
    return counters;
  }

  /// A client has no buckets of its own: all its peers are one.
  private static List<Bucket> buckets(NodeSnapshot overlay) {
    OverlayView view = overlay.overlay();
    if (overlay.client()) {
      List<NodeName> all = view.peers().stream().map(OverlayView.Peer::name).toList();
      return List.of(new Bucket(-1, "", all.size(), all));
    }
    List<Bucket> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < view.contactsPerBucket().size(); bucket++) {
      int place = bucket;
      List<NodeName> peers =
          view.peers().stream()
              .filter(peer -> peer.bucket() == place && peer.why() != PeerReason.CLIENT)
              .map(OverlayView.Peer::name)
              .toList();
      int contacts = view.contactsPerBucket().get(bucket);
      if (contacts > 0 || !peers.isEmpty()) {
        String prefix = Prefix.ofBucket(overlay.self().id(), bucket);
        buckets.add(new Bucket(bucket, prefix, contacts, peers));
      }
    }
    return buckets;
  }

  private static OpenConnection connection(
      NodeStatus.OpenConnection open,
      OverlayView.@Nullable Peer peer,
      NodeSnapshot overlay,
      NodeStatus status) {
    boolean watchesUs = overlay.overlay().vitals().watchers().contains(open.node());
    boolean erlang = open.kind() == NodeStatus.Kind.ERLANG;
    NodeId other = NodeId.of(status.cluster(), open.node());
    return new OpenConnection(
        open.node(),
        kind(open, peer, watchesUs),
        open.dialled(),
        open.age(),
        open.idle(),
        open.idleLimit(),
        open.roundTrip(),
        open.queued().bytes(),
        open.queued().waiting(),
        erlang || status.client() ? null : overlay.self().id().commonPrefix(other),
        why(open, peer, watchesUs));
  }

  private static Kind kind(
      NodeStatus.OpenConnection open, OverlayView.@Nullable Peer peer, boolean watchesUs) {
    if (peer != null && peer.why() == PeerReason.CLIENT) {
      return Kind.CLIENT;
    }
    return switch (open.kind()) {
      case PEER -> watchesUs || (peer != null && peer.watched()) ? Kind.WATCH : Kind.PEER;
      case DIRECT -> Kind.DIRECT;
      case ERLANG -> Kind.ERLANG;
    };
  }

  private static List<String> why(
      NodeStatus.OpenConnection open, OverlayView.@Nullable Peer peer, boolean watchesUs) {
    List<String> why = new ArrayList<>();
    for (String reason : open.why()) {
      why.add(reason.equals("peer") && peer != null ? peering(peer) : reason);
    }
    if (watchesUs) {
      why.add("watch: it watches this node");
    }
    if (peer != null && peer.watched()) {
      why.add("watch: this node watches it");
    }
    return why;
  }

  private static String peering(OverlayView.Peer peer) {
    return switch (peer.why()) {
      case NEAR -> "peer: neighbour";
      case BUCKET -> "peer: bucket " + peer.bucket();
      case SEED -> "peer: seed";
      case WATCH -> "peer: watch";
      case CLIENT -> "client";
    };
  }
}

package io.tempelhof.core.overlay;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kinds of overlay messages, each with its tag on the wire, which also names it in figures.
public enum MessageKind {
  HELLO("hello"),
  PEER_REQUEST("peer_request"),
  PEER_ACCEPTED("peer_accepted"),
  PEER_REDIRECTED("peer_redirected"),
  PRUNE_REQUEST("prune_request"),
  PRUNE_AGREED("prune_agreed"),
  PRUNE_REFUSED("prune_refused"),
  FIND_CLOSEST("find_closest"),
  CLOSEST("closest"),
  EXCHANGE("exchange"),
  EXCHANGED("exchanged"),
  ARRIVED("arrived"),
  QUERY("query"),
  QUERY_FOUND("query_found"),
  QUERY_FAILED("query_failed"),
  PARCELS("parcels"),
  HEARTBEAT("heartbeat"),
  NOTICES("notices"),
  COMPARE("compare"),
  EVENT_IDS("event_ids"),
  FETCH("fetch"),
  PROBE("probe"),
  PROBED("probed"),
  VOTE("vote"),
  LATE("late"),
  GOODBYE("goodbye");

  private static final Map<String, MessageKind> BY_TAG = new HashMap<>();

  static {
    for (MessageKind kind : values()) {
      BY_TAG.put(kind.tag, kind);
    }
  }

  private final String tag;

  MessageKind(String tag) {
    this.tag = tag;
  }

  /// The first element of the message's tuple.
  public String tag() {
    return tag;
  }

  /// The kind with that tag; {@code null} if this version knows none.
  public static @Nullable MessageKind of(String tag) {
    return BY_TAG.get(tag);
  }

  /// The kind of a message.
  public static MessageKind of(OverlayMessage message) {
    return switch (message) {
      case OverlayMessage.Hello hello -> HELLO;
      case OverlayMessage.PeerRequest request -> PEER_REQUEST;
      case OverlayMessage.PeerAccepted accepted -> PEER_ACCEPTED;
      case OverlayMessage.PeerRedirected redirected -> PEER_REDIRECTED;
      case OverlayMessage.PruneRequest request -> PRUNE_REQUEST;
      case OverlayMessage.PruneAgreed agreed -> PRUNE_AGREED;
      case OverlayMessage.PruneRefused refused -> PRUNE_REFUSED;
      case OverlayMessage.FindClosest question -> FIND_CLOSEST;
      case OverlayMessage.Closest answer -> CLOSEST;
      case OverlayMessage.Exchange question -> EXCHANGE;
      case OverlayMessage.Exchanged answer -> EXCHANGED;
      case OverlayMessage.Arrived arrived -> ARRIVED;
      case OverlayMessage.Query query -> QUERY;
      case OverlayMessage.QueryFound found -> QUERY_FOUND;
      case OverlayMessage.QueryFailed failed -> QUERY_FAILED;
      case OverlayMessage.Parcels parcels -> PARCELS;
      case OverlayMessage.Heartbeat heartbeat -> HEARTBEAT;
      case OverlayMessage.Notices notices -> NOTICES;
      case OverlayMessage.Compare compare -> COMPARE;
      case OverlayMessage.EventIds ids -> EVENT_IDS;
      case OverlayMessage.Fetch fetch -> FETCH;
      case OverlayMessage.Probe probe -> PROBE;
      case OverlayMessage.Probed probed -> PROBED;
      case OverlayMessage.Vote vote -> VOTE;
      case OverlayMessage.Late late -> LATE;
      case OverlayMessage.Goodbye goodbye -> GOODBYE;
    };
  }
}

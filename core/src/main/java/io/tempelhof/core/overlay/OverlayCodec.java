package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Arrived;
import io.tempelhof.core.overlay.OverlayMessage.Closest;
import io.tempelhof.core.overlay.OverlayMessage.Compare;
import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.EventIds;
import io.tempelhof.core.overlay.OverlayMessage.Exchange;
import io.tempelhof.core.overlay.OverlayMessage.Exchanged;
import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import io.tempelhof.core.overlay.OverlayMessage.FindClosest;
import io.tempelhof.core.overlay.OverlayMessage.Goodbye;
import io.tempelhof.core.overlay.OverlayMessage.Heartbeat;
import io.tempelhof.core.overlay.OverlayMessage.Hello;
import io.tempelhof.core.overlay.OverlayMessage.Late;
import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.overlay.OverlayMessage.Parcel;
import io.tempelhof.core.overlay.OverlayMessage.Parcels;
import io.tempelhof.core.overlay.OverlayMessage.PeerAccepted;
import io.tempelhof.core.overlay.OverlayMessage.PeerRedirected;
import io.tempelhof.core.overlay.OverlayMessage.PeerRequest;
import io.tempelhof.core.overlay.OverlayMessage.Probe;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.overlay.OverlayMessage.PruneAgreed;
import io.tempelhof.core.overlay.OverlayMessage.PruneRefused;
import io.tempelhof.core.overlay.OverlayMessage.PruneRequest;
import io.tempelhof.core.overlay.OverlayMessage.Query;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.overlay.OverlayMessage.QueryFound;
import io.tempelhof.core.overlay.OverlayMessage.Vote;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Overlay messages as terms and back: {@code {overlay, Kind, Field...}}
/// (`docs/protocol/overlay.md`). Unknown kinds and further elements are ignored, so that versions
/// can be mixed.
public final class OverlayCodec {
  /// The version of these messages, said in every hello.
  public static final int VERSION = 1;

  static final Atom TAG = Atom.of("overlay");

  private static final Result FOREIGN = new Foreign();

  private final String cluster;

  /// @param cluster the cluster's name: ids do not travel, they are computed from it
  public OverlayCodec(String cluster) {
    this.cluster = cluster;
  }

  /// What a term turned out to be.
  public sealed interface Result {}

  /// A message we know.
  public record Known(OverlayMessage message) implements Result {}

  /// An overlay message of a kind this version does not know: to be counted and dropped.
  public record Unknown(Term term) implements Result {}

  /// A message we know, of a form it must not have: the connection is at fault.
  public record Malformed(String reason) implements Result {}

  /// No overlay message.
  public record Foreign() implements Result {}

  /// The wire form.
  public Term encode(OverlayMessage message) {
    return switch (message) {
      case Hello m ->
          tuple(m, Int.of(VERSION), record(m.self()), bool(m.client()), contacts(m.closest()));
      case PeerRequest m -> tuple(m, reason(m.reason()), bool(m.forced()));
      case PeerAccepted m -> tuple(m);
      case PeerRedirected m -> tuple(m, contacts(m.others()));
      case PruneRequest m -> tuple(m);
      case PruneAgreed m -> tuple(m);
      case PruneRefused m -> tuple(m);
      case FindClosest m -> tuple(m, id(m.target()));
      case Closest m -> tuple(m, id(m.target()), contacts(m.contacts()));
      case Exchange m -> tuple(m, Int.of(m.near()), Int.of(m.perBucket()), buckets(m.lacking()));
      case Exchanged m -> tuple(m, contacts(m.contacts()));
      case Arrived m -> tuple(m, record(m.node()), Int.of(m.round()), Int.of(m.depth()));
      case Query m ->
          tuple(
              m,
              Int.of(m.number()),
              id(m.target()),
              bool(m.exact()),
              Int.of(m.hops()),
              names(m.visited()),
              Int.of(m.deadEnds()),
              origin(m.origin()));
      case QueryFound m ->
          tuple(m, Int.of(m.number()), record(m.record()), Int.of(m.hops()), names(m.visited()));
      case QueryFailed m ->
          tuple(
              m,
              Int.of(m.number()),
              bool(m.noSuchNode()),
              Int.of(m.hops()),
              names(m.visited()),
              contacts(m.closest()));
      case Parcels m -> tuple(m, parcels(m.parcels()));
      case Heartbeat m -> tuple(m, Int.of(m.digest()));
      case Notices m -> tuple(m, news(m.news()));
      case Compare m -> tuple(m, longs(m.sums()));
      case EventIds m -> tuple(m, longs(m.ids()));
      case Fetch m -> tuple(m, longs(m.ids()));
      case Probe m -> tuple(m, record(m.suspect()));
      case Probed m -> tuple(m, record(m.node()), Atom.of(lower(m.finding())));
      case Vote m -> tuple(m, record(m.suspect()), names(m.voters()));
      case Late m -> tuple(m, bool(m.now()));
      case Goodbye m -> tuple(m);
    };
  }

  private static Term tuple(OverlayMessage message, Term... fields) {
    Term[] elements = new Term[2 + fields.length];
    elements[0] = TAG;
    elements[1] = Atom.of(MessageKind.of(message).tag());
    System.arraycopy(fields, 0, elements, 2, fields.length);
    return Tuple.of(elements);
  }

  private static Term reason(PeerReason reason) {
    return Atom.of(
        switch (reason) {
          case NEAR -> "near";
          case BUCKET -> "bucket";
          case SEED -> "seed";
          case WATCH -> "watch";
          case CLIENT -> "client";
        });
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Term longs(Longs longs) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * longs.size());
    for (int i = 0; i < longs.size(); i++) {
      bytes.putLong(longs.at(i));
    }
    return Binary.of(bytes.array());
  }

  private static Term news(List<News> news) {
    List<Term> terms = new ArrayList<>(news.size());
    for (News each : news) {
      terms.add(
          Tuple.of(
              Atom.of(lower(each.notice().status())),
              record(each.notice().node()),
              Int.of(each.ageMillis()),
              Int.of(each.depth())));
    }
    return ListTerm.of(terms);
  }

  private static Term parcels(List<Parcel> parcels) {
    List<Term> terms = new ArrayList<>(parcels.size());
    for (Parcel each : parcels) {
      terms.add(
          Tuple.of(
              each.to().atom(),
              names(each.visited()),
              Int.of(each.detours()),
              bool(each.urgent()),
              each.body()));
    }
    return ListTerm.of(terms);
  }

  private static Term bool(boolean value) {
    return value ? Atom.TRUE : Atom.FALSE;
  }

  private static Term id(NodeId id) {
    return bits(id.high(), id.low());
  }

  private static Term buckets(BucketSet set) {
    return bits(set.high(), set.low());
  }

  private static Term bits(long high, long low) {
    return Binary.of(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }

  private static Term names(List<NodeName> names) {
    List<Term> terms = new ArrayList<>(names.size());
    for (NodeName name : names) {
      terms.add(name.atom());
    }
    return ListTerm.of(terms);
  }

  private static Term contacts(List<Contact> contacts) {
    List<Term> terms = new ArrayList<>(contacts.size());
    for (Contact contact : contacts) {
      terms.add(Tuple.of(record(contact.record()), Int.of(contact.ageMillis())));
    }
    return ListTerm.of(terms);
  }

  private static Term origin(@Nullable NodeRecord origin) {
    return origin == null ? Atom.UNDEFINED : record(origin);
  }

  private static Tuple record(NodeRecord record) {
    Tuple form = RecordCache.form(record);
    return form != null ? form : form(record);
  }

  /// A record as this version writes it.
  static Tuple form(NodeRecord record) {
    return Tuple.of(
        record.name().atom(),
        Int.of(record.creation() & 0xFFFF_FFFFL),
        Int.of(record.startStamp()),
        Binary.of(record.address().host()),
        Int.of(record.address().port()),
        Int.of(record.capabilities()),
        domain(record.domain()),
        Int.of(record.refutations()),
        Int.of(record.watchers().sequence()),
        names(record.watchers().names()));
  }

  private static Term domain(FailureDomain domain) {
    return domain.equals(FailureDomain.UNDECLARED)
        ? Atom.UNDEFINED
        : Tuple.of(
            Binary.of(domain.jvm()),
            Binary.of(domain.host()),
            Binary.of(domain.rack()),
            Binary.of(domain.zone()));
  }

  /// Reads a term that came to the reserved name; whatever it is, the answer is a value.
  public Result decode(Term term) {
    if (!(term instanceof Tuple tuple) || tuple.arity() < 2 || !tuple.at(0).equals(TAG)) {
      return FOREIGN;
    }
    MessageKind kind = tuple.at(1) instanceof Atom atom ? MessageKind.of(atom.text()) : null;
    if (kind == null) {
      return new Unknown(term);
    }
    try {
      return new Known(message(kind, new FieldReader(cluster, tuple, 2)));
    } catch (FieldReader.Misfit misfit) {
      return new Malformed(kind.tag() + ": " + misfit.getMessage());
    }
  }

  private static OverlayMessage message(MessageKind kind, FieldReader in)
      throws FieldReader.Misfit {
    return switch (kind) {
      case HELLO -> {
        in.number(0, Integer.MAX_VALUE);
        yield new Hello(in.record(), in.bool(), in.contacts());
      }
      case PEER_REQUEST -> new PeerRequest(in.reason(), in.bool());
      case PEER_ACCEPTED -> new PeerAccepted();
      case PEER_REDIRECTED -> new PeerRedirected(in.contacts());
      case PRUNE_REQUEST -> new PruneRequest();
      case PRUNE_AGREED -> new PruneAgreed();
      case PRUNE_REFUSED -> new PruneRefused();
      case FIND_CLOSEST -> new FindClosest(in.id());
      case CLOSEST -> new Closest(in.id(), in.contacts());
      case EXCHANGE -> new Exchange(in.small(), in.small(), in.buckets());
      case EXCHANGED -> new Exchanged(in.contacts());
      case ARRIVED -> new Arrived(in.record(), in.small(), in.small());
      case QUERY ->
          new Query(
              in.number(Long.MIN_VALUE, Long.MAX_VALUE),
              in.id(),
              in.bool(),
              in.small(),
              in.names(),
              (int) in.number(0, Integer.MAX_VALUE),
              in.recordOrNull());
      case QUERY_FOUND ->
          new QueryFound(
              in.number(Long.MIN_VALUE, Long.MAX_VALUE), in.record(), in.small(), in.names());
      case QUERY_FAILED ->
          new QueryFailed(
              in.number(Long.MIN_VALUE, Long.MAX_VALUE),
              in.bool(),
              in.small(),
              in.names(),
              in.contacts());
      case PARCELS -> new Parcels(in.parcels());
      case HEARTBEAT -> new Heartbeat(in.number(Long.MIN_VALUE, Long.MAX_VALUE));
      case NOTICES -> new Notices(in.news());
      case COMPARE -> new Compare(in.longs());
      case EVENT_IDS -> new EventIds(in.longs());
      case FETCH -> new Fetch(in.longs());
      case PROBE -> new Probe(in.record());
      case PROBED -> new Probed(in.record(), in.finding());
      case VOTE -> new Vote(in.record(), in.names());
      case LATE -> new Late(in.bool());
      case GOODBYE -> new Goodbye();
    };
  }
}

package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.NodeRecord.Watchers;
import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Parcel;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the elements of a tuple one by one, each as what it must be. What follows the last element
/// read is ignored.
final class FieldReader {
  static final int CONTACTS_MAX = 256;

  /// The origin and one node per forward.
  static final int VISITED_MAX = Relay.FORWARDS_MAX + 1;

  static final int TEXT_BYTES_MAX = 255;

  /// An element is not what it must be. Never leaves the codec.
  static final class Misfit extends Exception {
    Misfit(String message) {
      super(message, null, false, false);
    }
  }

  private final String cluster;
  private final Tuple tuple;
  private int next;

  FieldReader(String cluster, Tuple tuple, int first) {
    this.cluster = cluster;
    this.tuple = tuple;
    this.next = first;
  }

  private Term next(String expected) throws Misfit {
    if (next >= tuple.arity()) {
      throw new Misfit("no element " + (next + 1) + ", expected " + expected);
    }
    return tuple.at(next++);
  }

  private Misfit misfit(String expected) {
    return new Misfit("element " + next + " is not " + expected);
  }

  long number(long min, long max) throws Misfit {
    if (next("a number") instanceof Int n && n.value() >= min && n.value() <= max) {
      return n.value();
    }
    throw misfit("a number from " + min + " to " + max);
  }

  /// A count: hops, rounds, bits.
  int small() throws Misfit {
    return (int) number(0, 255);
  }

  boolean bool() throws Misfit {
    Term term = next("true or false");
    if (term.equals(Atom.TRUE) || term.equals(Atom.FALSE)) {
      return term.equals(Atom.TRUE);
    }
    throw misfit("true or false");
  }

  PeerReason reason() throws Misfit {
    return switch (word("a reason")) {
      case "near" -> PeerReason.NEAR;
      case "bucket" -> PeerReason.BUCKET;
      case "seed" -> PeerReason.SEED;
      case "watch" -> PeerReason.WATCH;
      case "client" -> PeerReason.CLIENT;
      default -> throw misfit("a reason");
    };
  }

  NodeId id() throws Misfit {
    ByteBuffer bits = bits();
    return new NodeId(bits.getLong(), bits.getLong());
  }

  BucketSet buckets() throws Misfit {
    ByteBuffer bits = bits();
    long high = bits.getLong();
    return new BucketSet(bits.getLong(), high);
  }

  private ByteBuffer bits() throws Misfit {
    if (next("16 bytes") instanceof Binary binary && binary.size() == 16) {
      return ByteBuffer.wrap(binary.toBytes());
    }
    throw misfit("16 bytes");
  }

  private String text() throws Misfit {
    if (next("text") instanceof Binary binary && binary.size() <= TEXT_BYTES_MAX) {
      String text = binary.text();
      if (text != null) {
        return text;
      }
    }
    throw misfit("text of at most " + TEXT_BYTES_MAX + " bytes");
  }

  private NodeName name() throws Misfit {
    return name(next("a node name"));
  }

  private NodeName name(Term term) throws Misfit {
    NodeName name = term instanceof Atom atom ? NodeName.parse(atom) : null;
    if (name == null) {
      throw misfit("a node name");
    }
    return RecordCache.share(name);
  }

  List<NodeName> names() throws Misfit {
    return names(VISITED_MAX);
  }

  private List<NodeName> names(int max) throws Misfit {
    List<Term> terms = list(max);
    List<NodeName> names = new ArrayList<>(terms.size());
    for (Term term : terms) {
      names.add(name(term));
    }
    return names;
  }

  List<Contact> contacts() throws Misfit {
    List<Term> terms = list(CONTACTS_MAX);
    List<Contact> contacts = new ArrayList<>(terms.size());
    for (Term term : terms) {
      FieldReader in = inside(term, "a contact");
      contacts.add(new Contact(in.record(), in.number(0, NodeRecord.MILLIS_MAX)));
    }
    return contacts;
  }

  private List<Term> list(int max) throws Misfit {
    Term term = next("a list");
    if (term instanceof Nil) {
      return List.of();
    }
    if (term instanceof ListTerm list
        && list.tail() instanceof Nil
        && list.elements().size() <= max) {
      return list.elements();
    }
    throw misfit("a list of at most " + max);
  }

  NodeRecord record() throws Misfit {
    return record(next("a record"));
  }

  @Nullable NodeRecord recordOrNull() throws Misfit {
    Term term = next("a record");
    return term.equals(Atom.UNDEFINED) ? null : record(term);
  }

  private NodeRecord record(Term term) throws Misfit {
    if (!(term instanceof Tuple form)) {
      throw misfit("a record");
    }
    NodeRecord known = RecordCache.find(cluster, form);
    return known != null ? known : new FieldReader(cluster, form, 0).read(form);
  }

  private NodeRecord read(Tuple form) throws Misfit {
    NodeName name = name();
    int creation = (int) number(0, 0xFFFF_FFFFL);
    long startStamp = number(0, NodeRecord.MILLIS_MAX);
    String host = text();
    int port = (int) number(1, 65_535);
    if (host.isEmpty()) {
      throw misfit("a record with an address");
    }
    long capabilities = number(Long.MIN_VALUE, Long.MAX_VALUE);
    FailureDomain domain = domain();
    // Early versions end here.
    int refutations = more() ? (int) number(0, Integer.MAX_VALUE - 1) : 0;
    Watchers watchers = more() ? watchers() : Watchers.NONE;
    NodeRecord record =
        new NodeRecord(
            NodeId.of(cluster, name),
            name,
            creation,
            startStamp,
            new Address(host, port),
            domain,
            capabilities,
            refutations,
            watchers);
    return RecordCache.share(record, form);
  }

  private Watchers watchers() throws Misfit {
    long sequence = number(0, Long.MAX_VALUE);
    List<NodeName> names = names(Watchers.MAX);
    return sequence == 0 && names.isEmpty() ? Watchers.NONE : new Watchers(sequence, names);
  }

  private boolean more() {
    return next < tuple.arity();
  }

  List<News> news() throws Misfit {
    List<Term> terms = list(OverlayMessage.NEWS_MAX);
    List<News> news = new ArrayList<>(terms.size());
    for (Term term : terms) {
      FieldReader in = inside(term, "a notice");
      Notice.Status status = in.status();
      Notice notice = Notice.of(status, in.record());
      news.add(new News(notice, in.number(0, NodeRecord.MILLIS_MAX), in.small()));
    }
    return news;
  }

  private Term body() throws Misfit {
    Term body = next("a body");
    if (Courier.bytes(body) <= Courier.BODY_BYTES_MAX) {
      return body;
    }
    throw misfit("a body of at most " + Courier.BODY_BYTES_MAX + " bytes");
  }

  List<Parcel> parcels() throws Misfit {
    List<Term> terms = list(OverlayMessage.PARCELS_MAX);
    List<Parcel> parcels = new ArrayList<>(terms.size());
    for (Term term : terms) {
      FieldReader in = inside(term, "a parcel");
      parcels.add(new Parcel(in.name(), in.names(), in.small(), in.bool(), in.body()));
    }
    return parcels;
  }

  private Notice.Status status() throws Misfit {
    return switch (word("a status")) {
      case "alive" -> Notice.Status.ALIVE;
      case "suspected" -> Notice.Status.SUSPECTED;
      case "dead" -> Notice.Status.DEAD;
      case "left" -> Notice.Status.LEFT;
      default -> throw misfit("a status");
    };
  }

  Finding finding() throws Misfit {
    return switch (word("a finding")) {
      case "alive" -> Finding.ALIVE;
      case "refused" -> Finding.REFUSED;
      case "silent" -> Finding.SILENT;
      default -> throw misfit("a finding");
    };
  }

  private String word(String expected) throws Misfit {
    return next(expected) instanceof Atom atom ? atom.text() : "";
  }

  Longs longs() throws Misfit {
    if (next("8-byte numbers") instanceof Binary binary
        && binary.size() % Long.BYTES == 0
        && binary.size() / Long.BYTES <= OverlayMessage.IDS_MAX) {
      ByteBuffer bytes = ByteBuffer.wrap(binary.toBytes());
      long[] values = new long[binary.size() / Long.BYTES];
      bytes.asLongBuffer().get(values);
      return Longs.of(values);
    }
    throw misfit("at most " + OverlayMessage.IDS_MAX + " numbers of 8 bytes");
  }

  private FailureDomain domain() throws Misfit {
    Term term = next("a failure domain");
    if (term.equals(Atom.UNDEFINED)) {
      return FailureDomain.UNDECLARED;
    }
    FieldReader in = inside(term, "a failure domain");
    return new FailureDomain(in.text(), in.text(), in.text(), in.text());
  }

  private FieldReader inside(Term term, String expected) throws Misfit {
    if (term instanceof Tuple inner) {
      return new FieldReader(cluster, inner, 0);
    }
    throw misfit(expected);
  }
}

package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Probe;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordCacheTest {
  private static NodeRecord record(String cluster, int creation, String host) {
    NodeName name = NodeName.of("cached@" + host);
    return new NodeRecord(
        NodeId.of(cluster, name),
        name,
        creation,
        1,
        new Address(host, 4_000),
        new FailureDomain("jvm", "", "", ""),
        3);
  }

  /// What comes out of the wire: nothing of it is what went in.
  private static Term sent(String cluster, NodeRecord record) {
    Term message = new OverlayCodec(cluster).encode(new Probe(record));
    return ((Decoded.Ok) Etf.decode(Etf.encode(message))).term();
  }

  private static NodeRecord read(String cluster, Term message) {
    return switch (new OverlayCodec(cluster).decode(message)) {
      case OverlayCodec.Known(Probe probe) -> probe.suspect();
      case OverlayCodec.Result other -> throw new AssertionError(other.toString());
    };
  }

  private static NodeRecord read(NodeRecord record) {
    return read("one", sent("one", record));
  }

  @Test
  void whatWasReadBeforeIsUsedAgain() {
    NodeRecord first = read(record("one", 7, "host"));
    assertThat(first).isEqualTo(record("one", 7, "host"));
    assertThat(read(record("one", 7, "host"))).isSameAs(first);
    assertThat(RecordCache.share(NodeName.of("cached@host"))).isSameAs(first.name());
  }

  @Test
  void whatWasReadIsPassedOnInTheFormItCameIn() {
    Tuple came = (Tuple) ((Tuple) sent("one", record("one", 6, "host1"))).at(2);
    NodeRecord first = read("one", Tuple.of(OverlayCodec.TAG, Atom.of("probe"), came));
    assertThat(RecordCache.form(first)).isSameAs(came);
    assertThat(RecordCache.form(record("one", 6, "host1"))).isNull();
  }

  @Test
  void whatALaterVersionAddsToARecordIsNotKept() {
    Tuple ours = (Tuple) ((Tuple) sent("one", record("one", 5, "host5"))).at(2);
    List<Term> more = new ArrayList<>(ours.elements());
    more.add(Binary.of(new byte[1_000]));
    Term message = Tuple.of(OverlayCodec.TAG, Atom.of("probe"), Tuple.of(more));
    NodeRecord first = read("one", message);
    assertThat(first).isEqualTo(record("one", 5, "host5"));
    assertThat(RecordCache.form(first)).isEqualTo(ours);
    assertThat(read("one", message)).isEqualTo(first);
  }

  @Test
  void aLaterRecordIsNewAndSharesWhatHasNotChanged() {
    NodeRecord first = read(record("one", 8, "host2"));
    NodeRecord later = record("one", 9, "host2").refuting(0);
    NodeRecord shared = read(later);
    assertThat(shared).isEqualTo(later);
    assertThat(shared.address()).isSameAs(first.address());
    assertThat(shared.domain()).isSameAs(first.domain());
    assertThat(read(record("one", 9, "host2").refuting(0))).isSameAs(shared);
  }

  @Test
  void recordsWithWatchersDoNotDriveOutThoseWithout() {
    NodeRecord bare = read(record("one", 10, "host3"));
    NodeRecord watched = bare.watchedBy(List.of(NodeName.of("a@b")));
    assertThat(read(watched)).isEqualTo(watched);
    assertThat(read(record("one", 10, "host3"))).isSameAs(bare);
    assertThat(read(watched)).isEqualTo(watched);
  }

  @Test
  void theSameNameInAnotherClusterIsAnotherNode() {
    Term message = sent("one", record("one", 11, "host4"));
    NodeRecord one = read("one", message);
    NodeRecord other = read("two", message);
    assertThat(other.id()).isNotEqualTo(one.id());
    assertThat(read("two", message)).isSameAs(other);
  }
}

package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
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

  @Test
  void whatWasReadBeforeIsUsedAgain() {
    NodeRecord first = RecordCache.share(record("one", 7, "host"));
    NodeRecord again = record("one", 7, "host");
    assertThat(again).isNotSameAs(first).isEqualTo(first);
    assertThat(RecordCache.share(again)).isSameAs(first);
    assertThat(RecordCache.share(NodeName.of("cached@host"))).isSameAs(first.name());
  }

  @Test
  void aLaterRecordIsNewAndSharesWhatHasNotChanged() {
    NodeRecord first = RecordCache.share(record("one", 8, "host2"));
    NodeRecord later = record("one", 9, "host2").refuting(0);
    NodeRecord shared = RecordCache.share(later);
    assertThat(shared).isEqualTo(later);
    assertThat(shared.address()).isSameAs(first.address());
    assertThat(shared.domain()).isSameAs(first.domain());
    assertThat(RecordCache.share(record("one", 9, "host2").refuting(0))).isSameAs(shared);
  }

  @Test
  void recordsWithWatchersDoNotDriveOutThoseWithout() {
    NodeRecord bare = RecordCache.share(record("one", 10, "host3"));
    NodeRecord watched = bare.watchedBy(List.of(NodeName.of("a@b")));
    assertThat(RecordCache.share(watched)).isEqualTo(watched);
    assertThat(RecordCache.share(record("one", 10, "host3"))).isSameAs(bare);
  }

  @Test
  void theSameNameInAnotherClusterIsAnotherNode() {
    NodeRecord one = RecordCache.share(record("one", 11, "host4"));
    NodeRecord other = RecordCache.share(record("two", 11, "host4"));
    assertThat(other.id()).isNotEqualTo(one.id());
    assertThat(RecordCache.share(record("two", 11, "host4"))).isSameAs(other);
  }
}

package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketTest {
  private final Bucket bucket = new Bucket();

  /// Whoever was added and has not fallen out.
  private final Map<NodeId, Known> held = new HashMap<>();

  private static NodeId id(int i) {
    return new NodeId(0, i);
  }

  private Known add(int i) {
    NodeName name = NodeName.of("n" + i + "@h");
    Known known =
        new Known(
            new NodeRecord(id(i), name, 1, 1, new Address("h", 1), FailureDomain.UNDECLARED, 0));
    held.put(known.id(), known);
    Known out = bucket.add(known);
    if (out != null) {
      held.remove(out.id());
    }
    return known;
  }

  private Known addHeard(int i, long at) {
    Known known = add(i);
    known.heardAt = at;
    return known;
  }

  private void fill(boolean heard) {
    for (int i = 0; i < Bucket.CONTACTS_MAX; i++) {
      add(i).heardAt = heard ? i : Known.NEVER;
    }
  }

  private boolean isContact(int i) {
    return bucket.contacts().stream().anyMatch(known -> known.id().equals(id(i)));
  }

  @Test
  void whoComesWhenItIsFullWaitsInTheReserve() {
    fill(false);
    add(99);
    assertThat(bucket.contacts()).hasSize(Bucket.CONTACTS_MAX);
    assertThat(isContact(99)).isFalse();
    assertThat(held.get(id(99))).isNotNull();
  }

  @Test
  void ofAFullReserveTheOldestFallsOut() {
    fill(false);
    for (int i = 0; i <= Bucket.RESERVE_MAX; i++) {
      add(100 + i);
    }
    assertThat(held.get(id(100))).isNull();
    assertThat(held.get(id(101))).isNotNull();
    assertThat(held.get(id(100 + Bucket.RESERVE_MAX))).isNotNull();
  }

  @Test
  void theMostRecentlyHeardOfTheReserveFollowsWhoIsRemoved() {
    fill(true);
    addHeard(100, 5);
    addHeard(101, 7);
    add(102);
    bucket.remove(id(3));
    assertThat(isContact(3)).isFalse();
    assertThat(isContact(101)).isTrue();
    assertThat(bucket.contacts()).hasSize(Bucket.CONTACTS_MAX);
  }

  @Test
  void aHeardNodeTakesThePlaceOfTheYoungestKnownByHearsay() {
    fill(false);
    bucket.promote(addHeard(100, 5));
    assertThat(isContact(100)).isTrue();
    assertThat(isContact(Bucket.CONTACTS_MAX - 1)).isFalse();
    assertThat(held.get(id(Bucket.CONTACTS_MAX - 1))).isNotNull();
  }

  @Test
  void aHeardNodeTakesThePlaceOfASuspectButOfNoOtherThatWasHeard() {
    fill(true);
    bucket.promote(addHeard(100, 50));
    assertThat(isContact(100)).isFalse();
    held.get(id(4)).suspect = true;
    bucket.promote(held.get(id(100)));
    assertThat(isContact(100)).isTrue();
    assertThat(isContact(4)).isFalse();
  }

  @Test
  void aConnectedNodeIsAlwaysInEvenIfAllOthersAreConnectedToo() {
    fill(true);
    Known first = addHeard(100, 50);
    first.connected = true;
    bucket.promote(first);
    assertThat(isContact(100)).isTrue();
    assertThat(bucket.contacts()).hasSize(Bucket.CONTACTS_MAX);
    bucket.contacts().forEach(known -> known.connected = true);
    Known second = addHeard(101, 50);
    second.connected = true;
    bucket.promote(second);
    assertThat(bucket.contacts()).hasSize(Bucket.CONTACTS_MAX + 1);
    bucket.remove(id(100));
    assertThat(bucket.contacts()).hasSize(Bucket.CONTACTS_MAX);
  }
}

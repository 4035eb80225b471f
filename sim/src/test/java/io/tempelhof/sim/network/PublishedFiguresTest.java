package io.tempelhof.sim.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tempelhof.sim.network.Flock.Bird;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models of others, run on this engine, come out as others have published them: its chance is
/// even, its network carries every message to whom it was sent, once, and its time passes.
class PublishedFiguresTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int LOOKUPS = 2_000;

  /// Counts how often numbers are handed on until they come to whom they are for.
  private static final class Routing implements Flock.Rule {
    final List<Integer> hops = new ArrayList<>();
    private final BiFunction<Bird, Bird, Bird> next;
    private List<Bird> birds = List.of();

    /// @param next whom a host, the first, hands a number for the second to
    Routing(BiFunction<Bird, Bird, Bird> next) {
      this.next = next;
    }

    void lookUp(Flock flock) {
      birds = flock.birds;
      for (int i = 0; i < LOOKUPS; i++) {
        Bird from = flock.any();
        read(from, flock.otherThan(from).index, 0);
      }
      flock.settle();
      assertThat(hops).hasSize(LOOKUPS);
    }

    @Override
    public void read(Bird bird, int number, int handedOn) {
      if (bird.index == number) {
        hops.add(handedOn);
      } else {
        bird.hand(number, handedOn + 1, next.apply(bird, birds.get(number)));
      }
    }

    double mean() {
      return hops.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }
  }

  /// Stoica et al., Chord, 2001: the mean path is half the binary logarithm of N, 6.6 at 10,000.
  @Test
  void chordsPathsAreHalfTheLogarithmLong() {
    int size = 10_000;
    List<List<Bird>> fingers = new ArrayList<>();
    Routing routing =
        new Routing((bird, target) ->
            fingers.get(bird.index).stream()
                .filter(
                    finger -> Long.compareUnsigned(finger.id - bird.id, target.id - bird.id) <= 0)
                .max((a, b) -> Long.compareUnsigned(a.id - bird.id, b.id - bird.id))
                .orElseThrow());
    Flock flock = new Flock(1, size, routing);
    Bird[] ring = flock.birds.toArray(Bird[]::new);
    Arrays.sort(ring, (a, b) -> Long.compareUnsigned(a.id, b.id));
    long[] ids = Arrays.stream(ring).mapToLong(bird -> bird.id).toArray();
    for (Bird bird : flock.birds) {
      List<Bird> own = new ArrayList<>();
      for (int i = 0; i < Long.SIZE; i++) {
        Bird finger = ring[successor(ids, bird.id + (1L << i))];
        if (finger != bird && !own.contains(finger)) {
          own.add(finger);
          bird.dial(finger);
        }
      }
      fingers.add(own);
    }
    flock.settle();
    routing.lookUp(flock);
    assertThat(routing.mean()).isCloseTo(6.6, within(0.3));
  }

  private static int successor(long[] sorted, long key) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(sorted[middle], key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low % sorted.length;
  }

  /// The study of the overlay, tables A and B: connections per node and hops where each node picks
  /// k per bucket, independently or only as long as it lacks some.
  @ParameterizedTest
  @CsvSource({
    "350, 1, false, 15, 3.3",
    "350, 3, false, 38, 2.3",
    "350, 8, false, 79, 1.8",
    "1000, 3, false, 47, 2.6",
    "1000, 8, false, 103, 2.1",
    "350, 3, true, 25.3, 2.6",
    "1000, 2, true, 21.3, 3.5",
    "1000, 3, true, 30.2, 3.1",
    "1000, 4, true, 37.7, 2.8"
  })
  void kademliasTablesHaveTheDegreeAndTheHopsOfTheStudy(
      int size, int k, boolean reciprocal, double degree, double hops) {
    Routing routing = new Routing((bird, target) -> closestTo(target, bird));
    Flock flock = new Flock(17L * size + k, size, routing);
    List<BitSet> plan = reciprocal ? reciprocally(flock, k) : independently(flock, k);
    for (Bird bird : flock.birds) {
      plan.get(bird.index).stream()
          .filter(other -> other > bird.index)
          .forEach(other -> bird.dial(flock.birds.get(other)));
    }
    flock.settle();
    double mean = flock.birds.stream().mapToInt(b -> b.links.size()).average().orElseThrow();
    assertThat(mean).isCloseTo(degree, Percentage.withPercentage(5));
    routing.lookUp(flock);
    assertThat(routing.mean()).isCloseTo(hops, within(0.15));
  }

  /// Every node picks k per bucket, whoever picked it.
  private static List<BitSet> independently(Flock flock, int k) {
    List<BitSet> links = empty(flock);
    for (Bird bird : flock.birds) {
      for (List<Bird> bucket : buckets(bird, flock)) {
        Collections.shuffle(bucket, Random.from(flock.random));
        bucket.stream().limit(k).forEach(other -> link(bird, other, links));
      }
    }
    return links;
  }

  /// Every node picks as many as its bucket lacks; who has enough sends it elsewhere, four times at
  /// most.
  private static List<BitSet> reciprocally(Flock flock, int k) {
    List<BitSet> links = empty(flock);
    for (Bird bird : flock.birds) {
      for (List<Bird> bucket : buckets(bird, flock)) {
        bucket.removeIf(other -> links.get(bird.index).get(other.index));
        long linked = bucket.isEmpty() ? k : linksInBucket(bird, bucket.getFirst(), links, flock);
        for (long lacking = k - linked; lacking > 0 && !bucket.isEmpty(); lacking--) {
          int pick = flock.random.nextInt(bucket.size());
          for (int sent = 0; sent < 4; sent++) {
            if (linksInBucket(bucket.get(pick), bird, links, flock) >= k) {
              pick = flock.random.nextInt(bucket.size());
            }
          }
          link(bird, bucket.remove(pick), links);
        }
      }
    }
    return links;
  }

  private static List<BitSet> empty(Flock flock) {
    return flock.birds.stream().map(_ -> new BitSet()).toList();
  }

  private static void link(Bird one, Bird other, List<BitSet> links) {
    links.get(one.index).set(other.index);
    links.get(other.index).set(one.index);
  }

  /// How many of the bucket to which the other one belongs are linked.
  private static long linksInBucket(Bird bird, Bird other, List<BitSet> links, Flock flock) {
    return links.get(bird.index).stream()
        .filter(i -> bucket(bird, flock.birds.get(i)) == bucket(bird, other))
        .count();
  }

  private static int bucket(Bird bird, Bird other) {
    return Long.numberOfLeadingZeros(bird.id ^ other.id);
  }

  private static List<List<Bird>> buckets(Bird bird, Flock flock) {
    List<List<Bird>> buckets = new ArrayList<>();
    for (int i = 0; i < Long.SIZE; i++) {
      buckets.add(new ArrayList<>());
    }
    for (Bird other : flock.birds) {
      if (other != bird) {
        buckets.get(bucket(bird, other)).add(other);
      }
    }
    return buckets;
  }

  private static Bird closestTo(Bird target, Bird bird) {
    return Flock.linked(bird)
        .min((a, b) -> Long.compareUnsigned(a.id ^ target.id, b.id ^ target.id))
        .orElseThrow();
  }

  /// Kermack and McKendrick, 1927; Demers et al., 1987: who hears of something tells f others once.
  /// The share r that hears of it fulfils r = 1 - exp(-f r).
  @ParameterizedTest
  @CsvSource({"2, .797", "3, .940", "4, .980", "5, .993"})
  void gossipReachesTheShareTheEpidemicDoes(int fanout, double share) {
    BitSet reached = new BitSet();
    Flock.Rule rule =
        new Flock.Rule() {
          @Override
          public void accepted(Bird bird, Bird by) {
            if (!reached.get(bird.index)) {
              reached.set(bird.index);
              tell(bird);
            }
          }

          private void tell(Bird bird) {
            for (int i = 0; i < fanout; i++) {
              bird.dial(bird.flock().otherThan(bird));
            }
          }
        };
    Flock flock = new Flock(fanout, 5_000, rule);
    rule.accepted(flock.any(), flock.any());
    flock.settle();
    assertThat(reached.cardinality() / 5_000.0).isCloseTo(share, within(0.015));
  }

  /// Das, Gupta, Motivala, SWIM, 2002: where each node probes one other at random in each period,
  /// the first to probe a dead one does so in period e/(e-1) = 1.58 on average.
  @Test
  void swimDetectsADeadNodeForTheFirstTimeAfterOnePointFiveEightPeriods() {
    int trials = 600;
    double periods = 0;
    for (int trial = 0; trial < trials; trial++) {
      List<Long> refused = new ArrayList<>();
      Flock[] holder = new Flock[1];
      Flock flock =
          new Flock(
              trial,
              200,
              new Flock.Rule() {
                @Override
                public void refused(Bird bird) {
                  refused.add(holder[0].world.now());
                }
              });
      holder[0] = flock;
      flock.birds.getFirst().die();
      while (refused.isEmpty()) {
        for (Bird bird : flock.birds.subList(1, flock.birds.size())) {
          bird.dial(flock.otherThan(bird));
        }
        flock.world.run(flock.world.now() + SECOND);
      }
      periods += Math.ceilDiv(refused.getFirst(), SECOND);
    }
    assertThat(periods / trials).isCloseTo(1.58, within(0.1));
  }
}

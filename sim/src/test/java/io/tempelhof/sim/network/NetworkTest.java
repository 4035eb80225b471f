package io.tempelhof.sim.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.sim.engine.World;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final long SECOND = 1_000_000_000L;
  private static final NetworkOptions ONE_MILLISECOND =
      new NetworkOptions(1_000_000, 1_000_000, 0, 0, 0, 0, 0);

  private final World world = new World(1);
  private final Network network = new Network(world, ONE_MILLISECOND);

  @Test
  void aDialTakesThreeRoundTrips() {
    Talker one = new Talker(network, 1);
    Talker two = new Talker(network, 2);
    one.dial(two);
    world.run(10 * SECOND);
    assertThat(one.log).containsExactly("6.0 dialled n2@sim");
    assertThat(two.log).containsExactly("5.0 accepted n1@sim");
  }

  @Test
  void aDialByNameAloneAsksFirst() {
    Talker one = new Talker(network, 1);
    Talker two = new Talker(network, 2);
    network.dial(one.listener, two.name, null, SECOND);
    world.run(SECOND);
    assertThat(one.log).containsExactly("8.0 dialled n2@sim");
  }

  @Test
  void nobodyThereRefusesAndASilentHostTimesOut() {
    Talker one = new Talker(network, 1);
    Talker crashed = new Talker(network, 2);
    Talker silent = new Talker(network, 3);
    network.kill(crashed.listener);
    silent.machine().switchOff();
    network.kill(silent.listener);
    one.dial(crashed);
    one.dial(silent);
    network.dial(one.listener, NodeName.of("nobody@sim"), Talker.addressOf(9), SECOND);
    world.run(10 * SECOND);
    assertThat(one.log)
        .containsExactly(
            "2.0 failed n2@sim: REFUSED",
            "2.0 failed nobody@sim: REFUSED",
            "7000.0 failed n3@sim: TIMEOUT");
  }

  @Test
  void anotherNodeAtTheAddressIsNotTakenForTheOneDialled() {
    Talker one = new Talker(network, 1);
    Talker two = new Talker(network, 2);
    network.dial(one.listener, NodeName.of("other@sim"), two.listener.address, SECOND);
    world.run(SECOND);
    assertThat(one.log).containsExactly("4.0 failed other@sim: OTHER_NODE");
    assertThat(two.log).isEmpty();
  }

  @Test
  void crossedDialsEndInTheConnectionOfTheGreaterName() {
    Talker one = new Talker(network, 1);
    Talker two = new Talker(network, 2);
    one.dial(two);
    two.dial(one);
    world.run(20 * SECOND);
    assertThat(one.log).containsExactly("5.0 accepted n2@sim");
    assertThat(two.log).containsExactly("6.0 dialled n1@sim");
  }

  @Test
  void dialsCrossedAtAnyOffsetEndInOneConnection() {
    for (int offset = 0; offset < 120; offset++) {
      World own = new World(offset);
      Network net =
          new Network(own, new NetworkOptions(500_000, 1_500_000, 0.2, 2_000_000, 0, 0, 0));
      Talker one = new Talker(net, 1);
      Talker two = new Talker(net, 2);
      Talker first = offset % 2 == 0 ? one : two;
      Talker second = offset % 2 == 0 ? two : one;
      first.dial(second);
      own.at(offset * 100_000L, () -> second.dial(first));
      own.run(20 * SECOND);
      assertThat(one.open).as("offset %d: %s %s", offset, one.log, two.log).hasSize(1);
      assertThat(two.open).as("offset %d: %s %s", offset, one.log, two.log).hasSize(1);
      assertThat(one.open.getFirst().other()).isSameAs(two.open.getFirst());
    }
  }

  @Test
  void framesArriveInOrderHoweverLongEachTakes() {
    Network slow = new Network(world, new NetworkOptions(1, 50_000_000, 0.3, SECOND, 0, 0, 0));
    Talker one = new Talker(slow, 1);
    Talker two = new Talker(slow, 2);
    one.dial(two);
    world.run(10 * SECOND);
    two.log.clear();
    Pid pid = new Pid(one.name.atom(), 1, 0, 1);
    for (int i = 0; i < 100; i++) {
      slow.send(one.open.getFirst(), new Frame.OfUser(new Signal.Unlink(i, pid, pid)));
    }
    slow.close(one.open.getFirst());
    world.run(20 * SECOND);
    assertThat(two.log).hasSize(101);
    for (int i = 0; i < 100; i++) {
      assertThat(two.log.get(i)).contains("[id=" + i + ",");
    }
    assertThat(two.log.getLast()).endsWith("closed: closed by the other end");
  }

  @Test
  void aResetTellsBothEndsAndACrashTheOthers() {
    Talker one = new Talker(network, 1);
    Talker two = new Talker(network, 2);
    Talker three = new Talker(network, 3);
    one.dial(two);
    three.dial(one);
    world.run(SECOND);
    network.reset(two.open.getFirst());
    world.run(2 * SECOND);
    assertThat(one.log.getLast()).isEqualTo("1001.0 closed: reset");
    assertThat(two.log.getLast()).isEqualTo("1001.0 closed: reset");
    network.kill(one.listener);
    world.run(3 * SECOND);
    assertThat(three.log.getLast()).isEqualTo("2001.0 closed: closed by the other end");
  }

  @Test
  void aRestartedNodeIsLetInBesideTheConnectionItDoesNotKnow() {
    Talker one = new Talker(network, 1);
    Talker two = new Talker(network, 2);
    one.dial(two);
    world.run(SECOND);
    one.machine().switchOff();
    network.kill(one.listener);
    Talker again = new Talker(network, 1);
    again.dial(two);
    world.run(10 * SECOND);
    assertThat(two.log).containsExactly("5.0 accepted n1@sim", "1007.0 accepted n1@sim");
    assertThat(again.log).containsExactly("1008.0 dialled n2@sim");
  }

  @Test
  void aNameOrAddressInUseIsRefused() {
    Talker one = new Talker(network, 1);
    assertThatThrownBy(() -> network.listen(one, Talker.addressOf(2)))
        .isInstanceOf(IllegalStateException.class);
  }
}

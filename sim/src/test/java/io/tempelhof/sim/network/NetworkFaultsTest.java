package io.tempelhof.sim.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Pid;
import io.tempelhof.sim.engine.World;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkFaultsTest {
  private static final long MILLISECOND = 1_000_000L;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final NetworkOptions ONE_MILLISECOND =
      new NetworkOptions(MILLISECOND, MILLISECOND, 0, 0, 40 * MILLISECOND, 0, 0);

  private final World world = new World(1);
  private final Network network = new Network(world, ONE_MILLISECOND);
  private final Talker one = new Talker(network, 1);
  private final Talker two = new Talker(network, 2);

  private void connect() {
    one.dial(two);
    world.run(SECOND);
    one.log.clear();
    two.log.clear();
  }

  private void say(Talker from, int number) {
    Pid pid = new Pid(from.name.atom(), 1, 0, 1);
    network.send(from.open.getFirst(), new Frame.OfUser(new Signal.Unlink(number, pid, pid)));
  }

  private static List<String> readAt(Talker talker) {
    return talker.log.stream()
        .map(line -> line.replaceAll("^([0-9.]+) read .*id=(\\d+),.*", "$1: $2"))
        .toList();
  }

  @Test
  void aLostPacketDelaysWhatComesAfterItAndNothingIsMissing() {
    Network lossy = new Network(world, ONE_MILLISECOND.losing(0.3));
    Talker sender = new Talker(lossy, 3);
    Talker receiver = new Talker(lossy, 4);
    sender.dial(receiver);
    world.run(7 * SECOND);
    receiver.log.clear();
    for (int i = 0; i < 500; i++) {
      int number = i;
      Pid pid = new Pid(sender.name.atom(), 1, 0, 1);
      world.at(
          world.now() + 10L * i * MILLISECOND,
          () ->
              lossy.send(
                  sender.open.getFirst(), new Frame.OfUser(new Signal.Unlink(number, pid, pid))));
    }
    world.run(world.now() + 60 * SECOND);
    List<String> numbers =
        receiver.log.stream().map(l -> l.replaceAll(".*id=(\\d+),.*", "$1")).toList();
    assertThat(numbers).isEqualTo(IntStream.range(0, 500).mapToObj(String::valueOf).toList());
  }

  @Test
  void retransmissionsDoubleFromTwoHundredMilliseconds() {
    connect();
    Cut cut = Cut.oneWay(List.of(one.machine()), List.of(two.machine()));
    network.cut(cut);
    say(one, 1);
    world.run(world.now() + 1_300 * MILLISECOND);
    say(one, 2);
    say(two, 3);
    network.heal(cut);
    world.run(world.now() + SECOND);
    // Tried again after 200, 600 and 1,400 ms.
    assertThat(readAt(two)).containsExactly("2401.0: 1", "2401.0: 2");
    assertThat(readAt(one)).as("the other direction").containsExactly("2301.0: 3");
  }

  @Test
  void acrossACutInOneDirectionNobodyCanDial() {
    network.cut(Cut.oneWay(List.of(one.machine()), List.of(two.machine())));
    one.dial(two);
    world.run(10 * SECOND);
    two.dial(one);
    world.run(20 * SECOND);
    assertThat(one.log).containsExactly("7000.0 failed n2@sim: TIMEOUT");
    assertThat(two.log).containsExactly("17000.0 failed n1@sim: TIMEOUT");
  }

  @Test
  void aThirdGroupSeesBothSidesOfACut() {
    Talker three = new Talker(network, 3);
    network.cut(Cut.between(List.of(one.machine()), List.of(two.machine())));
    one.dial(three);
    two.dial(three);
    one.dial(two);
    world.run(10 * SECOND);
    assertThat(three.open).hasSize(2);
    assertThat(one.log).containsExactly("6.0 dialled n3@sim", "7000.0 failed n2@sim: TIMEOUT");
  }

  @Test
  void aGroupCutOffSeesItself() {
    Talker three = new Talker(network, 3);
    network.cut(Cut.off(List.of(one.machine(), two.machine())));
    one.dial(two);
    three.dial(one);
    world.run(10 * SECOND);
    assertThat(one.log).containsExactly("6.0 dialled n2@sim");
    assertThat(three.log).containsExactly("7000.0 failed n1@sim: TIMEOUT");
  }

  @Test
  void aDialThatStartsDuringACutSucceedsWhenTcpAsksAgain() {
    Cut cut = Cut.between(List.of(one.machine()), List.of(two.machine()));
    network.cut(cut);
    one.dial(two);
    world.run(2 * SECOND);
    network.heal(cut);
    world.run(10 * SECOND);
    assertThat(one.log).containsExactly("3006.0 dialled n2@sim");
  }

  @Test
  void whoeverWritesToAHostThatWasRestartedLearnsThatTheConnectionIsGone() {
    connect();
    two.machine().switchOff();
    network.kill(two.listener);
    say(one, 1);
    world.run(world.now() + SECOND);
    assertThat(one.log).isEmpty();
    two.machine().switchOn();
    world.run(world.now() + SECOND);
    assertThat(one.log).containsExactly("2402.0 closed: reset");
  }

  @Test
  void theKernelGivesUpAfterFifteenRetransmissions() {
    connect();
    two.machine().switchOff();
    network.kill(two.listener);
    say(one, 1);
    world.run(900 * SECOND);
    assertThat(one.log).isEmpty();
    world.run(1_200 * SECOND);
    assertThat(one.log).singleElement().asString().endsWith("closed: timed out");
  }

  @Test
  void aSeveredConnectionIsOpenAtBothEndsAndCarriesNothing() {
    connect();
    network.sever(one.open.getFirst());
    say(one, 1);
    say(two, 2);
    world.run(60 * SECOND);
    assertThat(one.log).isEmpty();
    assertThat(two.log).isEmpty();
    assertThat(one.open).hasSize(1);
  }

  @Test
  void whileAJvmStandsStillItsKernelAcceptsAndEverythingWaitsInOrder() {
    connect();
    Talker three = new Talker(network, 3);
    two.machine().pause(5 * SECOND);
    say(one, 1);
    world.run(world.now() + 2 * SECOND);
    three.dial(two);
    say(one, 2);
    network.close(one.open.getFirst());
    world.run(world.now() + 2 * SECOND);
    assertThat(two.log).isEmpty();
    assertThat(three.log).as("accepted, not answered").isEmpty();
    world.run(world.now() + 2 * SECOND);
    assertThat(readAt(two).subList(0, 2)).containsExactly("6000.0: 1", "6000.0: 2");
    assertThat(two.log.get(2)).isEqualTo("6000.0 closed: closed by the other end");
    assertThat(three.log).hasSize(1).first().asString().contains("dialled n2@sim");
  }

  @Test
  void aDialToAJvmThatStandsStillForTooLongTimesOut() {
    two.machine().pause(10 * SECOND);
    one.dial(two);
    world.run(20 * SECOND);
    assertThat(one.log).containsExactly("7000.0 failed n2@sim: TIMEOUT");
    assertThat(two.open).isEmpty();
  }

  @Test
  void aSlowMachineIsSlowBothWays() {
    connect();
    two.machine().lag(100 * MILLISECOND);
    say(one, 1);
    say(two, 2);
    world.run(2 * SECOND);
    assertThat(readAt(two)).containsExactly("1101.0: 1");
    assertThat(readAt(one)).containsExactly("1101.0: 2");
  }

  @Test
  void dialsThatAreHeldStartLater() {
    network.holdDials(SECOND);
    one.dial(two);
    world.run(2 * SECOND);
    assertThat(one.log).containsExactly("1006.0 dialled n2@sim");
  }
}

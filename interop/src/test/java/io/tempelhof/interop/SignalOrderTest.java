package io.tempelhof.interop;

import org.junit.jupiter.api.Test;

class SignalOrderTest extends LiveTest {

  @Test
  void messagesAndExitsKeepTheirOrder() {
    trial("signals_in_order($, 200)");
  }

  @Test
  void aNameAndItsPidShareOneOrder() {
    trial("named_in_order($, 5000)");
  }

  @Test
  void smallMessagesKeepTheirPlaceAmongLargeOnes() {
    trial("beside_large_ones({echo,$}, 3000000, 40)");
  }

  @Test
  void whoEndsBehindLargeMessagesIsHeardToTheEnd() {
    trial("ends_behind_large($, 1000000)");
  }

  @Test
  void whoIsKilledAmidLargeMessagesIsHeardInOrder() {
    trial("killed_amid_large($, 50, 1000000)");
  }

  @Test
  void aLargeMessageToAnAliasComesWhileItIsActive() {
    trial("large_to_alias($, 300000)");
  }

  @Test
  void manyMaySendToOneAtOnce() {
    trial("parallel_senders($, 64, 500)");
  }

  @Test
  void sendersSurviveAReceiverThatDisconnects() {
    trial("evil_receiver($, 64, 500)");
  }

  @Test
  void aGroupLeaderOfOursIsTaken() {
    trial("group_leader_is_ignored($)");
  }
}

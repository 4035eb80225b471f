package io.tempelhof.interop;

import org.junit.jupiter.api.Test;

class RemoteMonitorsTest extends LiveTest {

  @Test
  void aMonitorTellsEveryReasonBothWays() {
    trial("monitors_fire($)");
    trial("monitors_by_name_fire($)");
  }

  @Test
  void demonitorFlushesWhatHasCome() {
    trial("demonitor_flushes($)");
  }

  @Test
  void demonitorSaysWhetherItCame() {
    trial("demonitor_informs($, 20, 50)");
  }

  @Test
  void whoMonitorsIsListedUntilItDoesNoMore() {
    trial("monitors_are_listed($)");
  }

  @Test
  void monitorsOfBothNodesMix() {
    trial("monitors_mix($)");
  }

  @Test
  void reasonsMayBeLarge() {
    trial("large_reasons($, 300)");
    trial("large_reasons($, 1000000)");
  }

  @Test
  void aWatcherMayBeKilledByWhomItWatches() {
    trial("watcher_is_killed($)");
  }

  @Test
  void processesOfAFormerIncarnationAreNotThere() {
    trial("former_incarnation($)");
  }
}

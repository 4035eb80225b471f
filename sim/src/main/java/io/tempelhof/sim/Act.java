package io.tempelhof.sim;

import io.tempelhof.sim.measure.Talk;

/// What befalls the cluster of a scenario once it has formed.
interface Act {
  /// Plays it, until all is quiet again, and answers what came of what programs said meanwhile.
  Talk play(Stage stage);

  static Act of(Scenario scenario) {
    return switch (scenario) {
      case STEADY, JOIN -> stage -> Talk.of(stage.cluster, false);
      case BURST -> new Burst();
      case CLOSES -> new Closes();
      case MONITORS -> new Monitors();
      case DEATHS -> new SingleDeaths(20);
      case TWOZONES, SKEW -> new SingleDeaths(10);
      case KILL30 -> new Kills(0.3);
      case KILL50 -> new Kills(0.5);
      case KILL80 -> new Kills(0.8);
      case CHURN -> new Churn();
      case PARTITION -> new Partition(false);
      case OVERLAP -> new Partition(true);
      case RESTART -> new RollingRestart();
      case RACK -> new RackLoss();
      case JVM -> new JvmLoss();
      case DAY -> new LongDay();
    };
  }
}

package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.Seed;
import io.tempelhof.runtime.Self;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a flight recording of a node holds.
class FlightEventsTest {
  @Test
  void aRecordingHoldsConnectionsAndWhereItAsksForThemProcesses(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("flight.jfr");
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.enable("io.tempelhof.ProcessSpawned");
      recording.enable("io.tempelhof.ProcessExited");
      recording.start();
      try (TestCluster cluster = new TestCluster()) {
        Node one = cluster.start("flight1");
        Node two = cluster.start("flight2");
        two.join(new Seed(one.name(), one.address()));
        TestCluster.await("joined", () -> two.status().peers() == 1);
        two.spawn("short", Self::pid);
        // Its name is free a moment before its end is recorded.
        TestCluster.await(
            "recorded", () -> read(recording, file).stream().anyMatch(FlightEventsTest::isEnd));
      }
      recording.stop();
      events = read(recording, file);
    }
    assertThat(events)
        .anyMatch(event ->
            event.getEventType().getName().equals("io.tempelhof.ConnectionOpened")
                && event.getString("node").equals("flight2@127.0.0.1")
                && event.getString("other").equals("flight1@127.0.0.1"))
        .anyMatch(event ->
            event.getEventType().getName().equals("io.tempelhof.ConnectionClosed")
                && !event.getString("reason").isEmpty())
        .anyMatch(event -> event.getEventType().getName().equals("io.tempelhof.ProcessSpawned"))
        .anyMatch(FlightEventsTest::isEnd);
  }

  private static List<RecordedEvent> read(Recording recording, Path file) {
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEnd(RecordedEvent event) {
    return event.getEventType().getName().equals("io.tempelhof.ProcessExited")
        && event.getString("reason").equals("normal");
  }
}

package io.tempelhof.core.wire;

import static io.tempelhof.core.wire.GoldenFrames.A;
import static io.tempelhof.core.wire.GoldenFrames.B;
import static io.tempelhof.core.wire.GoldenFrames.ECHO;
import static io.tempelhof.core.wire.GoldenFrames.REASON;
import static io.tempelhof.core.wire.GoldenFrames.REF_A;
import static io.tempelhof.core.wire.GoldenFrames.REF_B;
import static io.tempelhof.core.wire.GoldenFrames.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.wire.FrameWriter.Written;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final GoldenFrames GOLDEN = new GoldenFrames();
  private static final Flags PASS_THROUGH =
      Flags.OFFERED.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS);
  private static final Flags JINTERFACE = Flags.MANDATORY.with(Flag.MANDATORY_25_DIGEST);

  private final TermWriter out = new TermWriter();

  @Test
  void writesWhatAGenuineNodeWrites() {
    writes("send_sender", new Signal.Send(A, B, GoldenFrames.message()));
    writes("reg_send", new Signal.SendName(A, ECHO, GoldenFrames.message()));
    writes("alias_send", new Signal.SendAlias(A, REF_B, GoldenFrames.message()));
    writes("link", new Signal.Link(A, B));
    writes("unlink_id", new Signal.Unlink(1, A, B));
    writes("unlink_id_half", new Signal.Unlink(Long.MIN_VALUE, A, B));
    writes("unlink_id_greatest", new Signal.Unlink(-1, A, B));
    writes("unlink_id_ack", new Signal.UnlinkAck(77, A, B));
    writes("payload_exit", new Signal.Exit(A, B, REASON));
    writes("payload_exit2", new Signal.ExitRequest(A, B, REASON));
    writes("monitor", new Signal.Monitor(A, B, REF_A));
    writes("monitor_name", new Signal.Monitor(A, SIZE, REF_A));
    writes("demonitor", new Signal.Demonitor(A, B, REF_A));
    writes("demonitor_name", new Signal.Demonitor(A, SIZE, REF_A));
    writes("payload_monitor_exit", new Signal.Down(A, B, REF_B, REASON));
    writes("payload_monitor_exit_name", new Signal.Down(ECHO, B, REF_B, REASON));
    writes("group_leader", new Signal.GroupLeader(A, B));
    writes("spawn_request", GoldenFrames.spawnRequest());
    writes("spawn_reply", new Signal.SpawnReply(REF_A, B, 3, A));
    writes("spawn_reply_error", new Signal.SpawnReply(REF_A, B, 0, Atom.of("notsup")));
  }

  @Test
  void passesTracesOnToPeersThatKnowThem() {
    Signal.Send send = new Signal.Send(A, B, GoldenFrames.message());
    writes("send_sender_tt", GoldenFrames.traced(send));
    writes(
        "reg_send_tt", GoldenFrames.traced(new Signal.SendName(A, ECHO, GoldenFrames.message())));
    writes(
        "alias_send_tt",
        GoldenFrames.traced(new Signal.SendAlias(A, REF_B, GoldenFrames.message())));
    writes("send_tt", GoldenFrames.traced(send), JINTERFACE.with(Flag.BIG_SEQTRACE_LABELS));
    writes("send", GoldenFrames.traced(send), JINTERFACE);
  }

  @Test
  void writesTheOlderFormsForPeersThatKnowNoOthers() {
    writes("send", new Signal.Send(A, B, GoldenFrames.message()), JINTERFACE);
    writes("exit", new Signal.Exit(A, B, REASON), JINTERFACE);
    writes("exit2", new Signal.ExitRequest(A, B, REASON), JINTERFACE);
    Flags withMonitors = JINTERFACE.with(Flag.DIST_MONITOR, Flag.DIST_MONITOR_NAME);
    writes("monitor_exit", new Signal.Down(A, B, REF_B, REASON), withMonitors);
    writes("monitor_exit_name", new Signal.Down(ECHO, B, REF_B, REASON), withMonitors);
  }

  @Test
  void appendsNothingForWhichThePeerHasNoWord() {
    writer(PASS_THROUGH).write(new Signal.Link(A, B), out);
    int size = out.size();
    for (Signal signal :
        List.of(
            new Signal.Monitor(A, B, REF_A),
            new Signal.Demonitor(A, B, REF_A),
            new Signal.Down(A, B, REF_A, REASON),
            new Signal.SendAlias(A, REF_A, GoldenFrames.message()),
            GoldenFrames.spawnRequest(),
            new Signal.SpawnReply(REF_A, B, 0, ECHO))) {
      assertThat(writer(JINTERFACE).write(signal, out)).isEqualTo(Written.NOT_UNDERSTOOD);
      assertThat(out.size()).isEqualTo(size);
    }
    Flags byPidOnly = JINTERFACE.with(Flag.DIST_MONITOR);
    assertThat(writer(byPidOnly).write(new Signal.Monitor(A, B, REF_A), out))
        .isEqualTo(Written.NOT_UNDERSTOOD);
  }

  @Test
  void appendsFramesOneAfterTheOther() {
    FrameWriter writer = writer(PASS_THROUGH);
    writer.write(new Signal.Link(A, B), out);
    writer.writeTick(out);
    writer.write(new Signal.Unlink(1, A, B), out);
    assertThat(hex())
        .isEqualTo(framed(GOLDEN.frame("link")) + "00000000" + framed(GOLDEN.frame("unlink_id")));
  }

  private void writes(String name, Signal signal) {
    writes(name, signal, PASS_THROUGH);
  }

  private void writes(String name, Signal signal, Flags common) {
    out.truncate(0);
    assertThat(writer(common).write(signal, out)).isEqualTo(Written.DONE);
    assertThat(hex()).as(name).isEqualTo(framed(GOLDEN.frame(name)));
  }

  private static FrameWriter writer(Flags common) {
    return new FrameWriter(common);
  }

  private static String framed(byte[] frame) {
    return HexFormat.of().formatHex(Framing.FRAMES.packet(frame));
  }

  private String hex() {
    return HexFormat.of().formatHex(out.toBytes());
  }
}

package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Tuple;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A message as a frame with a header, its atoms being known to both ends.
@State(Scope.Thread)
public class FrameBenchmark {
  private static final NodeName NODE = NodeName.of("n@h");
  private static final int LENGTH_BYTES = Framing.FRAMES.headerBytes();

  /// Bytes of the binary in the message.
  @Param({"20", "1024"})
  int bytes;

  private final TermWriter out = new TermWriter();
  private FrameWriter writer = new FrameWriter(Flags.OFFERED);
  private FrameReader reader = reader();
  private Signal message = message();
  private byte[] frame = {};

  private static FrameReader reader() {
    return new FrameReader(NODE, 1, Flags.OFFERED, Allowance.UNLIMITED);
  }

  private Signal message() {
    Pid from = new Pid(NODE.atom(), 1, 0, 1);
    Pid to = new Pid(Atom.of("other@h"), 2, 0, 1);
    return new Signal.Send(
        from, to, Encoded.of(Tuple.of(Atom.of("put"), Binary.of(new byte[bytes]))));
  }

  @Setup
  public void meet() {
    writer = new FrameWriter(Flags.OFFERED);
    reader = reader();
    message = message();
    reader.read(written(), LENGTH_BYTES, out.size());
    frame = written();
    reader.read(frame, LENGTH_BYTES, frame.length);
  }

  private byte[] written() {
    write();
    return out.toBytes();
  }

  @Benchmark
  public FrameWriter.Written write() {
    out.truncate(0);
    return writer.write(message, out);
  }

  @Benchmark
  public Incoming read() {
    return reader.read(frame, LENGTH_BYTES, frame.length);
  }
}

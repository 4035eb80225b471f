package io.tempelhof.net;

import io.tempelhof.core.handshake.Handshake;
import io.tempelhof.core.handshake.HandshakeFailure;
import io.tempelhof.core.handshake.HandshakeInput;
import io.tempelhof.core.handshake.HandshakeOutput;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.FrameWriter;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.Incoming;
import io.tempelhof.core.wire.PacketSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Core's handshake and frames over one plain blocking socket, with nothing in between: what they
/// do to a genuine node without the rest of us.
final class BareConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final Handshake handshake;
  private final int bytesPerWrite;
  private final PacketSplitter splitter = new PacketSplitter(Allowance.UNLIMITED);
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private final byte[] buffer = new byte[65_536];
  private Verdict verdict = Verdict.OK;
  private @Nullable FrameReader reader;
  private @Nullable FrameWriter writer;
  private boolean superseding;
  private boolean yielded;
  private @Nullable Established established;
  private @Nullable HandshakeFailure failure;

  /// @param bytesPerWrite how the handshake's bytes are cut on the way out
  BareConnection(Socket socket, Handshake handshake, int bytesPerWrite) throws IOException {
    this.socket = socket;
    this.handshake = handshake;
    this.bytesPerWrite = bytesPerWrite;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    step(new HandshakeInput.Opened());
  }

  /// The socket, when its other end has said something. Before that it may still be given up.
  static Socket spokenTo(Socket socket) {
    TestCluster.await("the first word", () -> hasInput(socket));
    return socket;
  }

  private static boolean hasInput(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BareConnection answering(Verdict answer) {
    verdict = answer;
    return this;
  }

  /// Goes on until the handshake is over, one way or the other, or has yielded.
  BareConnection shakeHands() throws IOException {
    while (established == null && failure == null && !yielded) {
      read();
    }
    return this;
  }

  Established established() {
    if (established == null) {
      throw new AssertionError("no connection: " + failure);
    }
    return established;
  }

  HandshakeFailure failure() {
    if (failure == null) {
      throw new AssertionError("no failure: " + established);
    }
    return failure;
  }

  boolean hasYielded() {
    return yielded;
  }

  /// Whether an older connection had to give way.
  boolean hasSuperseded() {
    return superseding;
  }

  private FrameWriter writer() {
    if (writer == null) {
      writer = new FrameWriter(established().flags());
    }
    return writer;
  }

  private FrameReader reader() {
    if (reader == null) {
      Established with = established();
      reader = new FrameReader(with.peer(), with.creation(), with.flags(), Allowance.UNLIMITED);
    }
    return reader;
  }

  void send(Signal signal) throws IOException {
    TermWriter out = new TermWriter();
    if (writer().write(signal, out) != FrameWriter.Written.DONE) {
      throw new AssertionError("cannot be said: " + signal);
    }
    socket.getOutputStream().write(out.toBytes());
  }

  /// The next signal of that kind; others, and ticks, are passed over.
  <S extends Signal> S receive(Class<S> kind, Predicate<S> wanted) throws IOException {
    FrameReader reader = reader();
    while (true) {
      while (frames.isEmpty()) {
        if (!read()) {
          throw new AssertionError("closed while waiting for " + kind);
        }
      }
      byte[] frame = frames.removeFirst();
      switch (reader.read(frame, 0, frame.length)) {
        case Incoming.Signalled(Signal signal) -> {
          if (kind.isInstance(signal) && wanted.test(kind.cast(signal))) {
            return kind.cast(signal);
          }
        }
        case Incoming.Tick(), Incoming.Fragment() -> {}
        case Incoming.Malformed malformed -> throw new AssertionError(malformed.toString());
      }
    }
  }

  /// The next frame, as it came, without its length.
  byte[] nextFrame() throws IOException {
    while (frames.isEmpty()) {
      if (!read()) {
        throw new AssertionError("closed while waiting for a frame");
      }
    }
    return frames.removeFirst();
  }

  /// Reads and drops frames until the other end closes.
  void awaitClose() throws IOException {
    while (read()) {
      frames.clear();
    }
  }

  /// Reads once; false at the end.
  private boolean read() throws IOException {
    int count = socket.getInputStream().read(buffer);
    if (count < 0) {
      step(new HandshakeInput.Closed());
      return false;
    }
    splitter.feed(
        buffer,
        0,
        count,
        (bytes, from, to) -> {
          byte[] packet = Arrays.copyOfRange(bytes, from, to);
          if (established == null) {
            step(new HandshakeInput.Received(packet));
          } else {
            frames.add(packet);
          }
          return true;
        });
    return true;
  }

  private void step(HandshakeInput input) {
    handshake.step(input, System.nanoTime(), this::perform);
  }

  private void perform(HandshakeOutput output) {
    switch (output) {
      case HandshakeOutput.Send(byte[] packet) -> write(Framing.HANDSHAKE.packet(packet));
      case HandshakeOutput.Ask ask -> step(new HandshakeInput.Answered(verdict));
      case HandshakeOutput.Supersede s -> {
        superseding = true;
        step(new HandshakeInput.OlderGone());
      }
      case HandshakeOutput.Yielded y -> yielded = true;
      case HandshakeOutput.Named n -> {}
      case Established e -> {
        established = e;
        splitter.switchTo(Framing.FRAMES);
      }
      case HandshakeOutput.Failed(HandshakeFailure why) -> failure = why;
    }
  }

  private void write(byte[] bytes) {
    try {
      for (int at = 0; at < bytes.length; at += bytesPerWrite) {
        socket.getOutputStream().write(bytes, at, Math.min(bytesPerWrite, bytes.length - at));
      }
    } catch (IOException e) {
      // The other end is gone: the next read says so.
      step(new HandshakeInput.Closed());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

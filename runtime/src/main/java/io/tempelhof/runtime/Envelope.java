package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.mapping.TermMapping;
import org.jspecify.annotations.Nullable;

/// One message in a {@link Mailbox}: a local value, given by reference, or bytes nobody has looked
/// into yet. Only the receiving process looks, and remembers what it found.
final class Envelope {
  private final Object content;
  private final @Nullable Blame origin;
  private @Nullable Decoded decoded;
  private @Nullable Class<?> refusedBy;

  /// The chain of the mailbox that holds the envelope; its owner's and its sender's business.
  @Nullable Envelope next;

  /// The sequential trace the message belongs to; null for most.
  @Nullable TraceToken trace;

  /// How many envelopes the chain has from here on, while the mailbox's owner has not collected it.
  int depth;

  /// When the owner first walked past it (on the node's {@link Time}); 0 if it has not.
  long passedAt;

  private Envelope(Object content, @Nullable Blame origin) {
    this.content = content;
    this.origin = origin;
  }

  /// A value that is immutable and has a term form.
  static Envelope of(Object value) {
    return new Envelope(value, null);
  }

  /// Bytes; {@code origin} is told should they turn out to be malformed.
  static Envelope of(Encoded bytes, Blame origin) {
    return new Envelope(bytes, origin);
  }

  /// A message from another node, likewise.
  static Envelope of(Signal.Message message, Blame origin) {
    Envelope envelope = new Envelope(message.message(), origin);
    envelope.trace = message.trace();
    return envelope;
  }

  /// The value, if it came by reference; null if it came as bytes.
  @Nullable Object value() {
    return content instanceof Encoded ? null : content;
  }

  /// The message as a term.
  Decoded decoded() {
    if (decoded == null) {
      decoded =
          content instanceof Encoded bytes
              ? bytes.decode()
              : new Decoded.Ok(TermMapping.toTerm(content), 0);
    }
    return decoded;
  }

  /// Whether looking into the bytes has shown that they are not legal; then the origin is told.
  boolean isMalformed() {
    if (!(decoded instanceof Malformed malformed)) {
      return false;
    }
    if (origin != null) {
      origin.malformed(malformed);
    }
    return true;
  }

  /// Whether it is known that the message does not match this type.
  boolean isRefusedBy(Class<?> type) {
    return refusedBy == type;
  }

  /// Remembers that the message does not match this type, so that it need not be tried again for
  /// the same type at every receive.
  void refuse(Class<?> type) {
    refusedBy = type;
  }
}

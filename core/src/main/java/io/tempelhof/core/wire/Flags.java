package io.tempelhof.core.wire;

import java.util.Arrays;
import java.util.List;

/// The 64 capability bits a node offers in the handshake, or the ones two nodes have in common.
/// Unknown bits are kept and carry no meaning.
public record Flags(long bits) {
  /// What OTP 25 demands of its peers, and what {@link Flag#MANDATORY_25_DIGEST} is short for.
  private static final Flags MANDATORY_25 =
      of(
          Flag.EXTENDED_REFERENCES,
          Flag.FUN_TAGS,
          Flag.NEW_FUN_TAGS,
          Flag.EXTENDED_PIDS_PORTS,
          Flag.EXPORT_PTR_TAG,
          Flag.BIT_BINARIES,
          Flag.NEW_FLOATS,
          Flag.UTF8_ATOMS,
          Flag.MAP_TAG,
          Flag.BIG_CREATION,
          Flag.HANDSHAKE_23);

  /// What we demand of a peer: the set of OTP 26, which OTP 24 and later offer. It spares us the
  /// unlinking without acknowledgement of earlier nodes, which could lose a link.
  public static final Flags MANDATORY = MANDATORY_25.with(Flag.UNLINK_ID, Flag.V4_NC);

  /// What we offer: hidden (no {@link Flag#PUBLISHED}). {@link Flag#ALTACT_SIG} is not offered,
  /// since no mailbox has a priority part yet.
  public static final Flags OFFERED =
      MANDATORY.with(
          Flag.MANDATORY_25_DIGEST,
          Flag.DIST_MONITOR,
          Flag.DIST_MONITOR_NAME,
          Flag.SEND_SENDER,
          Flag.BIG_SEQTRACE_LABELS,
          Flag.EXIT_PAYLOAD,
          Flag.UNICODE_IO,
          Flag.DIST_HDR_ATOM_CACHE,
          Flag.FRAGMENTS,
          Flag.SPAWN,
          Flag.ALIAS);

  /// The set of these bits.
  public static Flags of(Flag... flags) {
    return new Flags(0).with(flags);
  }

  /// These bits and the given ones.
  public Flags with(Flag... flags) {
    long all = bits;
    for (Flag flag : flags) {
      all |= flag.mask();
    }
    return new Flags(all);
  }

  /// These bits without the given ones.
  public Flags without(Flag... flags) {
    return new Flags(bits & ~of(flags).bits);
  }

  /// Whether frames have headers; otherwise the connection is in pass-through mode.
  boolean haveHeaders() {
    return has(Flag.DIST_HDR_ATOM_CACHE) || has(Flag.FRAGMENTS);
  }

  public boolean has(Flag flag) {
    return (bits & flag.mask()) != 0;
  }

  /// These bits and those {@link Flag#MANDATORY_25_DIGEST} is short for, where it is set.
  public Flags expanded() {
    return has(Flag.MANDATORY_25_DIGEST) ? new Flags(bits | MANDATORY_25.bits) : this;
  }

  /// What both sides offer: the capabilities a connection really has.
  public Flags and(Flags other) {
    return new Flags(expanded().bits & other.expanded().bits);
  }

  /// The mandatory capabilities that are missing here, in the order of their bits; empty when the
  /// peer is good enough.
  public List<Flag> missingMandatory() {
    Flags expanded = expanded();
    return Arrays.stream(Flag.values())
        .filter(flag -> MANDATORY.has(flag) && !expanded.has(flag))
        .toList();
  }

  @Override
  public String toString() {
    return "0x" + Long.toHexString(bits);
  }
}

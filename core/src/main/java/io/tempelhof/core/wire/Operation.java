package io.tempelhof.core.wire;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operations of control messages (OTP, {@code erl_dist_protocol}, "Protocol between Connected
/// Nodes"): the number in the tuple's first element, and the shape of what follows it. What stands
/// behind a plus sign is a term of its own after the tuple.
///
/// UNLINK (4) is missing: no node that offers what is mandatory sends it, and its receivers close
/// the connection.
enum Operation {
  LINK(1, "From To"),
  SEND(2, "Unused To + Message"),
  EXIT(3, "From To Reason"),
  REG_SEND(6, "From Unused Name + Message"),
  GROUP_LEADER(7, "Leader To"),
  EXIT2(8, "From To Reason"),
  SEND_TT(12, "Unused To Token + Message"),
  EXIT_TT(13, "From To Token Reason"),
  REG_SEND_TT(16, "From Unused Name Token + Message"),
  EXIT2_TT(18, "From To Token Reason"),
  MONITOR_P(19, "From Target Ref"),
  DEMONITOR_P(20, "From Target Ref"),
  MONITOR_P_EXIT(21, "Source To Ref Reason"),
  SEND_SENDER(22, "From To + Message"),
  SEND_SENDER_TT(23, "From To Token + Message"),
  PAYLOAD_EXIT(24, "From To + Reason"),
  PAYLOAD_EXIT_TT(25, "From To Token + Reason"),
  PAYLOAD_EXIT2(26, "From To + Reason"),
  PAYLOAD_EXIT2_TT(27, "From To Token + Reason"),
  PAYLOAD_MONITOR_P_EXIT(28, "Source To Ref + Reason"),
  SPAWN_REQUEST(29, "Ref From Leader MFA Options + Arguments"),
  SPAWN_REQUEST_TT(30, "Ref From Leader MFA Options Token + Arguments"),
  SPAWN_REPLY(31, "Ref To Flags Result"),
  SPAWN_REPLY_TT(32, "Ref To Flags Result Token"),
  ALIAS_SEND(33, "From Alias + Message"),
  ALIAS_SEND_TT(34, "From Alias Token + Message"),
  UNLINK_ID(35, "Id From To"),
  UNLINK_ID_ACK(36, "Id From To"),
  /// Its flags decide what {@code To} is, whether a token follows and what the payload is; the
  /// tuple may grow in the future.
  ALTACT_SIG_SEND(37, "Flags From To + MessageOrReason");

  private static final Operation[] BY_CODE = new Operation[38];

  static {
    for (Operation operation : values()) {
      BY_CODE[operation.code] = operation;
    }
  }

  private final int code;
  private final int arity;
  private final int tokenAt;
  private final boolean hasPayload;

  Operation(int code, String shape) {
    List<String> words = Arrays.asList(shape.split(" "));
    this.code = code;
    hasPayload = words.contains("+");
    arity = 1 + (hasPayload ? words.indexOf("+") : words.size());
    tokenAt = 1 + words.indexOf("Token");
  }

  /// The operation with this number; null if there is none.
  static @Nullable Operation of(long code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[(int) code] : null;
  }

  int code() {
    return code;
  }

  /// The size of the tuple, the number included.
  int arity() {
    return arity;
  }

  /// Where the trace token stands in the tuple; 0 if there is none.
  int tokenAt() {
    return tokenAt;
  }

  /// Whether a second term follows the tuple.
  boolean hasPayload() {
    return hasPayload;
  }
}

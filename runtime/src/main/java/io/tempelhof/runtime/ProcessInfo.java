package io.tempelhof.runtime;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be seen of a process from outside, as Erlang's {@code process_info/1}. A process that
/// is at work changes meanwhile: relations are all of the same instant, figures are close to it.
///
/// @param name its registered name; null if it has none
/// @param label what it says it is there for (OTP {@code proc_lib:get_label/1}); null if nothing
/// @param parent the process here that started it, be it alive or not; null if none did
/// @param state what it is doing
/// @param trapsExits whether exit signals arrive as messages {@link Exited}
/// @param groupLeader where its output goes
/// @param mailbox messages waiting in its mailbox
/// @param passedOver how many of these it has looked at and left, because no receive so far wanted
///   them
/// @param passedOverFor how long ago it first did so to the oldest of them; zero if there is none
/// @param limit of the mailbox
/// @param refused messages dropped because the mailbox was full
/// @param sent messages it has sent
/// @param received messages it has received
/// @param links the processes linked to it, the oldest link first
/// @param monitors what it monitors, a pid or {@code {Name, Node}}, the oldest monitor first
/// @param monitoredBy who monitors it, the oldest monitor first; who holds several, several times
/// @param aliases its active aliases, oldest first
public record ProcessInfo(
    Pid pid,
    @Nullable String name,
    @Nullable String label,
    @Nullable Pid parent,
    State state,
    boolean trapsExits,
    Pid groupLeader,
    int mailbox,
    int passedOver,
    Duration passedOverFor,
    MailboxLimit limit,
    long refused,
    long sent,
    long received,
    List<Pid> links,
    List<Term> monitors,
    List<Pid> monitoredBy,
    List<Ref> aliases) {

  /// What a process can be doing.
  public enum State {
    /// Its code runs, or would if a processor were free.
    RUNNING,
    /// It waits for a message.
    WAITING,
    /// It waits for something else: sleeps, reads, waits for room or for a lock.
    BLOCKED,
    /// An exit signal has reached it, but its code has not returned yet.
    ENDING,
    /// The same, for longer than {@link Options#stuckAfter}.
    STUCK
  }

  /// How much it has done so far, in messages: what Erlang's reductions tell of a process, as far
  /// as a JVM can.
  public long work() {
    return sent + received;
  }
}

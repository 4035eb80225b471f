/// Processes of one node on this JVM.
///
/// ```java
/// var processes = new Processes(NodeName.of("shop@localhost"), 1, Remote.NONE, Options.DEFAULT);
///
/// Pid till = processes.spawn("till", self -> {
///   long sum = 0;
///   while (true) {
///     switch (self.receive(Command.class)) {
///       case Deposit(String account, long amount) -> sum += amount;
///       case Report(Pid to) -> self.send(to, sum);
///     }
///   }
/// });
/// ```
///
/// {@link io.tempelhof.runtime.Processes} starts processes; each runs a {@link
/// io.tempelhof.runtime.Body} on a virtual thread and gets a {@link io.tempelhof.runtime.Self}, its
/// handle on itself: send, receive, link, monitor, exit, as in Erlang. {@link
/// io.tempelhof.runtime.Pattern} says what a selective receive waits for; {@link
/// io.tempelhof.runtime.Down} and {@link io.tempelhof.runtime.Exited} are the messages the runtime
/// itself sends. {@link io.tempelhof.runtime.GenMessage} tells the messages of OTP's behaviours
/// apart, and {@link io.tempelhof.runtime.Question} is a call under way, whose answer comes by an
/// alias, so that none comes late. A {@link io.tempelhof.runtime.Timer} sends something at its
/// time.
///
/// {@link io.tempelhof.runtime.ProcessInfo} shows one process from outside, {@link
/// io.tempelhof.runtime.Snapshot} all of them in figures; {@link io.tempelhof.runtime.MailboxLimit}
/// bounds a mailbox.
///
/// The package {@code runtime.behaviour} starts processes so that the starter learns whether they
/// came up, and holds what all behaviours share; {@code runtime.server} are servers and how to ask
/// them.
///
/// {@link io.tempelhof.runtime.Nodes} says which other nodes there is a connection with; the
/// package {@code runtime.pg} adds process groups.
///
/// ## Behind it
///
/// A {@code LocalProcess} is a {@code Mailbox} (any thread pushes, the process takes) and the
/// tables of {@link io.tempelhof.core.signal}. Only messages wait: every other signal takes effect
/// at once, on the thread it comes from. The {@code Router} brings signals to a local process or
/// hands them to {@link io.tempelhof.runtime.Remote}, the seam to the network; what comes from
/// there enters by {@link io.tempelhof.runtime.Processes#deliver}.
///
/// Java cannot end a thread by force. A process that must end does so at its next call to the
/// runtime, and its thread is interrupted so that it comes there soon. Only when its body has been
/// left do its name become free and those linked to it or watching it hear of it; so whoever hears
/// of it knows that it does nothing any more. Those that do not end are counted as stuck.
///
/// {@code Timers} is all timers of the node and the one thread that fires them; a second one tells
/// {@code StuckWatch} when to look. No program can keep these threads busy.
@NullMarked
package io.tempelhof.runtime;

import org.jspecify.annotations.NullMarked;

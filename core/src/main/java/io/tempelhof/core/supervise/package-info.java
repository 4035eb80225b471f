/// What a supervisor decides: which children are started, stopped and restarted, in which order,
/// and when it gives up (OTP {@code supervisor}).
///
/// {@link io.tempelhof.core.supervise.Supervision} is the mind of one supervisor, a step machine.
/// It asks for processes by keys, and hears how they fare. The rules are OTP's, with one difference
/// that Java makes necessary: a process cannot be ended by force, so nothing here waits for one.
///
/// ## Stopping takes as long as it takes
///
/// A child that is told to end is *stopping* until it has really ended; one that was killed and has
/// not ended for a while is *stuck*. Meanwhile the supervisor goes on with all else:
///
/// - For one child there is never a second process before the first has ended.
/// - Under `one_for_one` its siblings live on and are restarted.
/// - Where children end together they do so one at a time, the last one first. A stuck one is not
///   waited for by those that end after it; but none of them starts, nor does the supervisor end,
///   before it has ended too.
///
/// Starting takes its time as well. Where OTP's supervisor is deaf while the init of a child runs,
/// this one answers, and can be told to end.
///
/// ## Requests in the meantime
///
/// A request is decided when it comes, by what is so at that moment; none waits for its turn, only
/// answers wait, for a start or an end. Of two that contradict each other the later one counts:
///
/// | request | of a child that is |  |
/// | --- | --- | --- |
/// | terminate | running, starting | ends it, answers when it has ended |
/// | | stopping | answers when it has ended; it is not started again, even if others are |
/// | | waiting to be restarted | calls that off |
/// | restart, delete | being restarted | `{error, restarting}` |
/// | | running, starting, stopping | `{error, running}` |
/// | start another of the same id | running, stopping | `{error, {already_started, Pid}}` |
/// | | else | `{error, already_present}` |
/// | start, restart | any, while the supervisor ends | `{error, shutdown}` |
@NullMarked
package io.tempelhof.core.supervise;

import org.jspecify.annotations.NullMarked;

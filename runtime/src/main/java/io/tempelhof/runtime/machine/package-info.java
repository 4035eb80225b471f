/// State machines, compatible with OTP's {@code gen_statem}.
///
/// {@link io.tempelhof.runtime.machine.StateMachine} is what a program writes: for an {@link
/// io.tempelhof.runtime.machine.Event} in a state it says, on a {@link
/// io.tempelhof.runtime.machine.Transition}, what follows. It is asked like a server, by a {@link
/// io.tempelhof.runtime.server.ServerRef}.
///
/// ## The rules
///
/// They are those of {@code gen_statem}, kept by {@code Machine}, which has neither clock nor
/// thread:
///
/// 1. An event is handled to its end before the next one. Events from outside are handled in the
///    order they came.
/// 2. A state change is a transition to a state that does not equal the one before. Going to an
///    equal one is none.
/// 3. What is postponed comes again after a state change and only then: all of it, in the order it
///    first came, before all that came later. The event whose handling changes the state can itself
///    be postponed.
/// 4. Inserted events come before those postponed and all others, in the order of insertion.
/// 5. A state is entered when it is the first, when it is changed to and when it is repeated; after
///    the handler that led there and before anything else. Entering neither changes the state nor
///    inserts or postpones events. What it wants counts as said after what the handler said.
/// 6. Answers are sent at once, those of the handler before those of entering.
/// 7. There is one state timeout and one event timeout at a time, and one timeout of each name. To
///    set one replaces it; of several in one transition, the last counts.
/// 8. A state change cancels the state timeout, but for one set in that very transition.
/// 9. Every event that is handled cancels the event timeout, but for one set in handling it.
/// 10. A timeout of no time at all comes when no event is left that is here already, before the
///     next one is received; until then it can be replaced and cancelled. Several come in order.
/// 11. An update changes the content of a running timeout, not its time; without one that runs, it
///     is a timeout of no time at all.
/// 12. A timeout cancelled or replaced never comes, not even if its time was up.
/// 13. A timeout whose time is up comes after all messages that arrived before.
///
/// Left out: hibernation, changing or stacking callback modules, absolute times.
@NullMarked
package io.tempelhof.runtime.machine;

import org.jspecify.annotations.NullMarked;

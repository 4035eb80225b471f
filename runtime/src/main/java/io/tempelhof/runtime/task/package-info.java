/// Tasks: one piece of work in a process of its own, whose result is awaited (Elixir's {@code
/// Task}).
///
/// ```java
/// Task<Price> here = Task.async(self, worker -> askTheShop(worker));
/// Task<Price> there = Task.async(self, worker -> askTheOtherShop(worker));
/// Price best = min(here.await(self), there.await(self));
///
/// List<Page> pages = Task.map(self, addresses, 8, (worker, address) -> fetch(address));
/// ```
///
/// Results are Java values and go by reference; they need no term form.
///
/// A task belongs to the process that began it, its *owner*: nobody else can await it, and it is
/// ended when its owner ends, however that ends. What goes wrong in it reaches the owner as a
/// {@link io.tempelhof.runtime.task.TaskException} when it awaits it, and not otherwise. (In Elixir
/// it ends the owner at once. Here an exception that nobody catches does so too, but at the line
/// that awaits.) A failure that its owner never awaits is logged when the owner ends.
///
/// Beside the process of the work there is a small second one that watches over it and its owner.
@NullMarked
package io.tempelhof.runtime.task;

import org.jspecify.annotations.NullMarked;

package io.tempelhof.sim.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is still to happen, by the time it is due; what is due at the same instant comes out in the
/// order it went in.
///
/// A great cluster has a million deadlines some seconds ahead, few of which matter now. So only
/// what is due in the current millisecond is kept in order, in a small heap; what is due in the
/// next seconds lies unordered in the slot of its millisecond, and all the rest in a heap of its
/// own.
final class EventQueue {
  /// A slot is 2^20 ns, about a millisecond.
  private static final int SLOT_SHIFT = 20;

  /// About 8.6 s; a power of two.
  private static final int SLOTS = 8_192;

  private final EventHeap now = new EventHeap();
  private final EventHeap far = new EventHeap();
  private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];
  private int inSlots;

  /// What is due in this slot or before is in {@code now}.
  private long current = Long.MIN_VALUE >> SLOT_SHIFT;

  private long added;

  int size() {
    return now.size() + far.size() + inSlots;
  }

  /// When the first event is due; {@link Long#MAX_VALUE} when there is none.
  long nextTime() {
    advance();
    return now.nextTime();
  }

  void add(long time, Runnable event) {
    put(time, added++, event);
  }

  /// Takes out the first event.
  ///
  /// @throws IllegalStateException when there is none
  Runnable poll() {
    advance();
    return now.poll();
  }

  private void put(long time, long order, Runnable event) {
    long slot = time >> SLOT_SHIFT;
    if (slot <= current) {
      now.add(time, order, event);
    } else if (slot - current < SLOTS) {
      slot(slot).add(time, order, event);
      inSlots++;
    } else {
      far.add(time, order, event);
    }
  }

  private Slot slot(long number) {
    int index = (int) (number & (SLOTS - 1));
    Slot slot = slots[index];
    if (slot == null) {
      slot = new Slot();
      slots[index] = slot;
    }
    return slot;
  }

  /// Moves to the first slot that has something in it, when nothing is left to do in the current
  /// one.
  private void advance() {
    while (now.size() == 0 && inSlots + far.size() > 0) {
      current = inSlots > 0 ? current + 1 : far.nextTime() >> SLOT_SHIFT;
      while (far.size() > 0 && (far.nextTime() >> SLOT_SHIFT) - current < SLOTS) {
        put(far.nextTime(), far.nextOrder(), far.poll());
      }
      Slot slot = slots[(int) (current & (SLOTS - 1))];
      if (slot != null) {
        inSlots -= slot.pourInto(now);
      }
    }
  }

  /// The events of one millisecond, in no order.
  private static final class Slot {
    private long[] times = new long[8];
    private long[] orders = new long[8];
    private @Nullable Runnable[] events = new @Nullable Runnable[8];
    private int size;

    void add(long time, long order, Runnable event) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        orders = Arrays.copyOf(orders, size * 2);
        events = Arrays.copyOf(events, size * 2);
      }
      times[size] = time;
      orders[size] = order;
      events[size++] = event;
    }

    /// Answers how many there were.
    int pourInto(EventHeap heap) {
      int poured = size;
      for (int i = 0; i < poured; i++) {
        Runnable event = events[i];
        if (event != null) {
          heap.add(times[i], orders[i], event);
        }
        events[i] = null;
      }
      size = 0;
      return poured;
    }
  }
}

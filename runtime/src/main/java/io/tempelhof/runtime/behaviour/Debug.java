package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What {@code sys} can be asked to keep of a behaviour's doings (its <i>debug options</i>): the
/// last events, figures, a line in the log for each event. Costs next to nothing while nobody asks.
public final class Debug {
  /// The most events kept, whatever is asked for.
  static final int EVENTS_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Debug.class);
  private static final int EVENTS_DEFAULT = 10;
  private static final Atom OK = Atom.of("ok");
  private static final Atom ERROR = Atom.of("error");

  private final Pid process;
  private boolean on;
  private boolean trace;
  private @Nullable Deque<Term> log;
  private int logMax = EVENTS_DEFAULT;
  private @Nullable Figures figures;

  /// Since they were asked for.
  private static final class Figures {
    final LocalDateTime since = LocalDateTime.now(ZoneId.systemDefault());
    long in;
    long out;
  }

  /// @param process whose doings these are
  public Debug(Pid process) {
    this.process = process;
  }

  /// A message was taken.
  public void in(GenMessage message) {
    if (on) {
      event(Tuple.of(Atom.of("in"), message.term()), true);
    }
  }

  /// An answer was given.
  public void out(Object answer, From to) {
    if (on) {
      event(Tuple.of(Atom.of("out"), GenMessage.term(answer), to.pid()), false);
    }
  }

  private void event(Term event, boolean in) {
    if (trace) {
      LOG.info("{} {}", process, event);
    }
    if (log != null) {
      log.add(event);
      trim(log);
    }
    if (figures != null && in) {
      figures.in++;
    } else if (figures != null) {
      figures.out++;
    }
  }

  private void trim(Deque<Term> events) {
    while (events.size() > logMax) {
      events.remove();
    }
  }

  /// The events kept, oldest first.
  Term logged() {
    return log == null ? ListTerm.of() : ListTerm.of(List.copyOf(log));
  }

  /// What is switched on, as {@code sys:get_status} shows it.
  Term options() {
    List<Term> options = new ArrayList<>();
    if (trace) {
      options.add(Tuple.of(Atom.of("trace"), Atom.TRUE));
    }
    if (log != null) {
      options.add(Tuple.of(Atom.of("log"), Tuple.of(Int.of(logMax), logged())));
    }
    if (figures != null) {
      options.add(Tuple.of(Atom.of("statistics"), figures(figures)));
    }
    return ListTerm.of(options);
  }

  /// Obeys {@code {debug, What}}.
  ///
  /// @return the answer
  Term obey(Term what) {
    Term answer =
        switch (what) {
          case Atom(String word) when word.equals("no_debug") -> silence();
          case Tuple tuple when tuple.arity() == 2 && tuple.at(0) instanceof Atom(String word) ->
              switch (word) {
                case "trace" -> trace(tuple.at(1).equals(Atom.TRUE));
                case "log" -> log(tuple.at(1));
                case "statistics" -> statistics(tuple.at(1));
                case "log_to_file" ->
                    tuple.at(1).equals(Atom.FALSE)
                        ? OK
                        : Tuple.of(ERROR, Atom.of("open_file")); // none is ever written
                case "install" -> Tuple.of(ERROR, Atom.of("notsup")); // a fun cannot run here
                case "remove" -> OK;
                default -> Atom.of("unknown_debug");
              };
          default -> Atom.of("unknown_debug");
        };
    on = trace || log != null || figures != null;
    return answer;
  }

  private Term silence() {
    trace = false;
    log = null;
    figures = null;
    return OK;
  }

  private Term trace(boolean wanted) {
    trace = wanted;
    return OK;
  }

  private Term log(Term wanted) {
    return switch (wanted) {
      case Atom(String word) when word.equals("get") -> Tuple.of(OK, logged());
      case Atom(String word) when word.equals("print") -> {
        if (log != null) {
          log.forEach(event -> LOG.info("{} {}", process, event));
        }
        yield OK;
      }
      case Atom(String word) when word.equals("true") -> keep(EVENTS_DEFAULT);
      case Atom(String word) when word.equals("false") -> {
        log = null;
        yield OK;
      }
      case Tuple tuple
          when tuple.arity() == 2 && tuple.at(1) instanceof Int(long events) && events > 0 ->
          keep((int) Math.min(events, EVENTS_MAX));
      default -> Atom.of("unknown_debug");
    };
  }

  private Term keep(int events) {
    logMax = events;
    log = log == null ? new ArrayDeque<>() : log;
    trim(log);
    return OK;
  }

  private Term statistics(Term wanted) {
    return switch (wanted) {
      case Atom(String word) when word.equals("get") ->
          Tuple.of(OK, figures == null ? Atom.of("no_statistics") : figures(figures));
      case Atom(String word) when word.equals("true") -> {
        figures = figures == null ? new Figures() : figures;
        yield OK;
      }
      case Atom(String word) when word.equals("false") -> {
        figures = null;
        yield OK;
      }
      default -> Atom.of("unknown_debug");
    };
  }

  /// A message counts as a reduction, as in {@link io.tempelhof.runtime.ProcessInfo#work}.
  private static Term figures(Figures figures) {
    return ListTerm.of(
        Tuple.of(Atom.of("start_time"), time(figures.since)),
        Tuple.of(Atom.of("current_time"), time(LocalDateTime.now(ZoneId.systemDefault()))),
        Tuple.of(Atom.of("reductions"), Int.of(figures.in + figures.out)),
        Tuple.of(Atom.of("messages_in"), Int.of(figures.in)),
        Tuple.of(Atom.of("messages_out"), Int.of(figures.out)));
  }

  private static Term time(LocalDateTime t) {
    return Tuple.of(
        Tuple.of(Int.of(t.getYear()), Int.of(t.getMonthValue()), Int.of(t.getDayOfMonth())),
        Tuple.of(Int.of(t.getHour()), Int.of(t.getMinute()), Int.of(t.getSecond())));
  }
}

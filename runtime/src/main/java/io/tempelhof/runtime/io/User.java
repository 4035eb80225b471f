package io.tempelhof.runtime.io;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.SystemLimitException;
import io.tempelhof.runtime.rpc.Outcome;
import io.tempelhof.runtime.rpc.Rpc;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process {@code user} of a node: the group leader of all that have no other. It answers
/// Erlang's I/O protocol, so that code on other nodes that runs on behalf of this one can print;
/// the text goes to a {@link Sink}. There is no input: whoever reads gets {@code eof}.
///
/// Text that is still to be formatted ({@code io:format}) is formatted where it comes from, by
/// {@code io_lib} there: by functions that only format, for anybody may name any process as the one
/// that asks.
public final class User implements Body {
  /// How many texts may be on their way to being formatted, or answers waiting for room.
  static final int ASIDE_MAX = 256;

  /// What {@code io} asks of {@code io_lib}. Others there apply functions they are given.
  private static final Set<String> FORMATTERS = Set.of("format", "fwrite", "write", "print");

  private static final Logger LOG = LoggerFactory.getLogger(User.class);
  private static final String NAME = "user";
  private static final Duration FORMATTING_TIMEOUT = Duration.ofSeconds(5);

  private static final Atom IO_REQUEST = Atom.of("io_request");
  private static final Atom IO_REPLY = Atom.of("io_reply");
  private static final Atom PUT_CHARS = Atom.of("put_chars");
  private static final Atom IO_LIB = Atom.of("io_lib");
  private static final Atom UNICODE = Atom.of("unicode");
  private static final Atom LATIN1 = Atom.of("latin1");
  private static final Atom DOWN = Atom.of("DOWN");
  private static final Atom REQUESTS = Atom.of("requests");
  private static final Atom ERROR = Atom.of("error");
  private static final Atom OK = Atom.of("ok");
  private static final Atom EOF = Atom.of("eof");
  private static final Term BAD_REQUEST = error(Atom.of("request"));
  private static final Term ENOTSUP = error(Atom.of("enotsup"));
  private static final Term TERMINATED = error(Atom.of("terminated"));
  private static final Term OPTIONS =
      ListTerm.of(Tuple.of(Atom.of("binary"), Atom.FALSE), Tuple.of(Atom.of("encoding"), UNICODE));
  private static final Set<String> SETTABLE = Set.of("binary", "list", "echo", "encoding");

  private volatile Sink sink = Sink.LOG;

  /// Who formats or waits for room to answer, each a process; by the monitors.
  private final Set<Ref> aside = new HashSet<>();

  private long unanswered;

  private User() {}

  /// Starts it, with {@link Sink#LOG}.
  ///
  /// @throws io.tempelhof.runtime.NameTakenException if there is one already
  public static User start(Processes processes) {
    User user = new User();
    processes.spawn(NAME, user);
    return user;
  }

  /// From now on text goes there.
  public void sink(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void run(Self self) {
    self.trapExits(true); // nobody restarts it, and anybody may link to it
    while (true) {
      if (self.receive() instanceof Tuple message) {
        if (message.is(IO_REQUEST, 4)) {
          asked(self, message.at(1), message.at(2), message.at(3));
        } else if (message.is(DOWN, 5) && message.at(1) instanceof Ref ref) {
          aside.remove(ref);
        }
      }
    }
  }

  private void asked(Self self, Term from, Term replyAs, Term request) {
    if (!(from instanceof Pid pid)) {
      return;
    }
    if (request instanceof Tuple tuple && (isUnformatted(tuple) || asksForMore(tuple))) {
      later(self, pid, replyAs, tuple);
    } else {
      reply(self, pid, replyAs, answer(self, pid, request));
    }
  }

  /// Waits for nobody: who does not read must not keep others from being answered.
  private void reply(Self self, Pid to, Term replyAs, Term answer) {
    Tuple reply = Tuple.of(IO_REPLY, replyAs, answer);
    boolean sent = self.trySend(to, reply) || aside(self, process -> process.send(to, reply));
    if (!sent && Long.bitCount(++unanswered) == 1) {
      LOG.warn("no room for an answer to {}, {} in all", to, unanswered);
    }
  }

  /// Has something done in a process of its own, if there may be one more.
  private boolean aside(Self self, Body body) {
    if (aside.size() >= ASIDE_MAX) {
      return false;
    }
    try {
      return aside.add(self.spawnMonitor(body).ref());
    } catch (SystemLimitException tooManyProcesses) {
      return false;
    }
  }

  /// Several requests, one of which may have to be formatted.
  private static boolean asksForMore(Tuple request) {
    return request.is(REQUESTS, 2);
  }

  private static boolean isUnformatted(Tuple request) {
    return request.is(PUT_CHARS, 5) || request.is(PUT_CHARS, 4);
  }

  /// Answers in a process of its own: this one must wait for nobody.
  private void later(Self self, Pid from, Term replyAs, Tuple request) {
    boolean taken =
        aside(
            self,
            process ->
                process.send(from, Tuple.of(IO_REPLY, replyAs, answer(process, from, request))));
    if (!taken) {
      reply(self, from, replyAs, error(Atom.of("system_limit")));
    }
  }

  private Term answer(Self self, Pid from, Term request) {
    if (request instanceof Atom atom) {
      return atom.text().equals("getopts") ? OPTIONS : BAD_REQUEST;
    }
    if (!(request instanceof Tuple tuple)
        || tuple.arity() == 0
        || !(tuple.at(0) instanceof Atom kind)) {
      return BAD_REQUEST;
    }
    return switch (kind.text()) {
      case "put_chars" -> tuple.arity() > 1 ? put(self, from, tuple) : BAD_REQUEST;
      case "requests" -> tuple.arity() == 2 ? all(self, from, tuple.at(1)) : BAD_REQUEST;
      case "get_chars", "get_line", "get_until", "get_password" -> EOF;
      case "get_geometry" -> ENOTSUP;
      case "setopts" -> tuple.arity() == 2 ? set(tuple.at(1)) : BAD_REQUEST;
      default -> BAD_REQUEST;
    };
  }

  /// One after the other, until one fails.
  private Term all(Self self, Pid from, Term requests) {
    Term answer = OK;
    if (!(requests instanceof ListTerm list) || !list.isProper()) {
      return requests.equals(Nil.NIL) ? OK : BAD_REQUEST;
    }
    for (Term request : list.elements()) {
      boolean nested = request instanceof Tuple tuple && asksForMore(tuple);
      answer = nested ? BAD_REQUEST : answer(self, from, request);
      if (answer instanceof Tuple failed && failed.is(ERROR, 2)) {
        return answer;
      }
    }
    return answer;
  }

  private static Term set(Term options) {
    if (!(options instanceof ListTerm list)) {
      return options.equals(Nil.NIL) ? OK : BAD_REQUEST;
    }
    boolean known = list.elements().stream().allMatch(User::isSettable);
    return known ? OK : ENOTSUP;
  }

  private static boolean isSettable(Term option) {
    Term name = option instanceof Tuple pair && pair.arity() == 2 ? pair.at(0) : option;
    return name instanceof Atom atom && SETTABLE.contains(atom.text());
  }

  /// {@code {put_chars, Encoding, Data}} or {@code {put_chars, Encoding, M, F, A}}; in the form of
  /// old without the encoding, which is then Latin-1.
  private Term put(Self self, Pid from, Tuple request) {
    boolean old = request.arity() % 2 == 0;
    Term encoding = old ? LATIN1 : request.at(1);
    if (!encoding.equals(UNICODE) && !encoding.equals(LATIN1)) {
      return BAD_REQUEST;
    }
    int first = old ? 1 : 2;
    return switch (request.arity() - first) {
      case 1 -> write(from, encoding, request.at(first));
      case 3 -> {
        Term text = format(self, from, request.elements().subList(first, first + 3));
        yield text == null ? failed(encoding, request) : write(from, UNICODE, text);
      }
      default -> BAD_REQUEST;
    };
  }

  private Term write(Pid from, Term encoding, Term data) {
    String text = CharData.text(data, encoding.equals(UNICODE));
    if (text == null) {
      return failed(encoding, data);
    }
    try {
      sink.write(from, text);
      return OK;
    } catch (RuntimeException e) {
      LOG.error("the sink of {} takes no text", from, e);
      return TERMINATED;
    }
  }

  private static Term failed(Term encoding, Term data) {
    return error(Tuple.of(PUT_CHARS, encoding, data));
  }

  /// Formats where it comes from; null if that fails.
  private static @Nullable Term format(Self self, Pid from, List<Term> mfa) {
    if (!mfa.get(0).equals(IO_LIB)
        || !(mfa.get(1) instanceof Atom function)
        || !FORMATTERS.contains(function.text())
        || !(mfa.get(2) instanceof ListTerm arguments)
        || !arguments.isProper()) {
      return null;
    }
    NodeName node;
    try {
      node = NodeName.of(from.node().text());
    } catch (IllegalArgumentException noName) {
      return null;
    }
    Mfa call = new Mfa(IO_LIB, function, arguments.elements());
    return Rpc.request(self, node, call).await(FORMATTING_TIMEOUT)
            instanceof Outcome.Value(Term text)
        ? text
        : null;
  }

  private static Term error(Term reason) {
    return Tuple.of(ERROR, reason);
  }
}

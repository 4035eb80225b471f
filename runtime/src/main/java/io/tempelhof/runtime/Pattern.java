package io.tempelhof.runtime;

import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a selective receive waits for. The first message in the mailbox that matches is taken;
/// those before it stay.
///
/// ```java
/// Answer answer = self.receive(Pattern.of(Answer.class).where(a -> a.ref().equals(ref)));
/// ```
///
/// A condition is asked in the receiving process, once per message and receive, and must not call
/// the runtime itself.
///
/// @param <T> what a match gives
public abstract sealed class Pattern<T> {
  /// One for each type: every process that waits holds one.
  private static final ClassValue<Pattern<?>> TYPED =
      new ClassValue<>() {
        @Override
        protected Pattern<?> computeValue(Class<?> type) {
          return new Typed<>(type);
        }
      };

  static final Pattern<GenMessage> GEN = new Gen();

  private Pattern() {}

  /// Messages of this type: those whose term form decodes as it.
  ///
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the type has no term form
  @SuppressWarnings("unchecked") // that is what is computed for this type
  public static <T> Pattern<T> of(Class<T> type) {
    return (Pattern<T>) TYPED.get(type);
  }

  /// Messages whose term form meets the condition.
  public static Pattern<Term> term(Predicate<? super Term> condition) {
    return new Raw().where(condition);
  }

  /// Any message, as a term.
  public static Pattern<Term> term() {
    return new Raw();
  }

  /// Only those that meet the condition as well.
  public Pattern<T> where(Predicate<? super T> condition) {
    return new Guarded<>(this, condition);
  }

  /// What a message is under this pattern, given as its term form, wherever it was received; empty
  /// if it does not match.
  public Optional<T> matching(Term message) {
    return Optional.ofNullable(match(Envelope.of(message)));
  }

  /// What the message is under this pattern; null if it does not match, or is malformed (which
  /// {@link Envelope#decoded} then says).
  abstract @Nullable T match(Envelope envelope);

  /// A reference that every match bears; null if there need not be one. What came before it was
  /// made needs no look.
  @Nullable Ref reference() {
    return null;
  }

  private static final class Typed<T> extends Pattern<T> {
    private final Class<T> type;
    private final TermMapping<T> mapping;

    Typed(Class<T> type) {
      this.type = type;
      this.mapping = TermMapping.of(type);
    }

    @Override
    @Nullable T match(Envelope envelope) {
      if (envelope.isRefusedBy(type)) {
        return null;
      }
      T match = read(envelope);
      if (match == null) {
        envelope.refuse(type);
      }
      return match;
    }

    private @Nullable T read(Envelope envelope) {
      Object value = envelope.value();
      if (value != null) {
        return mapping.matchValue(value);
      }
      return envelope.decoded() instanceof Decoded.Ok ok ? mapping.match(ok.term()) : null;
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  private static final class Raw extends Pattern<Term> {
    @Override
    @Nullable Term match(Envelope envelope) {
      return envelope.decoded() instanceof Decoded.Ok ok ? ok.term() : null;
    }

    @Override
    public String toString() {
      return "message";
    }
  }

  private static final class Gen extends Pattern<GenMessage> {
    @Override
    @Nullable GenMessage match(Envelope envelope) {
      Object value = envelope.value();
      if (value != null) {
        return GenMessage.ofValue(value);
      }
      return envelope.decoded() instanceof Decoded.Ok ok ? GenMessage.of(ok.term()) : null;
    }
  }

  /// What ends a question.
  static final class Ending extends Pattern<Question.Outcome> {
    private final Ref monitor;

    Ending(Ref monitor) {
      this.monitor = monitor;
    }

    @Override
    Question.@Nullable Outcome match(Envelope envelope) {
      Object value = envelope.value();
      if (value != null) {
        return Question.outcome(value, monitor);
      }
      return envelope.decoded() instanceof Decoded.Ok ok
          ? Question.outcome(ok.term(), monitor)
          : null;
    }

    @Override
    Ref reference() {
      return monitor;
    }
  }

  /// That a monitor has fired.
  static final class Fired extends Pattern<Down> {
    private final Ref monitor;

    Fired(Ref monitor) {
      this.monitor = monitor;
    }

    @Override
    @Nullable Down match(Envelope envelope) {
      Down down = of(Down.class).match(envelope);
      return down != null && down.ref().equals(monitor) ? down : null;
    }

    @Override
    Ref reference() {
      return monitor;
    }
  }

  private static final class Guarded<T> extends Pattern<T> {
    private final Pattern<T> pattern;
    private final Predicate<? super T> condition;

    Guarded(Pattern<T> pattern, Predicate<? super T> condition) {
      this.pattern = pattern;
      this.condition = condition;
    }

    @Override
    @Nullable T match(Envelope envelope) {
      T value = pattern.match(envelope);
      return value != null && condition.test(value) ? value : null;
    }

    @Override
    public String toString() {
      return pattern + " that meets a condition";
    }
  }
}

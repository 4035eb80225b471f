package io.tempelhof.runtime;

import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Term;
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
  private Pattern() {}

  /// Messages of this type: those whose term form decodes as it.
  ///
  /// @throws IllegalArgumentException if terms cannot be mapped to the type
  public static <T> Pattern<T> of(Class<T> type) {
    return new Typed<>(type);
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

  /// What the message is under this pattern; null if it does not match, or is malformed (which
  /// {@link Envelope#decoded} then says).
  abstract @Nullable T match(Envelope envelope);

  private static final class Typed<T> extends Pattern<T> {
    private final Class<T> type;

    Typed(Class<T> type) {
      this.type = type;
    }

    @Override
    @Nullable T match(Envelope envelope) {
      if (envelope.isRefusedBy(type)) {
        return null;
      }
      T value = envelope.value(type);
      if (value == null && envelope.decoded() instanceof Decoded.Ok ok) {
        value = Values.match(type, ok.term());
      }
      if (value == null) {
        envelope.refuse(type);
      }
      return value;
    }
  }

  private static final class Raw extends Pattern<Term> {
    @Override
    @Nullable Term match(Envelope envelope) {
      return envelope.decoded() instanceof Decoded.Ok ok ? ok.term() : null;
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
  }
}

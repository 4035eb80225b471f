package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Untagged;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who asks a server, and how to answer (the {@code From} of OTP's {@code gen}).
///
/// @param pid the process that waits for the answer
/// @param tag goes back with the answer, unchanged
@Untagged
public record From(Pid pid, Term tag) {
  private static final Atom ALIAS = Atom.of("alias");

  /// An answer as it travels.
  @Untagged
  record Answer(Term tag, Object answer) {}

  /// The tag of a question whose answer is to come by this alias.
  static Term tag(Ref alias) {
    return ListTerm.improper(List.of(ALIAS), alias);
  }

  /// Where the answer goes when the asking process gave an alias for it, by a tag {@code
  /// [alias|Ref]} or {@code [[alias|Ref]|_]}: an alias stops working once the call has timed out,
  /// so that a late answer disappears. Empty: the answer goes to the {@link #pid}.
  public Optional<Ref> alias() {
    Ref alias = aliasOf(tag);
    if (alias == null && tag instanceof ListTerm list) {
      alias = aliasOf(list.at(0));
    }
    return Optional.ofNullable(alias);
  }

  static @Nullable Ref aliasOf(Term term) {
    return term instanceof ListTerm list
            && list.size() == 1
            && list.at(0).equals(ALIAS)
            && list.tail() instanceof Ref ref
        ? ref
        : null;
  }

  /// Answers, from whichever process: the server asked need not be it.
  ///
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if the answer has no term form
  public void reply(Self self, Object answer) {
    Answer message = new Answer(tag, answer);
    alias().ifPresentOrElse(alias -> self.send(alias, message), () -> self.send(pid, message));
  }
}

package io.tempelhof.runtime.supervise;

import io.tempelhof.core.supervise.AutoShutdown;
import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.supervise.SupervisionSettings;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.behaviour.Startable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A supervisor to be started, again and again if need be (OTP {@code supervisor}). It is a value;
/// what runs is asked by {@link SupervisorRef}.
public final class Supervisor {
  private final @Nullable String name;
  private final SupervisionSettings settings;
  private final List<ChildSpec> children;
  private final @Nullable Template template;

  /// What all children have in common.
  record Template(ChildSpec common, ChildTemplate children) {
    ChildSpec with(List<Term> arguments) {
      Startable startable = children.with(arguments);
      return new ChildSpec(
          common.id(),
          Objects.requireNonNull(startable, "the template gave nothing to start"),
          common.restart(),
          common.significant(),
          common.shutdown(),
          common.type());
    }
  }

  private Supervisor(
      @Nullable String name,
      SupervisionSettings settings,
      List<ChildSpec> children,
      @Nullable Template template) {
    this.name = name;
    this.settings = settings;
    this.children = children;
    this.template = template;
  }

  /// A supervisor of these children, started in this order. Others may come at run time.
  ///
  /// @throws IllegalArgumentException if two children have the same id, or for {@link
  ///   Strategy#SIMPLE_ONE_FOR_ONE}
  public static Supervisor of(Strategy strategy, Intensity intensity, ChildSpec... children) {
    return of(strategy, intensity, List.of(children));
  }

  /// The same.
  public static Supervisor of(Strategy strategy, Intensity intensity, List<ChildSpec> children) {
    if (strategy == Strategy.SIMPLE_ONE_FOR_ONE) {
      throw new IllegalArgumentException(
          "children of SIMPLE_ONE_FOR_ONE come at run time: see dynamic and template");
    }
    Set<Term> ids = new HashSet<>();
    for (ChildSpec child : children) {
      if (!ids.add(child.idTerm())) {
        throw new IllegalArgumentException("two children have the id " + child.id());
      }
    }
    return new Supervisor(
        null, SupervisionSettings.of(strategy, intensity), List.copyOf(children), null);
  }

  /// A supervisor whose children all come at run time ({@link SupervisorRef#startChild(Self,
  /// ChildSpec)}), know nothing of each other, and are known by their pids: their ids do not count
  /// (Elixir's {@code DynamicSupervisor}). They are ended all at once.
  public static Supervisor dynamic(Intensity intensity) {
    return new Supervisor(
        null, SupervisionSettings.of(Strategy.SIMPLE_ONE_FOR_ONE, intensity), List.of(), null);
  }

  /// A supervisor like {@link #dynamic} whose children differ only by their arguments. Genuine
  /// nodes start them with {@code supervisor:start_child(Sup, Arguments)}.
  ///
  /// @param common what they have in common; what it starts does not count
  public static Supervisor template(Intensity intensity, ChildSpec common, ChildTemplate children) {
    return new Supervisor(
        null,
        SupervisionSettings.of(Strategy.SIMPLE_ONE_FOR_ONE, intensity),
        List.of(),
        new Template(common, children));
  }

  /// The same, registered under this name.
  public Supervisor named(String name) {
    return new Supervisor(name, settings, children, template);
  }

  /// The same, which ends by itself as that says.
  public Supervisor autoShutdown(AutoShutdown autoShutdown) {
    return new Supervisor(name, settings.withAutoShutdown(autoShutdown), children, template);
  }

  /// The same, with so many children at most in place of {@value SupervisionSettings#CHILDREN_MAX}.
  public Supervisor childrenMax(int childrenMax) {
    return new Supervisor(name, settings.withChildrenMax(childrenMax), children, template);
  }

  SupervisionSettings settings() {
    return settings;
  }

  List<ChildSpec> children() {
    return children;
  }

  @Nullable Template template() {
    return template;
  }

  /// How it is started. It is ready when its children are.
  ///
  /// @throws IllegalArgumentException if a child is significant but {@link #autoShutdown} is not
  ///   set, or there are more children than there may be
  public Startable startable() {
    if (settings.autoShutdown() == AutoShutdown.NEVER) {
      for (ChildSpec child : children) {
        if (child.significant()) {
          throw new IllegalArgumentException(
              "child " + child.id() + " is significant, but its supervisor does not shut down");
        }
      }
    }
    if (children.size() > settings.childrenMax()) {
      throw new IllegalArgumentException("more than " + settings.childrenMax() + " children");
    }
    Startable startable = Startable.of(self -> Supervising.begin(self, this));
    return name == null ? startable : startable.named(name);
  }

  /// Starts it linked to the process that calls, and waits until all children are ready.
  ///
  /// @throws StartException if one failed: {@code {shutdown, {failed_to_start_child, Id, Reason}}}.
  ///   By then all have ended.
  public Pid startLink(Self parent) throws StartException {
    return startable().startLink(parent);
  }

  /// Starts it from outside all processes, without a link, otherwise as {@link #startLink}. It is
  /// ended by {@link SupervisorRef#stop}.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited: the supervisor may
  ///   come up nonetheless
  public Pid start(Processes processes) throws StartException, InterruptedException {
    return startable().start(processes);
  }

  /// The id of children that have none.
  static final Atom NO_ID = Atom.UNDEFINED;
}

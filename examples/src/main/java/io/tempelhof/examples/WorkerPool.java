package io.tempelhof.examples;

import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerContext;
import io.tempelhof.runtime.server.ServerRef;
import io.tempelhof.runtime.task.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/// A pool of workers that keep state of their own. The pool gives each job to an idle worker, which
/// answers whoever asked; jobs that find none wait in line.
public final class WorkerPool {
  private WorkerPool() {}

  // <pool>
  sealed interface Message {}

  record Job(String word) implements Message, Call<Integer> {}

  record Idle(Pid worker) implements Message {}

  record Order(From from, String word) {}

  static final class Pool implements Server<Message> {
    private final ServerContext context;
    private final Deque<Pid> idle = new ArrayDeque<>();
    private final Deque<Order> waiting = new ArrayDeque<>();

    Pool(ServerContext context, int workers) throws StartException {
      this.context = context;
      ServerRef<Message> pool = ServerRef.to(Message.class, context.self().pid());
      for (int i = 0; i < workers; i++) {
        idle.add(Server.of(Order.class, c -> new Worker(c, pool)).startLink(context.self()));
      }
    }

    @Override
    public Object handleCall(Message job, From from) {
      waiting.add(new Order(from, ((Job) job).word()));
      assign();
      return LATER;
    }

    @Override
    public void handleCast(Message finished) {
      idle.add(((Idle) finished).worker());
      assign();
    }

    private void assign() {
      while (!idle.isEmpty() && !waiting.isEmpty()) {
        ServerRef.to(Order.class, idle.remove()).cast(context.self(), waiting.remove());
      }
    }
  }

  record Worker(ServerContext context, ServerRef<Message> pool) implements Server<Order> {
    @Override
    public void handleCast(Order order) {
      context.reply(order.from(), order.word().length());
      pool.cast(context.self(), new Idle(context.self().pid()));
    }
  }

  // </pool>

  public static void main(String[] arguments) throws Exception {
    try (Node node = Node.start(NodeOptions.of("pool@127.0.0.1"))) {
      Pid pid = Server.of(Message.class, c -> new Pool(c, 3)).start(node.processes());
      ServerRef<Message> pool = ServerRef.to(Message.class, pid);
      List<String> words = IntStream.rangeClosed(1, 20).mapToObj("x"::repeat).toList();
      int letters =
          Errand.run(
              node.processes(),
              self -> {
                List<Task<Integer>> jobs =
                    words.stream()
                        .map(w -> Task.async(self, mine -> pool.call(mine, new Job(w))))
                        .toList();
                return Task.awaitAll(self, jobs, Duration.ofSeconds(10)).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
              });
      System.out.println(words.size() + " words have " + letters + " letters");
    }
  }
}

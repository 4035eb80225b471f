package io.tempelhof.examples;

import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerContext;
import io.tempelhof.runtime.server.ServerRef;
import io.tempelhof.runtime.task.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A pool of workers: a job goes to an idle one, which answers whoever asked, or waits in line.
public final class WorkerPool {
  private WorkerPool() {}

  // <pool>
  sealed interface Message {}

  record Job(String word) implements Message, Call<Integer> {}

  record Idle(Pid worker) implements Message {}

  record Order(From from, String word) {}

  static final ServerRef<Message> POOL = ServerRef.to(Message.class, "pool");

  record Pool(ServerContext context, Deque<Pid> idle, Deque<Order> due) implements Server<Message> {
    Pool(ServerContext context, int workers) throws Exception {
      this(context, new ArrayDeque<>(), new ArrayDeque<>());
      for (int i = 0; i < workers; i++) {
        idle.add(Server.of(Order.class, Worker::new).startLink(context.self()));
      }
    }

    @Override
    public Object handleCall(Message job, From from) {
      due.add(new Order(from, ((Job) job).word()));
      assign();
      return LATER;
    }

    @Override
    public void handleCast(Message finished) {
      idle.add(((Idle) finished).worker());
      assign();
    }

    private void assign() {
      while (!idle.isEmpty() && !due.isEmpty()) {
        ServerRef.to(Order.class, idle.remove()).cast(context.self(), due.remove());
      }
    }
  }

  record Worker(ServerContext context) implements Server<Order> {
    @Override
    public void handleCast(Order order) {
      context.reply(order.from(), order.word().length());
      POOL.cast(context.self(), new Idle(context.self().pid()));
    }
  }

  // </pool>

  public static void main(String[] arguments) throws Exception {
    try (Node node = Node.start(NodeOptions.of("pool@127.0.0.1"))) {
      Server.of(Message.class, c -> new Pool(c, 3)).named("pool").start(node.processes());
      Task.Mapping<String, Integer> customer = (self, word) -> POOL.call(self, new Job(word));
      List<String> words = List.of("all", "swans", "are", "white");
      var letters = Errand.run(node.processes(), self -> Task.map(self, words, 10, customer));
      System.out.println(letters);
    }
  }
}

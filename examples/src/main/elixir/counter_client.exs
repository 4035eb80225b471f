# A client of CounterServer: elixir --name client@127.0.0.1 --cookie COOKIE counter_client.exs
counter = {:counter, :"java@127.0.0.1"}

for amount <- [40, 1, 1], do: GenServer.cast(counter, {:add, amount})
IO.puts("the counter stands at #{GenServer.call(counter, :get)}")
IO.puts("its state is #{inspect(:sys.get_state(counter))}")
:ok = GenServer.stop(counter)
IO.puts("and is stopped")

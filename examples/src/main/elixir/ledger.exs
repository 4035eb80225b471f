# The auction's ledger as a GenServer: elixir --name ledger@127.0.0.1 --cookie COOKIE ledger.exs
defmodule Ledger do
  use GenServer

  def init(sales), do: {:ok, sales}

  def handle_call({:sale, item, winner, price}, _from, sales),
    do: {:reply, :ok, List.keystore(sales, item, 1, {:sale, item, winner, price})}

  def handle_call(:sales, _from, sales), do: {:reply, sales, sales}
end

{:ok, _} = GenServer.start_link(Ledger, [], name: :ledger)
Process.register(self(), :door)
IO.puts("the ledger is open")

receive do
  :close -> IO.puts("the ledger has #{length(GenServer.call(:ledger, :sales))} sales")
end

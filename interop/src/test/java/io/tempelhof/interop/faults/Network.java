package io.tempelhof.interop.faults;

import io.tempelhof.interop.faults.Fault.Way;
import io.tempelhof.net.NodeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// Some hosts on one bridge, each a network namespace, apart from all other networks of this
/// machine: every network has the same addresses. {@code nft} on the bridge drops what a fault
/// stops or loses, {@code tc} (`tbf`) holds a slow host's packets back.
final class Network implements Site {
  /// What a slow host's packets may have in common with fast ones: so much passes at once.
  static final int BURST_BYTES = 16_000;

  private final Namespace middle;
  private final Map<String, Namespace> hosts = new LinkedHashMap<>();
  private final List<String> slow = new ArrayList<>();

  private Network(Namespace middle) {
    this.middle = middle;
  }

  /// A network in which nothing is wrong; the test is skipped where there can be none.
  static Network of(String... names) {
    Network network = new Network(Namespace.create());
    try {
      network.build(List.of(names));
      network.impose(List.of(new Fault.Loss(1), new Fault.Slow(names[0], 1_000)));
      network.heal();
      return network;
    } catch (IOException | UncheckedIOException e) {
      network.close();
      return Assumptions.abort(
          "no faulty networks on this machine (ip, tc: iproute2; nft: nftables): "
              + e.getMessage());
    }
  }

  private void build(List<String> names) throws IOException {
    ip(middle, "link set lo up", "link add bridge type bridge", "link set bridge up");
    for (String name : names) {
      Namespace host = middle.sibling();
      hosts.put(name, host);
      ip(
          middle,
          "link add " + port(name) + " type veth peer name eth0 netns " + host.pid(),
          "link set " + port(name) + " master bridge up");
      ip(host, "link set lo up", "addr add " + address(name) + "/24 dev eth0", "link set eth0 up");
    }
  }

  private static void ip(Namespace where, String... commands) throws IOException {
    where.run(String.join("\n", commands) + "\n", "ip", "-batch", "-");
  }

  private static String port(String host) {
    return "to-" + host;
  }

  @Override
  public List<String> hosts() {
    return List.copyOf(hosts.keySet());
  }

  @Override
  public int epmdPort() {
    return NodeOptions.DEFAULT_EPMD_PORT;
  }

  /// All pairs of two hosts, in both directions.
  List<Way> ways() {
    return hosts().stream()
        .flatMap(
            from -> hosts().stream().filter(to -> !to.equals(from)).map(to -> new Way(from, to)))
        .toList();
  }

  @Override
  public String address(String host) {
    return "10.77.0." + (1 + hosts().indexOf(host));
  }

  @Override
  public List<String> on(String host, String... command) {
    Namespace namespace = hosts.get(host);
    if (namespace == null) {
      throw new IllegalArgumentException("no host " + host);
    }
    return namespace.within(command);
  }

  /// From now on these, and no others, are wrong.
  void impose(List<Fault> faults) {
    try {
      heal();
      middle.run(rules(faults), "nft", "-f", "-");
      for (Fault fault : faults) {
        if (fault instanceof Fault.Slow(String host, int kilobits)) {
          hold(middle, port(host), kilobits);
          hold(hosts.get(host), "eth0", kilobits);
          slow.add(host);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hold(Namespace where, String device, int kilobits) throws IOException {
    String rate = kilobits + "kbit";
    String burst = Integer.toString(BURST_BYTES);
    where.run(
        "", "tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", rate, "burst", burst,
        "latency", "400ms");
  }

  private String rules(List<Fault> faults) {
    List<String> rules = new ArrayList<>();
    for (Fault fault : faults) {
      ways().stream()
          .filter(fault::stops)
          .map(way -> "ip saddr " + address(way.from()) + " ip daddr " + address(way.to()))
          .forEach(rules::add);
      if (fault instanceof Fault.Loss(int percent)) {
        rules.add("meta protocol ip numgen random mod 100 < " + percent);
      }
    }
    return """
    table bridge faults {
      chain between {
        type filter hook forward priority 0; policy accept;
        %s
      }
    }
    """
        .formatted(rules.stream().map(rule -> rule + " drop").collect(Collectors.joining("\n")));
  }

  /// Nothing is wrong any more.
  void heal() {
    try {
      middle.run("table bridge faults\ndelete table bridge faults\n", "nft", "-f", "-");
      for (String host : slow) {
        middle.run("", "tc", "qdisc", "del", "dev", port(host), "root");
        hosts.get(host).run("", "tc", "qdisc", "del", "dev", "eth0", "root");
      }
      slow.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    hosts.values().forEach(Namespace::close);
    middle.close();
  }
}

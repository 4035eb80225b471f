package io.tempelhof.ops.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All views, and how the page stands when there is nothing to show.
class ViewsTest {
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = new Browser();
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 1000})
  void everyViewLoadsWithoutComplaint(int size) throws IOException {
    StagedCluster cluster = new StagedCluster(size);
    cluster.event("joined", cluster.name(3));
    try (StagedNode node = new StagedNode(cluster)) {
      browser.open(node.url("/"));
      browser.untilText("aside .counter b", "%,d".formatted(size - 1));
      browser.go("#processes");
      browser.untilText(".processes tbody", "server_3");
      browser.go("#traffic");
      browser.until("ten plots", page -> page.texts(".plot").size() == 10);
      browser.untilText(".reasons", "no process");
      assertThat((String) browser.find(".plot path.series").getDomAttribute("d")).contains("L");
      browser.go("#events");
      browser.untilText(".events li", cluster.name(3));
      browser.go("#topology/" + cluster.name(size - 1));
      browser.untilText("aside h2", cluster.name(size - 1));
      browser.untilText("aside .connections", "peer: bucket");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void processesAreSortedByTheNodeAndShowTheirRelations() throws IOException {
    try (StagedNode node = new StagedNode(new StagedCluster(5))) {
      browser.open(node.url("/#processes/n2%40127.0.0.1"));
      browser.untilText(".processes tbody tr", "<0.1.0>");
      browser.click("[data-key='sort-messages']");
      browser.untilText(".processes tbody tr", "<0.30.0>");
      assertThat(browser.find("th[aria-sort='descending']").getText()).startsWith("Messages");
      assertThat(node.processQueries.getLast())
          .containsEntry("sort", "messages")
          .containsEntry("node", "n2@127.0.0.1");
      browser.click("[data-key='open-<0.30.0>']");
      browser.untilText(".detail", "<0.1.0>");
      browser.untilText(".detail", "Read only");
      assertThat(browser.texts(".kill")).isEmpty();
      browser.find("input[type=search].filter, .bar input[type=search]").sendKeys("server_9");
      browser.until("one row", page -> page.texts(".processes tbody tr").size() == 1);
    }
  }

  @Test
  void whoIsSupervisedStandsBelowTheSupervisor() throws IOException {
    try (StagedNode node = new StagedNode(new StagedCluster(5))) {
      browser.open(node.url("/#processes"));
      browser.click("[data-key='tree']");
      browser.until(
          "three below the first",
          page ->
              page.texts(".processes .depth-1").size() == 3
                  && page.texts(".processes tbody tr").get(1).contains("<0.10.0>"));
    }
  }

  @Test
  void aProcessIsKilledOnlyWhereThatIsAllowedAndAfterAQuestion() throws IOException {
    try (StagedNode node = new StagedNode(new StagedCluster(5))) {
      node.allowControl();
      browser.open(node.url("/#processes"));
      browser.click("[data-key='open-<0.1.0>']");
      browser.click(".kill");
      browser.acceptDialog();
      browser.until("the node is told", _ -> !node.kills.isEmpty());
      assertThat(node.kills.getFirst()).contains("<0.1.0>").contains("n1@127.0.0.1");
    }
  }

  @Test
  void eventsAreFilteredByKindAndText() throws IOException {
    StagedCluster cluster = new StagedCluster(5);
    cluster.event("joined", cluster.name(1));
    cluster.event("opened", cluster.name(2));
    cluster.event("suspected", cluster.name(3));
    try (StagedNode node = new StagedNode(cluster)) {
      browser.open(node.url("/#events"));
      browser.until("two events", page -> page.texts(".events li").size() == 2);
      cluster.event("died", cluster.name(3));
      node.tell();
      browser.untilText(".events li:first-child", "died");
      browser.click("[data-key='chip-Connections']");
      browser.until("four events", page -> page.texts(".events li").size() == 4);
      browser.click("[data-key='chip-Deaths']");
      browser.untilText(".events li:first-child", "suspected");
      browser.find(".bar input[type=search]").sendKeys("n3@");
      browser.until("one event", page -> page.texts(".events li").size() == 1);
      browser.untilText(".events li", "opened");
    }
  }

  @Test
  void aClusterOfOneSaysHowToStartAnother() throws IOException {
    try (StagedNode node = new StagedNode(new StagedCluster(1))) {
      browser.open(node.url("/"));
      browser.untilText(".alone", "--join n1@127.0.0.1");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void aLostServerIsSaidToBeLostAndFoundAgain() throws IOException {
    StagedCluster cluster = new StagedCluster(5);
    int port;
    try (StagedNode node = new StagedNode(cluster)) {
      port = node.port();
      browser.open(node.url("/"));
      browser.untilText("#pulse", "live");
    }
    browser.untilText("#banner", "is lost since");
    assertThat(browser.texts("aside .counter")).as("the last picture stays").hasSize(1);
    try (StagedNode _ = new StagedNode(cluster, port)) {
      browser.untilText("#pulse", "live");
      browser.until("no banner", page -> !page.find("#banner").isDisplayed());
    }
  }

  @Test
  void aRefusalIsShownInTheWordsOfTheNode() throws IOException {
    try (StagedNode node = new StagedNode(new StagedCluster(5))) {
      node.refuse("Host is not this server's; open it as http://localhost:8400");
      browser.open(node.url("/"));
      browser.untilText("#banner", "Refused: Host is not this server's");
      browser.untilText("#pulse", "refused");
    }
  }

  @Test
  void aTraceIsPlayedWithoutANode() throws IOException {
    try (StagedNode node = new StagedNode(new StagedCluster(1))) {
      node.refuse("no question is to be asked");
      browser.open(node.url("/?synthetic=50#traffic"));
      browser.untilText("#pulse", "replay");
      browser.go("#topology");
      browser.untilText("aside .counter b", "49");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void whatTheStreamSaidIsPlayedFromAFile(@TempDir Path folder) throws IOException {
    StagedCluster cluster = new StagedCluster(12);
    Path trace = folder.resolve("monday.txt");
    try (StagedNode node = new StagedNode(cluster)) {
      String first = StagedNode.event("snapshot", cluster.snapshot());
      cluster.state(cluster.name(3), "dead");
      String second = StagedNode.event("difference", cluster.difference());
      Files.writeString(trace, first + ": beat\n\n" + second);
      node.refuse("no question is to be asked");
      browser.open(node.url("/?trace"));
      browser.until("a file can be chosen", page -> page.find("#trace").isDisplayed());
      browser.find("#trace").sendKeys(trace.toString());
      browser.untilText("#cluster-name", "monday.txt");
      browser.until("the death", page -> page.texts("aside .legend li").contains("dead\n1"));
      browser.go("#topology/" + cluster.name(0));
      browser.untilText("aside .connections", "peer: bucket");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void everyTextHasContrastInBothColourSchemesAndOnAPhone() throws IOException {
    StagedCluster cluster = new StagedCluster(20);
    cluster.event("joined", cluster.name(1));
    cluster.event("died", cluster.name(2));
    cluster.event("suspected", cluster.name(3));
    try (StagedNode node = new StagedNode(cluster)) {
      for (String theme : List.of("dark", "light")) {
        browser.open(node.url("/?theme=" + theme));
        browser.untilText("aside .counter", "instead of");
        for (String view :
            List.of("topology", "topology/n2%40127.0.0.1", "processes", "traffic", "events")) {
          browser.go("#" + view);
          browser.until("something to read", page -> !page.texts("main h1, main h2").isEmpty());
          assertThat((List<?>) browser.script(Contrast.SCRIPT, 4.5)).as(theme + view).isEmpty();
        }
      }
    }
  }
}

package io.tempelhof.ops.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/// The picture: what happens in the cluster is seen in it.
class TopologyTest {
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

  /// How many pixels of the canvas have about the colour that the styles call so.
  private static long pixels(String colour) {
    return (long)
        browser.script(
            """
            const canvas = document.querySelector('canvas');
            const probe = document.createElement('canvas').getContext('2d');
            probe.fillStyle = getComputedStyle(document.documentElement)
                .getPropertyValue('--' + arguments[0]).trim();
            probe.fillRect(0, 0, 1, 1);
            const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
            const { data } = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height);
            let found = 0;
            for (let i = 0; i < data.length; i += 4) {
              if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 24
                  && data[i + 3] > 60) {
                found++;
              }
            }
            return found;
            """,
            colour);
  }

  private static void open(StagedNode node) {
    browser.open(node.url("/?theme=dark"));
    browser.untilText("aside .counter", "instead of");
    browser.until("nodes are drawn", _ -> pixels("alive") > 100);
  }

  /// Clicks where a node is drawn.
  private static void click(String name) {
    List<?> place =
        (List<?>)
            browser.script(
                """
                const { x, y } = tempelhof.view.pixel(arguments[0]);
                const canvas = document.querySelector('canvas');
                return [Math.round(x - canvas.clientWidth / 2),
                    Math.round(y - canvas.clientHeight / 2)];
                """,
                name);
    browser
        .actions()
        .moveToElement(
            browser.find("canvas"),
            ((Number) place.get(0)).intValue(),
            ((Number) place.get(1)).intValue())
        .click()
        .perform();
  }

  @Test
  void aKilledNodeTurnsDead() throws IOException {
    StagedCluster cluster = new StagedCluster(20);
    try (StagedNode node = new StagedNode(cluster)) {
      open(node);
      assertThat(pixels("dead")).isZero();
      cluster.state(cluster.name(7), "suspected");
      node.tell();
      browser.until("a suspected node is drawn", _ -> pixels("suspected") > 10);
      cluster.state(cluster.name(7), "dead");
      node.tell();
      browser.until("a dead node is drawn", _ -> pixels("dead") > 10);
      browser.until("nobody is suspected", _ -> pixels("suspected") == 0);
      assertThat(browser.texts("aside .legend li")).contains("dead\n1", "alive\n19");
    }
  }

  @Test
  void aCollectedConnectionDisappears() throws IOException {
    StagedCluster cluster = new StagedCluster(20);
    List<String> pair = cluster.strangers();
    cluster.open(pair.get(0), pair.get(1), "direct");
    try (StagedNode node = new StagedNode(cluster)) {
      open(node);
      browser.until("the connection is drawn", _ -> pixels("direct") > 50);
      click(pair.get(0));
      String line = ".connections [data-node='" + pair.get(1) + "']";
      browser.untilText(line, "recent");
      browser.untilText(line, "collected in");
      cluster.collect(pair.get(0), pair.get(1));
      node.tell();
      browser.until(
          "its line is gone",
          page -> page.texts("aside .connections").size() == 1 && page.texts(line).isEmpty());
      browser.press(Keys.ESCAPE);
      browser.until("it is drawn no more", _ -> pixels("direct") == 0);
    }
  }

  @Test
  void twoClicksShowTheHopsOfALookup() throws IOException {
    StagedCluster cluster = new StagedCluster(20);
    List<String> ends = cluster.strangers();
    List<String> path = List.of(ends.get(0), cluster.name(11), cluster.name(5), ends.get(1));
    try (StagedNode node = new StagedNode(cluster)) {
      node.path(path);
      open(node);
      click(ends.get(0));
      browser.untilText("aside h2", ends.get(0));
      click(ends.get(1));
      browser.until("the hops are listed", page -> page.texts(".hops a").equals(path));
      assertThat(browser.find("aside .counter").getText()).isEqualTo("3 hops");
      assertThat(browser.find(".hops li:last-child").getText()).contains("all bits: found");
      long before = pixels("accent");
      browser.until(
          "the whole path is drawn",
          _ -> (boolean) browser.script("return !tempelhof.view.route.running"));
      browser.until("more of it than at first", _ -> pixels("accent") > Math.max(before, 1000));
    }
  }

  @Test
  void withoutAMouseEverythingCanBeReachedAndDone() throws IOException {
    StagedCluster cluster = new StagedCluster(20);
    try (StagedNode node = new StagedNode(cluster)) {
      node.path(List.of(cluster.name(0), cluster.name(1)));
      open(node);
      for (int i = 0; i < 30 && !focused().equals("canvas"); i++) {
        browser.press(Keys.TAB);
      }
      assertThat(focused()).isEqualTo("canvas");
      browser.press(Keys.ARROW_RIGHT);
      String first = browser.find("#announce").getText().split(",")[0];
      assertThat(first).contains("@");
      browser.press(Keys.ENTER);
      browser.untilText("aside h2", first);
      browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ENTER);
      browser.untilText("aside h2", "Lookup");
      browser.press(Keys.ESCAPE);
      browser.untilText("aside .counter", "instead of");
      browser.press("+");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static String focused() {
    return (String) browser.script("return document.activeElement.localName");
  }

  @Test
  void partitionsAreIslands() throws IOException {
    StagedCluster cluster = new StagedCluster(40);
    try (StagedNode node = new StagedNode(cluster)) {
      open(node);
      assertThat(browser.find("canvas").getDomAttribute("aria-label")).contains("in 1 island.");
      cluster.part();
      node.tell();
      browser.until(
          "two islands",
          page -> page.find("canvas").getDomAttribute("aria-label").contains("in 2 islands."));
    }
  }

  @Test
  void aNodeIsFoundByHowItsNameBegins() throws IOException {
    StagedCluster cluster = new StagedCluster(20);
    try (StagedNode node = new StagedNode(cluster)) {
      open(node);
      browser.find(".zoom input").sendKeys("n13", Keys.ENTER);
      browser.untilText("aside h2", "n13@127.0.0.1");
      browser.untilText("aside", "Watched by");
      assertThat(browser.find("aside").findElements(By.cssSelector(".buckets tbody tr")))
          .hasSize(1);
      browser.click("#look-from");
      browser.press("n4@", Keys.ENTER);
      browser.untilText("aside h2", "n4@127.0.0.1");
    }
  }

  @Test
  void kindsOfConnectionsCanBeHidden() throws IOException {
    StagedCluster cluster = new StagedCluster(20);
    List<String> pair = cluster.strangers();
    cluster.open(pair.get(0), pair.get(1), "direct");
    try (StagedNode node = new StagedNode(cluster)) {
      open(node);
      browser.until("the connection is drawn", _ -> pixels("direct") > 50);
      browser.click("[data-key='kind-direct']");
      browser.until("it is not", _ -> pixels("direct") == 0);
    }
  }
}

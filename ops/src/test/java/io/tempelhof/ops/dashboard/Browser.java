package io.tempelhof.ops.dashboard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// A chromium of this machine, without a window.
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(30);

  /// It would say that it does not know so new a version of a protocol that is not used here.
  private static final Logger PROTOCOL = Logger.getLogger("org.openqa.selenium.devtools");

  static {
    PROTOCOL.setLevel(Level.OFF);
  }

  private final ChromeDriver driver;

  /// Starts one; without chromium on the machine the test is skipped.
  Browser() {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "no chromium and chromedriver on this machine: tests in a browser are skipped");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    driver = new ChromeDriver(service, options);
  }

  void open(String url) {
    driver.get("about:blank");
    complaints();
    driver.get(url);
  }

  /// Goes to another place of the page that is open.
  void go(String hash) {
    driver.executeScript("location.hash = arguments[0]", hash);
  }

  /// What the page has complained of since it was last asked.
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<String> texts(String css) {
    return driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList();
  }

  void click(String css) {
    until(
        "click " + css,
        _ -> {
          find(css).click();
          return true;
        });
  }

  Actions actions() {
    return new Actions(driver);
  }

  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  Object script(String body, Object... arguments) {
    return driver.executeScript(body, arguments);
  }

  void acceptDialog() {
    until(
        "a question",
        _ -> {
          driver.switchTo().alert().accept();
          return true;
        });
  }

  /// Waits until that holds; a page in the middle of a change is asked again.
  void until(String what, Predicate<Browser> holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holdsNow(holds)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited for %s; the page says: %s %s"
                .formatted(what, find("body").getText(), complaints()));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private boolean holdsNow(Predicate<Browser> holds) {
    try {
      return holds.test(this);
    } catch (StaleElementReferenceException
        | NoSuchElementException
        | ElementNotInteractableException
        | NoAlertPresentException
        | JavascriptException _) {
      return false;
    }
  }

  void untilText(String css, String text) {
    until(css + " to say " + text, browser -> browser.find(css).getText().contains(text));
  }

  @Override
  public void close() {
    driver.quit();
  }
}

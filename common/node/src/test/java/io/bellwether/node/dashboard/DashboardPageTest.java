package io.bellwether.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.status.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The page as a browser shows it; pictures are kept in {@code target/dashboard}. */
class DashboardPageTest {
    private static final Path PICTURES = Path.of("target", "dashboard");

    @TempDir static Path folder;
    private static Browser browser;

    private final AtomicReference<DashboardState> state = new AtomicReference<>();
    private AccessToken token;
    private DashboardServer server;

    @BeforeAll
    static void startBrowser() throws Exception {
        Optional<Path> program = Browser.installed();
        if (program.isEmpty()) {
            System.out.println(
                    "DashboardPageTest is skipped: no chromium on the PATH (on Debian: apt-get"
                            + " install chromium)");
        }
        Assumptions.assumeTrue(program.isPresent(), "no chromium on the PATH");
        browser = Browser.start(program.get(), Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startServer() throws IOException {
        token = AccessToken.open(folder);
        state.set(running(12).state());
        server = serve(0);
        browser.resize(1200, 900);
        browser.prefer("prefers-color-scheme", "light");
        browser.complaints();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private static SampleDashboard running(int blocks) {
        var sample = new SampleDashboard();
        for (int i = 0; i < blocks; i++) {
            sample.block();
        }
        return sample;
    }

    private DashboardServer serve(int port) throws IOException {
        return DashboardServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                token,
                state::get,
                Duration.ofMillis(100));
    }

    private void open() {
        browser.open("http://127.0.0.1:%d/#%s".formatted(server.port(), token.digits()));
        browser.awaitText("#connection", "Live");
    }

    private List<String> rows() {
        return Json.MAPPER.convertValue(
                browser.evaluate(
                        "[...document.querySelectorAll('#blocks tr')].map(row =>"
                                + " [...row.cells].map(cell => cell.textContent).join(' | '))"),
                Json.MAPPER.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    /** The row of a block without its time, as it follows from the API's answer. */
    private static String expectedRow(BlockRow block) {
        boolean scored = block.score().isPresent();
        return String.join(
                " | ",
                block.outcome() + (block.reason().isEmpty() ? "" : ": " + block.reason()),
                fixed(block.score(), 4),
                scored ? fixed(block.scoreLow(), 4) + " to " + fixed(block.scoreHigh(), 4) : "–",
                block.qber().map(q -> format("%.3f %%", 100 * q)).orElse("–"),
                fixed(block.winRatio(), 4),
                format("%,d", block.keyBits()),
                format("%.4f", block.keyRate()),
                fixed(block.upperBound(), 4),
                format("%.2f", block.seconds()));
    }

    private static String fixed(Optional<Double> value, int digits) {
        return value.map(v -> format("%." + digits + "f", v)).orElse("–");
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    private void assertShown() {
        List<BlockRow> blocks = state.get().blocks().reversed();
        await().untilAsserted(() -> {
            List<String> rows = rows();
            assertThat(rows).hasSameSizeAs(blocks);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.get(i)).endsWith(" | " + expectedRow(blocks.get(i)));
            }
        });
    }

    @Test
    @DisplayName("in a normal run the page shows what the API says, in numbers and in charts")
    void normalRun() throws Exception {
        open();
        assertShown();
        JsonNode tiles = browser.evaluate("document.querySelector('#tiles').innerText");
        assertThat(tiles.asText()).contains("connected to alice", "12", "1,675,392");
        assertThat(browser.text("[aria-current=step]")).isEqualTo("measure");
        assertThat(
                        browser.evaluate(
                                        "[...document.querySelectorAll('#step-seconds"
                                                + " tr')].slice(0, 2).map(row =>"
                                                + " row.textContent).join()")
                                .asText())
                .isEqualTo("propose0.25–,measure1.131.10");
        assertThat(browser.evaluate("document.getElementById('progress').value").asDouble())
                .isEqualTo(1 / 3.0);
        assertThat(browser.text("#rate-note")).contains("0.0934", "of the best");
        // the token is not left in the address
        assertThat(browser.evaluate("location.href").asText()).doesNotContain(token.digits());
        JsonNode curve =
                browser.evaluate("Chart.getChart('score-chart').data.datasets[0].data.map(Number)");
        assertThat(curve).hasSize(12);
        assertThat(curve.get(3).asDouble())
                .isEqualTo(state.get().blocks().get(3).score().orElseThrow());
        browser.screenshot(PICTURES.resolve("normal-run.png"));
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requested())
                .allMatch(address ->
                        address.startsWith("http://127.0.0.1:") || address.equals("about:blank"));
    }

    @Test
    @DisplayName("an attack shows as aborts in plain words, an adversary, and S at 2")
    void attack() throws Exception {
        SampleDashboard sample = running(8);
        for (int i = 0; i < 4; i++) {
            sample.attackedBlock();
        }
        state.set(sample.state());
        open();
        assertShown();
        assertThat(browser.text("#aborts li")).contains("more lost test rounds", "TOO_MANY_LOST");
        assertThat(browser.text("#adversary")).startsWith("Adversary: ON");
        // what a box says stays text
        assertThat(browser.text("#box")).contains("<b>trust me</b>");
        browser.screenshot(PICTURES.resolve("attack.png"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @DisplayName(
            "no empty chart stands where no score is told, and it comes back with the first score")
    void noScore() throws Exception {
        String display =
                "getComputedStyle(document.querySelector('#score-section .chart')).display";
        SampleDashboard sample = new SampleDashboard().blockWithoutScore();
        state.set(sample.state());
        open();
        browser.awaitText("#blocks", "accepted");
        assertThat(browser.evaluate(display).asText()).isEqualTo("none");
        state.set(sample.block().state());
        browser.awaitText("#blocks", "2.6");
        assertThat(browser.evaluate(display).asText()).isEqualTo("block");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @DisplayName("a lost peer shows in the link's state, and the page goes on")
    void peerLost() throws Exception {
        open();
        state.set(running(8).peerLost().state());
        browser.awaitText("#tiles", "waiting for the peer: Connection refused");
        assertThat(browser.text("#tiles")).contains("no: peer");
        assertShown();
        assertThat(browser.text("#aborts li")).contains("the peer was lost");
        browser.screenshot(PICTURES.resolve("peer-lost.png"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @DisplayName("the page says that the node is gone, and goes on by itself when it is back")
    void nodeRestarts() throws Exception {
        open();
        int port = server.port();
        server.close();
        browser.awaitText("#connection", "does not answer");
        browser.screenshot(PICTURES.resolve("node-gone.png"));
        assertThat(browser.complaints()).allMatch(said -> said.contains("net::ERR_"));
        state.set(running(3).state());
        server = serve(port);
        browser.awaitText("#connection", "Live");
        assertShown();
    }

    @Test
    @DisplayName("without the token the page says where to get it, and shows nothing")
    void noToken() {
        open();
        browser.evaluate("sessionStorage.clear()");
        browser.open("http://127.0.0.1:%d/".formatted(server.port()));
        browser.awaitText("#connection", "Not allowed");
        assertThat(browser.evaluate("document.getElementById('denied').hidden").asBoolean())
                .isFalse();
        assertThat(rows()).isEmpty();
        browser.open("http://127.0.0.1:%d/#%s".formatted(server.port(), "0".repeat(64)));
        browser.awaitText("#connection", "Not allowed");
        assertThat(rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    @DisplayName("every text stands out from its ground by 4.5 to 1 (WCAG 2 AA)")
    void contrast(String scheme) throws Exception {
        browser.prefer("prefers-color-scheme", scheme);
        state.set(running(3).attackedBlock().peerLost().state());
        open();
        JsonNode weakest = browser.evaluate(WEAKEST_CONTRAST);
        assertThat(weakest.get("ratio").asDouble())
                .as(weakest.get("text").asText())
                .isGreaterThanOrEqualTo(4.5);
        assertThat(weakest.get("dark").asBoolean()).isEqualTo(scheme.equals("dark"));
        browser.screenshot(PICTURES.resolve(scheme + ".png"));
    }

    @Test
    @DisplayName("on a phone nothing sticks out to the side; motion stops when it is not wanted")
    void phone() throws Exception {
        browser.prefer("prefers-reduced-motion", "reduce");
        browser.resize(360, 780);
        open();
        assertShown();
        assertThat(browser.evaluate("document.documentElement.scrollWidth - innerWidth").asInt())
                .isLessThanOrEqualTo(0);
        assertThat(
                        browser.evaluate(
                                        "Chart.getChart('score-chart').options.animation === false")
                                .asBoolean())
                .isTrue();
        browser.screenshot(PICTURES.resolve("phone.png"));
    }

    @Test
    @DisplayName("the page can be read without seeing it: names, headings, a table, the keyboard")
    void accessible() {
        open();
        assertThat(
                        browser.evaluate(
                                        "[...document.querySelectorAll('canvas, progress, ol,"
                                            + " [role=region]')].filter(e => !e.ariaLabel &&"
                                            + " !document.getElementById(e.getAttribute('aria-labelledby'))).length")
                                .asInt())
                .as("elements without a name")
                .isZero();
        assertThat(
                        browser.evaluate("document.querySelectorAll('thead th[scope=col]').length")
                                .asInt())
                .isEqualTo(14);
        assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("en");
        browser.press("Tab", 9);
        assertThat(browser.evaluate("document.activeElement.className").asText()).isEqualTo("skip");
        browser.press("Tab", 9);
        assertThat(browser.evaluate("document.activeElement.getAttribute('role')").asText())
                .isEqualTo("region");
    }

    /** Relative luminance and contrast as WCAG 2 defines them. */
    private static final String WEAKEST_CONTRAST =
            """
            (() => {
              const rgb = text => text.match(/[\\d.]+/g).map(Number);
              const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
              const light = ([r, g, b]) =>
                  0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
              const ground = e => {
                for (; e; e = e.parentElement) {
                  const c = rgb(getComputedStyle(e).backgroundColor);
                  if (c.length < 4 || c[3] > 0) return c;
                }
                return [255, 255, 255];
              };
              let weakest = { ratio: 100, text: '', dark: light(ground(document.body)) < 0.2 };
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
                if (!own || !e.checkVisibility()) continue;
                const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < weakest.ratio) weakest = { ...weakest, ratio, text: e.textContent };
              }
              return weakest;
            })()\
            """;
}

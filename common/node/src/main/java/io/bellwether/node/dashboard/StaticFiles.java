package io.bellwether.node.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The page and what it loads: nothing from another host. */
final class StaticFiles {
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/";
    private static final String OWN = "/io/bellwether/node/dashboard/";

    /** A file that is served. */
    record Content(String type, byte[] bytes) {}

    private final Map<String, Content> files = new LinkedHashMap<>();

    StaticFiles() {
        add("/", "text/html; charset=utf-8", OWN + "index.html");
        add("/dashboard.css", "text/css; charset=utf-8", OWN + "dashboard.css");
        add("/dashboard.js", "text/javascript; charset=utf-8", OWN + "dashboard.js");
        add("/charts.js", "text/javascript; charset=utf-8", OWN + "charts.js");
        add("/icon.svg", "image/svg+xml", OWN + "icon.svg");
        add("/chart.umd.js", "text/javascript; charset=utf-8", CHARTS + "dist/chart.umd.min.js");
        add("/chart.LICENSE.md", "text/plain; charset=utf-8", CHARTS + "LICENSE.md");
    }

    private void add(String path, String type, String resource) {
        try (InputStream content = StaticFiles.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IllegalStateException("the application lacks " + resource);
            }
            files.put(path, new Content(type, content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Content> at(String path) {
        return Optional.ofNullable(files.get(path));
    }
}

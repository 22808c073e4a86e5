package io.bellwether.node.init;

import io.bellwether.foundation.End;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes a node's configuration file. */
final class ConfigurationText {
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private ConfigurationText() {}

    /**
     * The file's text for one end.
     *
     * @throws IllegalArgumentException if a name of the plan's settings has not the form {@code
     *     section.field}; whether there is such a field is for the configuration's reader to say
     */
    static String of(InitialisationPlan plan, End end) {
        ConfigurationText text = new ConfigurationText();
        Ports ports = plan.ports();
        boolean alice = end == End.ALICE;
        text.set("node", "end", name(end));
        text.set("node", "name", name(end));
        text.set("link", "address", hostAndPort(plan.bobHost(), ports.link()));
        text.set("link", "certificate", "link.crt");
        text.set("link", "privateKey", "link.key");
        text.set("link", "trustedAuthority", "link-ca.crt");
        text.set("link", "peerName", name(end.other()));
        text.set("authentication", "pool", "authentication.pool");
        if (!plan.settings().containsKey("box.recorded")) {
            text.set(
                    "box",
                    "address",
                    hostAndPort("127.0.0.1", alice ? ports.aliceBox() : ports.bobBox()));
        }
        text.set(
                "delivery",
                "address",
                hostAndPort(plan.host(end), alice ? ports.aliceDelivery() : ports.bobDelivery()));
        text.set("delivery", "certificate", "delivery.crt");
        text.set("delivery", "privateKey", "delivery.key");
        text.set("delivery", "trustedAuthority", "sae-ca.crt");
        text.set("delivery", "saes", saes(plan));
        text.setForThisMachine(ports, alice);
        plan.settings().forEach(text::override);
        return text.render(end);
    }

    private void setForThisMachine(Ports ports, boolean alice) {
        String host = "127.0.0.1";
        set("admin", "address", hostAndPort(host, alice ? ports.aliceAdmin() : ports.bobAdmin()));
        set("store", "masterKey", "master.key");
        set(
                "health",
                "address",
                hostAndPort(host, alice ? ports.aliceHealth() : ports.bobHealth()));
        set(
                "dashboard",
                "address",
                hostAndPort(host, alice ? ports.aliceDashboard() : ports.bobDashboard()));
    }

    /** How an end is called in configurations, certificates and folders. */
    static String name(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    private static String hostAndPort(String host, int port) {
        return "\"%s:%d\"".formatted(host.contains(":") ? "[" + host + "]" : host, port);
    }

    private static String saes(InitialisationPlan plan) {
        StringBuilder list = new StringBuilder(plan.saes().isEmpty() ? "[]" : "");
        for (InitialisationPlan.Application sae : plan.saes()) {
            list.append("\n    - {id: \"%s\", kme: %s}".formatted(sae.id(), name(sae.end())));
        }
        return list.toString();
    }

    private void set(String section, String field, String value) {
        sections.computeIfAbsent(section, name -> new LinkedHashMap<>())
                .put(field, value.startsWith("\n") ? value : " " + value);
    }

    private void override(String name, String value) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1 || value.contains("\n")) {
            throw new IllegalArgumentException(
                    "setting: %s; limit SECTION.FIELD with a value of one line".formatted(name));
        }
        set(name.substring(0, dot), name.substring(dot + 1), value);
    }

    private String render(End end) {
        StringBuilder text = new StringBuilder();
        text.append("# Configuration of the node ").append(name(end));
        text.append(", written by `bellwether init`. What is not here has its default;\n");
        text.append("# deploy/conf/").append(name(end));
        text.append(".full.yml explains every field. Paths start from this file's folder.\n");
        sections.forEach((section, fields) -> {
            text.append('\n').append(section).append(":\n");
            fields.forEach((field, value) -> text.append("  %s:%s\n".formatted(field, value)));
        });
        return text.toString();
    }
}

package io.bellwether.node.config;

import io.bellwether.foundation.SaeId;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Key delivery to applications (ETSI GS QKD 014), under mutual TLS.
 *
 * @param address to listen on; port 0 takes a free one
 * @param certificate PEM chain that this node shows to applications
 * @param privateKey PEM, PKCS#8
 * @param trustedAuthority PEM certificate that must have issued an application's
 * @param keySizeBits the size of a key when a request names none, a multiple of 8
 * @param minKeySizeBits the least that a request may name
 * @param maxKeySizeBits the most that a request may name
 * @param maxKeysPerRequest the most keys of one request
 * @param maxKeyCount the most keys that the status reports
 * @param maxAdditionalSlaves the most SAEs that a request may name beside the slave
 * @param minimumTls oldest TLS version that is spoken
 * @param revocationList PEM or DER, of the trusted authority; watched
 * @param requestsPerSecond what an application is held to in the long run; 0 for no limit
 * @param retryAfterSeconds what a client is told to wait when there is no key now
 * @param redeliverySeconds how long a slave may fetch the same keys again, with the same
 *     certificate; 0 for never
 * @param idleSeconds silence after which a connection is closed
 * @param identity the field of the certificate that is the SAE ID
 * @param saes every application, with the KME that serves it
 * @param allow who may ask for keys with whom; absent: everybody with everybody
 */
public record DeliveryConfiguration(
        HostAndPort address,
        Path certificate,
        Path privateKey,
        Path trustedAuthority,
        int keySizeBits,
        int minKeySizeBits,
        int maxKeySizeBits,
        int maxKeysPerRequest,
        int maxKeyCount,
        int maxAdditionalSlaves,
        MinimumTls minimumTls,
        Optional<Path> revocationList,
        double requestsPerSecond,
        int retryAfterSeconds,
        int redeliverySeconds,
        int idleSeconds,
        IdentityField identity,
        List<Sae> saes,
        Optional<List<Pair>> allow) {
    public static final int DEFAULT_KEY_SIZE_BITS = 256;
    public static final int DEFAULT_MIN_KEY_SIZE_BITS = 64;
    public static final int DEFAULT_MAX_KEY_SIZE_BITS = 4096;
    public static final int DEFAULT_MAX_KEYS_PER_REQUEST = 128;
    public static final int DEFAULT_MAX_KEY_COUNT = 100_000;
    public static final int DEFAULT_MAX_ADDITIONAL_SLAVES = 8;
    public static final int DEFAULT_RETRY_AFTER_SECONDS = 5;

    public static final int DEFAULT_IDLE_SECONDS = 60;

    /** No revocation list. */
    public static final String NO_LIST = "none";

    public static final IdentityField DEFAULT_IDENTITY = IdentityField.CN;

    /** TLS versions that the standard allows. */
    public enum MinimumTls {
        TLS_1_2,
        TLS_1_3
    }

    /**
     * One application.
     *
     * @param kme the name of this node or of its peer
     * @param certificate the value of the certificate's field that stands for it; absent: its id
     */
    public record Sae(SaeId id, String kme, Optional<String> certificate) {
        /** An application whose certificate bears its id. */
        public Sae(SaeId id, String kme) {
            this(id, kme, Optional.empty());
        }
    }

    /**
     * A permission to ask for keys.
     *
     * @param master the one that calls Get key
     * @param slave the one that calls Get key with key IDs
     */
    public record Pair(SaeId master, SaeId slave) {}

    static DeliveryConfiguration read(
            Section section, IdentityConfiguration node, String peerName) {
        List<Sae> saes = saes(section, node, peerName);
        DeliveryConfiguration delivery =
                new DeliveryConfiguration(
                        section.address("address", 0),
                        section.file("certificate"),
                        section.file("privateKey"),
                        section.file("trustedAuthority"),
                        keySize(section, "keySizeBits", DEFAULT_KEY_SIZE_BITS),
                        keySize(section, "minKeySizeBits", DEFAULT_MIN_KEY_SIZE_BITS),
                        keySize(section, "maxKeySizeBits", DEFAULT_MAX_KEY_SIZE_BITS),
                        section.integer(
                                "maxKeysPerRequest", DEFAULT_MAX_KEYS_PER_REQUEST, 1, 10_000),
                        section.integer("maxKeyCount", DEFAULT_MAX_KEY_COUNT, 1, 1_000_000_000),
                        section.integer(
                                "maxAdditionalSlaves", DEFAULT_MAX_ADDITIONAL_SLAVES, 0, 1000),
                        section.choice("minimumTls", MinimumTls.class, MinimumTls.TLS_1_3),
                        revocationList(section),
                        section.number("requestsPerSecond", 0, 0, 1e6, "a number, 0 to 1000000"),
                        section.integer("retryAfterSeconds", DEFAULT_RETRY_AFTER_SECONDS, 1, 3600),
                        section.integer("redeliverySeconds", 0, 0, 60),
                        section.integer("idleSeconds", DEFAULT_IDLE_SECONDS, 1, 86_400),
                        section.choice("identity", IdentityField.class, DEFAULT_IDENTITY),
                        saes,
                        allow(section, saes));
        if (delivery.keySizeBits < delivery.minKeySizeBits
                || delivery.keySizeBits > delivery.maxKeySizeBits) {
            section.problem(
                    "keySizeBits",
                    delivery.keySizeBits,
                    "minKeySizeBits to maxKeySizeBits = %d to %d"
                            .formatted(delivery.minKeySizeBits, delivery.maxKeySizeBits));
        }
        section.close();
        return delivery;
    }

    private static Optional<Path> revocationList(Section section) {
        return section.peek("revocationList").filter(text -> !text.equals(NO_LIST)).isPresent()
                ? Optional.of(section.file("revocationList"))
                : section.read("revocationList", "a path, or none", text -> Optional.of(NO_LIST))
                        .flatMap(none -> Optional.empty());
    }

    private static int keySize(Section section, String key, int fallback) {
        int bits = section.integer(key, fallback, 8, 1 << 20);
        if (bits % 8 != 0) {
            section.problem(key, bits, "a multiple of 8");
        }
        return bits;
    }

    private static List<Sae> saes(Section section, IdentityConfiguration node, String peerName) {
        Set<String> kmes = new TreeSet<>(List.of(node.name(), peerName));
        boolean namesKnown = kmes.size() == 2 && !kmes.contains("");
        Set<String> ids = new HashSet<>();
        Set<String> certificates = new HashSet<>();
        List<Sae> saes = new ArrayList<>();
        for (Section entry : section.sections("saes").orElse(List.of())) {
            String id = entry.name("id");
            String kme = entry.name("kme");
            if (!id.isEmpty() && !ids.add(id)) {
                entry.problem("id", id, "an SAE named once");
            }
            if (namesKnown && !kme.isEmpty() && !kmes.contains(kme)) {
                entry.problem("kme", kme, "node.name or link.peerName = " + kmes);
            }
            Optional<String> certificate =
                    entry.read(
                            "certificate",
                            "a value of the field that identity names",
                            text -> Optional.of(text).filter(value -> !value.isBlank()));
            if (certificate.isPresent() && !certificates.add(certificate.get())) {
                entry.problem("certificate", certificate.get(), "a certificate named once");
            }
            entry.close();
            if (!id.isEmpty()) {
                saes.add(new Sae(new SaeId(id), kme, certificate));
            }
        }
        return List.copyOf(saes);
    }

    private static Optional<List<Pair>> allow(Section section, List<Sae> saes) {
        List<String> known = saes.stream().map(sae -> sae.id().value()).toList();
        return section.sections("allow")
                .map(entries -> {
                    List<Pair> pairs = new ArrayList<>();
                    for (Section entry : entries) {
                        Optional<SaeId> master = knownSae(entry, "master", known);
                        Optional<SaeId> slave = knownSae(entry, "slave", known);
                        entry.close();
                        if (master.isPresent() && slave.isPresent()) {
                            pairs.add(new Pair(master.get(), slave.get()));
                        }
                    }
                    return List.copyOf(pairs);
                });
    }

    private static Optional<SaeId> knownSae(Section entry, String key, List<String> known) {
        String id = entry.name(key);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (!known.contains(id)) {
            entry.problem(key, id, "an SAE of delivery.saes: " + String.join(", ", known));
            return Optional.empty();
        }
        return Optional.of(new SaeId(id));
    }
}

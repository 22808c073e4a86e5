package io.bellwether.node.init;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.node.bootstrap.BootstrapIdentity;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.Problem;
import io.bellwether.node.config.StoreConfiguration;
import io.bellwether.node.init.CertificateAuthority.Credentials;
import io.bellwether.node.init.CertificateAuthority.Purpose;

import org.bouncycastle.asn1.x509.GeneralName;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes all that a new pair of nodes needs: four certificate authorities (link, delivery,
 * applications, administrators), the certificates, the pre-shared authentication pool in both
 * nodes' folders, a key under which each store encrypts, and both configurations. Never overwrites
 * anything.
 *
 * <p>All secrets are drawn from the generator that the caller gives: a cryptographic one.
 */
public final class Initialisation {
    private final InitialisationPlan plan;
    private final SecureRandom random;
    private final FolderWriter writer;
    private final CertificateAuthority linkAuthority;
    private final CertificateAuthority deliveryAuthority;
    private final CertificateAuthority saeAuthority;
    private final CertificateAuthority adminAuthority;

    private Initialisation(InitialisationPlan plan, SecureRandom random, Instant now)
            throws GeneralSecurityException {
        this.plan = plan;
        this.random = random;
        this.writer = new FolderWriter(plan.folder());
        Duration validity = Duration.ofDays(plan.validDays());
        this.linkAuthority =
                CertificateAuthority.create(
                        "Bellwether link authority", Purpose.LINK, now, validity, random);
        this.deliveryAuthority =
                CertificateAuthority.create(
                        "Bellwether delivery authority", Purpose.DELIVERY, now, validity, random);
        this.saeAuthority =
                CertificateAuthority.create(
                        "Bellwether application authority", Purpose.SAE, now, validity, random);
        this.adminAuthority =
                CertificateAuthority.create(
                        "Bellwether administration authority",
                        Purpose.ADMIN,
                        now,
                        validity,
                        random);
    }

    /**
     * Carries the plan out.
     *
     * @param random cryptographic
     * @param now from which the certificates are valid
     * @return what was written, or why nothing was: something is in the folder already, or a
     *     setting of the plan is not valid
     * @throws IOException if the disk fails half-way; what was written stays
     */
    public static InitialisationResult run(
            InitialisationPlan plan, SecureRandom random, Instant now)
            throws IOException, GeneralSecurityException {
        Optional<String> obstacle = obstacle(plan);
        if (obstacle.isPresent()) {
            return new InitialisationResult.Refused(obstacle.get());
        }
        Initialisation initialisation = new Initialisation(plan, random, now);
        initialisation.writeAll();
        return new InitialisationResult.Created(plan.folder(), initialisation.writer.written());
    }

    private static Optional<String> obstacle(InitialisationPlan plan) throws IOException {
        Path folder = plan.folder();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            return Optional.of(folder + " exists and is not a folder");
        }
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                Optional<Path> first = content.sorted().findFirst();
                if (first.isPresent()) {
                    return Optional.of(first.get() + " is in the way; nothing was written");
                }
            }
        }
        for (End end : End.values()) {
            String text = ConfigurationText.of(plan, end);
            if (ConfigurationReader.readText(text, folder)
                    instanceof ConfigurationResult.Rejected rejected) {
                Problem first = rejected.problems().getFirst();
                return Optional.of(
                        "%s: %s; limit %s".formatted(first.field(), first.value(), first.limit()));
            }
        }
        return Optional.empty();
    }

    private void writeAll() throws IOException, GeneralSecurityException {
        authority("link", linkAuthority);
        authority("delivery", deliveryAuthority);
        authority("sae", saeAuthority);
        authority("admin", adminAuthority);
        for (End end : End.values()) {
            node(end);
        }
        pools();
        bootstrapKeys();
        writer.certificate(
                Path.of("saes", "ca.crt"),
                deliveryAuthority.credentials(),
                "authority of both nodes' delivery certificates");
        credentials(
                Path.of("admin"),
                "admin",
                adminAuthority.issue("admin", List.of()),
                "administrator");
        writer.certificate(
                Path.of("admin", "ca.crt"),
                deliveryAuthority.credentials(),
                "authority of both nodes' delivery certificates");
        for (InitialisationPlan.Application sae : plan.saes()) {
            credentials(
                    Path.of("saes"),
                    sae.id().value(),
                    saeAuthority.issue(sae.id().value(), List.of()),
                    "application at " + ConfigurationText.name(sae.end()));
        }
    }

    private void authority(String name, CertificateAuthority authority) throws IOException {
        credentials(Path.of("authorities"), name, authority.credentials(), name + " authority");
    }

    private void node(End end) throws IOException, GeneralSecurityException {
        String name = ConfigurationText.name(end);
        Path folder = Path.of(name);
        writer.text(
                folder.resolve("bellwether.yml"), ConfigurationText.of(plan, end), "configuration");
        List<GeneralName> hosts = hosts(plan.host(end));
        // The peer is recognised by its name, wherever it is reached.
        credentials(
                folder,
                "link",
                linkAuthority.issue(name, List.of(new GeneralName(GeneralName.dNSName, name))),
                "node towards its peer");
        writer.certificate(
                folder.resolve("link-ca.crt"),
                linkAuthority.credentials(),
                "authority of the peer's link certificate");
        credentials(
                folder,
                "delivery",
                deliveryAuthority.issue(name, hosts),
                "node towards applications");
        writer.certificate(
                folder.resolve("sae-ca.crt"),
                saeAuthority.credentials(),
                "authority of the applications' certificates");
        writer.certificate(
                folder.resolve("admin-ca.crt"),
                adminAuthority.credentials(),
                "authority of the administrators' certificates");
        byte[] masterKey = new byte[StoreConfiguration.MASTER_KEY_BYTES];
        random.nextBytes(masterKey);
        writer.secret(folder.resolve("master.key"), masterKey, "key of the key store");
        Arrays.fill(masterKey, (byte) 0);
        writer.folder(folder.resolve("data"));
    }

    private void pools() throws IOException {
        byte[] content = new byte[Math.toIntExact(plan.poolBits() / 8)];
        random.nextBytes(content);
        byte[] identity = new byte[16];
        random.nextBytes(identity);
        // Bits 6 of byte 6 and 7 of byte 8: version 4 and variant of RFC 9562.
        identity[6] = (byte) (identity[6] & 0x0f | 0x40);
        identity[8] = (byte) (identity[8] & 0x3f | 0x80);
        ByteBuffer identityWords = ByteBuffer.wrap(identity);
        UUID poolId = new UUID(identityWords.getLong(), identityWords.getLong());
        try (SecretBits bits = new SecretBits(BitArray.fromBytes(content, plan.poolBits()))) {
            for (End end : End.values()) {
                Path relative = Path.of(ConfigurationText.name(end), "authentication.pool");
                AuthenticationLedger.create(plan.folder().resolve(relative), poolId, bits);
                writer.note(relative, "pre-shared authentication pool", true);
                writer.note(
                        AuthenticationLedger.journalPath(relative),
                        "journal of the pool; never delete it",
                        true);
            }
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** For `bellwether pool bootstrap`, should the pool ever have to be made anew by network. */
    private void bootstrapKeys() throws IOException {
        for (End end : End.values()) {
            byte[] seed = new byte[BootstrapIdentity.SEED_BYTES];
            random.nextBytes(seed);
            writer.secret(
                    Path.of(ConfigurationText.name(end), "bootstrap.key"),
                    seed,
                    "ML-DSA-87 seed for `bellwether pool bootstrap`");
            writer.text(
                    Path.of(ConfigurationText.name(end.other()), "bootstrap-peer.pub"),
                    Base64.getMimeEncoder().encodeToString(BootstrapIdentity.publicKeyOf(seed))
                            + "\n",
                    "the peer's public key for it");
            Arrays.fill(seed, (byte) 0);
        }
    }

    private void credentials(Path folder, String name, Credentials credentials, String purpose)
            throws IOException {
        writer.certificate(folder.resolve(name + ".crt"), credentials, "certificate: " + purpose);
        writer.privateKey(folder.resolve(name + ".key"), credentials, "its private key");
    }

    private static List<GeneralName> hosts(String host) {
        Stream<GeneralName> local =
                Stream.of(
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        boolean isAddress = host.contains(":") || host.matches("[0-9.]+");
        GeneralName own =
                new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, host);
        return Stream.concat(local, Stream.of(own)).distinct().toList();
    }
}

package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.keydelivery.AnsweredRequest;
import io.bellwether.keydelivery.Applications;
import io.bellwether.keydelivery.KeyLimits;
import io.bellwether.keydelivery.MasterDelivery;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keydelivery.SaeRegistry;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.ReservationRequest;
import io.bellwether.keystore.SlaveFetch;
import io.bellwether.keystore.StoreSuspendedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Answers the four requests of SKIP. A new key is recorded at the other end before it is handed
 * out, and its bits are overwritten in the store when both systems have had it.
 */
final class SkipService {
    private static final Logger LOG = LoggerFactory.getLogger(SkipService.class);

    private final Applications applications;
    private final KeyLimits limits;
    private final KeyStore store;
    private final MasterDelivery delivery;
    private final EntropySource entropy;

    SkipService(
            Applications applications,
            KeyLimits limits,
            KeyStore store,
            PeerReservation peer,
            EntropySource entropy) {
        this.applications = applications;
        this.limits = limits;
        this.store = store;
        this.delivery = new MasterDelivery(store, peer);
        this.entropy = entropy;
    }

    /** The answer to a request; a failure is an answer too. */
    SkipAnswer answer(SaeId caller, String method, String target) {
        try {
            if (!applications.admits(caller)) {
                throw new SkipRefusal(SkipRefusal.UNAVAILABLE, "asks too often");
            }
            return switch (SkipCall.parse(method, target)) {
                case SkipCall.Capabilities() -> SkipAnswer.capabilities(caller, remotes(caller));
                case SkipCall.NewKey(SaeId remote, int sizeBits) ->
                        newKey(caller, remote, sizeBits);
                case SkipCall.KeyById(KeyId keyId, SaeId remote) -> byId(caller, remote, keyId);
                case SkipCall.Entropy(int minEntropyBits) -> random(minEntropyBits);
            };
        } catch (SkipRefusal refusal) {
            return SkipAnswer.refusal(refusal);
        } catch (StoreSuspendedException e) {
            LOG.warn("no keys are handed out: {}", e.getMessage());
            return SkipAnswer.refusal(noKey("no keys can be handed out now"));
        } catch (KeyStoreException e) {
            LOG.error("the key store failed: {}", e.getMessage());
            return SkipAnswer.refusal(noKey("reading or zeroising a key failed"));
        }
    }

    /** Counts a request whose answer is about to leave. */
    void answered(Optional<SaeId> caller, int status, long nanos) {
        applications.answered(new AnsweredRequest("skip", caller, status, nanos / 1e9));
    }

    private List<SaeId> remotes(SaeId caller) {
        SaeRegistry registry = applications.registry();
        return Stream.of(End.values())
                .flatMap(end -> registry.at(end).stream())
                .filter(sae -> registry.mayShareKeys(caller, sae))
                .sorted(Comparator.comparing(SaeId::value))
                .toList();
    }

    private void requireRemote(SaeId caller, SaeId remote) {
        if (!applications.registry().mayShareKeys(caller, remote)) {
            throw SkipRefusal.badRequest("remoteSystemID: limit one of /capabilities");
        }
    }

    private SkipAnswer newKey(SaeId caller, SaeId remote, int sizeBits) {
        requireRemote(caller, remote);
        if (sizeBits % 8 != 0
                || sizeBits < limits.minKeySizeBits()
                || sizeBits > limits.maxKeySizeBits()) {
            throw SkipRefusal.badRequest(
                    "size: %d; limit a multiple of 8 from %d to %d",
                    sizeBits, limits.minKeySizeBits(), limits.maxKeySizeBits());
        }
        boolean remoteIsHere = applications.registry().at(store.localEnd()).contains(remote);
        var request =
                new ReservationRequest(
                        1,
                        sizeBits,
                        caller,
                        List.of(remote),
                        remoteIsHere ? Set.of(remote) : Set.of());
        if (!applications.takeOfQuota(caller, 1)) {
            throw noKey("no more keys today");
        }
        MasterDelivery.Outcome outcome = null;
        try {
            outcome = delivery.deliver(request);
        } finally {
            if (!(outcome instanceof MasterDelivery.Outcome.Delivered)) {
                applications.giveBack(caller, 1);
            }
        }
        return answer(outcome);
    }

    private static SkipAnswer answer(MasterDelivery.Outcome outcome) {
        return switch (outcome) {
            case MasterDelivery.Outcome.Delivered(List<DeliveredKey> keys) ->
                    encode(keys.getFirst());
            case MasterDelivery.Outcome.TooFewKeys() -> throw noKey("no key is stored now");
            case MasterDelivery.Outcome.PeerUnreachable() ->
                    throw noKey("the other end cannot be reached now");
            case MasterDelivery.Outcome.PeerRefused() ->
                    throw noKey("the other end refused the reservation");
        };
    }

    /** The draft has no other code for a key that cannot be had. */
    private static SkipRefusal noKey(String why) {
        return new SkipRefusal(SkipRefusal.FAILED, why);
    }

    private SkipAnswer byId(SaeId caller, SaeId remote, KeyId keyId) {
        requireRemote(caller, remote);
        return switch (store.takeForSlave(remote, caller, List.of(keyId))) {
            case SlaveFetch.Delivered(List<DeliveredKey> keys) -> encode(keys.getFirst());
            // one answer for both, so that nobody learns which ids exist
            case SlaveFetch.NotFound(), SlaveFetch.NotAuthorised() ->
                    throw SkipRefusal.badRequest("keyId: unknown, or fetched before");
        };
    }

    private static SkipAnswer encode(DeliveredKey delivered) {
        try (var bits = delivered.bits()) {
            return SkipAnswer.key(
                    delivered.keyId(),
                    bits.read(SecretAccess.to("hand a key to a SKIP client")).toBytes());
        }
    }

    private SkipAnswer random(int minEntropyBits) {
        int mostBits = limits.maxKeySizeBits();
        if (minEntropyBits < 1 || minEntropyBits > mostBits) {
            throw SkipRefusal.badRequest("minentropy: %d; limit 1 to %d", minEntropyBits, mostBits);
        }
        int bytes = (minEntropyBits + 7) / 8;
        BitArray random;
        try {
            random = entropy.bits(8L * bytes);
        } catch (RuntimeException failed) {
            LOG.error("no entropy: {}", failed.getMessage());
            throw new SkipRefusal(SkipRefusal.UNAVAILABLE, "no entropy can be had now");
        }
        SkipAnswer answer = SkipAnswer.entropy(random.toBytes(), 8 * bytes);
        random.clear();
        return answer;
    }
}

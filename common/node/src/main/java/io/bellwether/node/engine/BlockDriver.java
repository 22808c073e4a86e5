package io.bellwether.node.engine;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.device.BoxException;
import io.bellwether.foundation.BlockId;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.link.Exchange;
import io.bellwether.link.LinkException;
import io.bellwether.node.audit.EndedBlock;
import io.bellwether.node.entropy.EntropyHealthException;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.Effect;
import io.bellwether.protocol.Event;
import io.bellwether.protocol.Session;
import io.bellwether.protocol.SessionParameters;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Drives a session machine through one block: carries out its effects and gives it what it waits
 * for.
 */
public final class BlockDriver {
    /**
     * A step may take the peer as long as it takes: a measurement of hours, a decoding of minutes.
     * That the peer is gone or frozen shows the transport's keep-alive, within 20 seconds.
     */
    private static final Duration PEER_PATIENCE = Duration.ofDays(30);

    private final Session session;
    private final BlockId block;
    private final Exchange exchange;
    private final BoxSupply boxes;
    private final SessionParameters parameters;
    private final KeyKeeping keys;
    private final StatusBoard board;
    private final Consumer<EndedBlock> certifier;
    private Measurement measurement;
    private Event ownResult;
    private Optional<BlockStatistics> statistics = Optional.empty();
    private Optional<byte[]> transcriptDigest = Optional.empty();
    private BlockOutcome outcome;
    private boolean linkLost;

    public BlockDriver(
            Session session,
            Exchange exchange,
            SessionParameters parameters,
            BoxSupply boxes,
            KeyKeeping keys,
            StatusBoard board,
            Consumer<EndedBlock> certifier) {
        this.session = session;
        this.block = new BlockId(exchange.id());
        this.exchange = exchange;
        this.parameters = parameters;
        this.boxes = boxes;
        this.keys = keys;
        this.board = board;
        this.certifier = certifier;
    }

    /**
     * Runs the block to its end.
     *
     * @throws LinkException if the link is lost, the peer misbehaved or the block is undecided,
     *     after the block has ended: the link must be made anew
     */
    public BlockOutcome run() throws LinkException {
        board.blockBegins(block, parameters.blockRounds());
        Optional<LinkException> linkFailure = Optional.empty();
        // A box that waits for its other half does not learn that the peer has gone.
        try (var _ = exchange.whileLinked(boxes::interrupt)) {
            while (session.awaited() != Session.Awaited.NOTHING) {
                linkFailure = advance();
            }
        } finally {
            boxes.blockEnded();
            if (outcome == null) {
                outcome = new BlockOutcome.Aborted(AbortReason.STOPPED, "the node failed");
            }
            certify(outcome);
        }
        if (linkFailure.isPresent()) {
            throw linkFailure.get();
        }
        if (outcome instanceof BlockOutcome.Undecided(var _, String detail)) {
            // Reconciliation comes with a new connection, and no later block may refill the pool
            // before this one is settled: both ends refill in the same order.
            throw new LinkException(LinkException.Cause.LOST, "undecided block, " + detail);
        }
        return outcome;
    }

    private void certify(BlockOutcome ended) {
        var result =
                board.blockEnds(
                        ended,
                        boxes.frameRounds(),
                        measurement == null ? 0 : measurement.lostSignals());
        certifier.accept(
                new EndedBlock(
                        result, ended, parameters, session.plan(), statistics, transcriptDigest));
    }

    /**
     * Before the block is durable, so that after a crash no stored block is without a certificate;
     * the one at the end takes its place.
     */
    private void certifyStoring(BlockOutcome.Accepted accepted) {
        var storing = new BlockOutcome.Undecided(accepted, "being stored");
        var result =
                board.blockSoFar(
                        storing,
                        boxes.frameRounds(),
                        measurement == null ? 0 : measurement.lostSignals());
        certifier.accept(
                new EndedBlock(
                        result, storing, parameters, session.plan(), statistics, transcriptDigest));
    }

    /** Whether the block has ended with a key, also if {@link #run} threw. */
    public boolean accepted() {
        return outcome instanceof BlockOutcome.Accepted;
    }

    private Optional<LinkException> advance() {
        try {
            perform(session.on(next()));
            return Optional.empty();
        } catch (LinkException e) {
            return linkLost(e);
        } catch (BoxException e) {
            Optional<LinkException> ended = exchange.linkEnded();
            if (e.reason() == BoxException.Reason.ABANDONED && ended.isPresent()) {
                return linkLost(ended.get());
            }
            boxes.failed(e);
            interrupt(
                    e.reason() == BoxException.Reason.RETIRED
                            ? AbortReason.BOX_RETIRED
                            : AbortReason.BOX_FAILED,
                    "%s: %s".formatted(e.reason(), e.ownWords()));
        } catch (KeyStoreException | UncheckedIOException e) {
            interrupt(AbortReason.STORE_FAILED, e.getMessage());
        } catch (EntropyHealthException e) {
            interrupt(AbortReason.STOPPED, "random generator: " + e.getMessage());
            throw e;
        }
        return Optional.empty();
    }

    private Optional<LinkException> linkLost(LinkException e) {
        linkLost = true;
        interrupt(reasonOf(e), e.getMessage());
        return Optional.of(e);
    }

    private static AbortReason reasonOf(LinkException e) {
        return e.reason() == LinkException.Cause.MISBEHAVED
                ? AbortReason.PROTOCOL_FAULT
                : AbortReason.PEER_LOST;
    }

    private void interrupt(AbortReason reason, String detail) {
        try {
            perform(session.on(new Event.Interrupted(reason, detail)));
        } catch (LinkException e) {
            // The peer is told on a best effort: it will notice that the link is gone.
            linkLost = true;
        } catch (BoxException e) {
            throw new IllegalStateException("an interrupted session asks nothing of a box", e);
        }
    }

    private Event next() throws LinkException {
        return switch (session.awaited()) {
            case START -> new Event.Started();
            case TURN -> new Event.Proceed();
            case OWN_EFFECT -> ownResult;
            case PEER ->
                    switch (exchange.receive(PEER_PATIENCE)) {
                        case Exchange.Incoming.Said(var message) ->
                                new Event.MessageReceived(message);
                        case Exchange.Incoming.SealRight r -> new Event.PeerAuthenticated();
                        case Exchange.Incoming.SealWrong w -> new Event.AuthenticationFailed();
                    };
            case NOTHING -> throw new IllegalStateException("the block has ended");
        };
    }

    private void perform(List<Effect> effects) throws LinkException, BoxException {
        LinkException lost = null;
        for (Effect effect : effects) {
            try {
                perform(effect);
            } catch (LinkException e) {
                // What follows a message that could not be sent still has to be done: Alice's
                // finished block is finished.
                linkLost = true;
                lost = e;
            }
        }
        if (lost != null) {
            throw lost;
        }
    }

    private void perform(Effect effect) throws LinkException, BoxException {
        switch (effect) {
            case Effect.Send send -> {
                if (!linkLost) {
                    exchange.send(send.message());
                }
            }
            case Effect.SendSeal seal -> {
                if (!linkLost) {
                    exchange.seal();
                }
            }
            case Effect.DistributePairs pairs -> ownResult = measuring().distribute(pairs);
            case Effect.Measure measure -> ownResult = measurement.measure(measure);
            case Effect.Replay replay -> ownResult = measurement.replay(replay);
            case Effect.Store store -> {
                byte[] digest = digest();
                certifyStoring(store.accepted());
                keys.store(block, digest, store.key(), store.partition());
                ownResult = new Event.Stored();
            }
            case Effect.StoreDeliverable store -> {
                byte[] digest = digest();
                certifyStoring(store.accepted());
                keys.storeDeliverable(block, digest, store.key(), store.partition());
                ownResult = new Event.Stored();
            }
            case Effect.ShowLaboratoryResult show -> ownResult = nothingStored();
            case Effect.MarkDeliverable mark -> {
                keys.markDeliverable(block);
                ownResult = new Event.Stored();
            }
            case Effect.EnterStep enter -> board.step(enter.step());
            case Effect.ReportRounds report -> board.rounds(report.measured());
            case Effect.ReportEstimate report -> estimated(report.statistics());
            case Effect.Finish finish -> outcome = finish.outcome();
        }
    }

    private Measurement measuring() throws BoxException, LinkException {
        if (measurement == null) {
            measurement = boxes.open(block, parameters.blockRounds());
            Optional<LinkException> ended = exchange.linkEnded();
            if (ended.isPresent()) {
                // There may have been no box yet whose wait that could end.
                throw ended.get();
            }
        }
        return measurement;
    }

    private void estimated(BlockStatistics estimate) {
        statistics = Optional.of(estimate);
        board.estimate(estimate);
    }

    /** An uncertified block: the machine goes on as if its key were stored. */
    private Event nothingStored() {
        digest();
        return new Event.Stored();
    }

    private byte[] digest() {
        byte[] digest = exchange.transcriptDigest();
        transcriptDigest = Optional.of(digest);
        return digest;
    }
}
